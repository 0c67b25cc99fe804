import { createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { askedFor, inboxLender } from "../../../shared/aws/inbox-credentials.ts";

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

describe("credentials that are lent", () => {
  const given = {
    AccessKeyId: "ASIAUNIT",
    SecretAccessKey: "secret",
    SessionToken: "session",
    Expiration: "2026-11-30T02:15:00Z",
  };
  let answers: Partial<typeof given> = given;
  let asked = "";
  const sts = createServer(async (request, response) => {
    asked = "";
    for await (const chunk of request) asked += chunk;
    const fields = Object.entries(answers).map(([name, value]) =>
      value === undefined ? "" : `<${name}>${value}</${name}>`,
    );
    const result = `<AssumeRoleResult><Credentials>${fields.join("")}</Credentials></AssumeRoleResult>`;
    response.setHeader("content-type", "text/xml").end(`<AssumeRoleResponse>${result}</AssumeRoleResponse>`);
  });
  beforeEach(async () => {
    answers = given;
    await new Promise<void>((resolve) => sts.listen(0, "127.0.0.1", resolve));
    const place = sts.address();
    vi.stubEnv("AWS_REGION", "cn-north-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "unit");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${typeof place === "object" ? place?.port : ""}`);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    sts.closeAllConnections();
    await new Promise((resolve) => sts.close(resolve));
  });

  const lend = inboxLender({
    role: "arn:aws-cn:iam::123456789012:role/Reader",
    region: "cn-north-1",
    prefix: "accord-inbox-",
    urlOf: (organisationId) => `https://sqs.example/accord-inbox-${organisationId}`,
  });

  it("are those of the service, with the address of the inbox", async () => {
    expect(await lend("pmc-330483", 900)).toEqual({
      queueUrl: "https://sqs.example/accord-inbox-pmc-330483",
      region: "cn-north-1",
      accessKeyId: "ASIAUNIT",
      secretAccessKey: "secret",
      sessionToken: "session",
      expiresAt: "2026-11-30T02:15:00.000Z",
    });
    const sent = new URLSearchParams(asked);
    expect(sent.get("RoleSessionName")).toBe("pmc-330483");
    expect(sent.get("DurationSeconds")).toBe("900");
  });

  it.each([
    ["AccessKeyId", "STS gave no credentials"],
    ["SecretAccessKey", "STS gave no credentials"],
    ["SessionToken", "STS gave no session"],
    ["Expiration", "STS gave no session"],
  ])("are none where the service left out %s", async (field, why) => {
    answers = { ...given, [field]: undefined };
    await expect(lend("pmc-330483", 900)).rejects.toThrow(why);
  });
});
