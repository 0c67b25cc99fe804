import { expect, it } from "vitest";
import { askedFor } from "../../../shared/aws/inbox-credentials.ts";

it("an inbox is lent by its name alone, for the time that was asked, in the partition of the role", () => {
  const role = "arn:aws-cn:iam::123456789012:role/Reader";
  const asked = askedFor({ role, region: "cn-north-1", prefix: "accord-inbox-" }, "pmc-330483", 900);
  const { Policy, ...others } = asked;
  expect(others).toEqual({ RoleArn: role, RoleSessionName: "pmc-330483", DurationSeconds: 900 });
  expect(JSON.parse(Policy)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: "arn:aws-cn:sqs:cn-north-1:123456789012:accord-inbox-pmc-330483",
      },
    ],
  });
  // As long as STS takes a policy.
  expect(Policy.length).toBeLessThan(2_048);
});
