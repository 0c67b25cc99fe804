import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startPlatform } from "../../infra/local/platform.ts";
import { fixtureTemplate, temporaryFolder, writeAssembly } from "./fixture.ts";

const folder = temporaryFolder();
const cloudAssembly = join(folder.path, "cdk.out");
afterAll(() => folder.remove());

const dead = { "Fn::GetAtt": ["IntakeDead", "Arn"] };

/** Why the fixture stack does not start when one text of its template is replaced; undefined when it starts. */
async function startWith(from: unknown, to: unknown, more: Record<string, unknown> = {}): Promise<string | undefined> {
  const text = JSON.stringify(fixtureTemplate);
  const changed = text.replace(JSON.stringify(from), JSON.stringify(to));
  if (changed === text && from !== to) throw new Error(`The template does not hold ${JSON.stringify(from)}`);
  const template = JSON.parse(changed);
  await writeAssembly(cloudAssembly, { ...template, Resources: { ...template.Resources, ...more } });
  try {
    await (await startPlatform({ cloudAssembly })).stop();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

beforeAll(async () => expect(await startWith("", ""), "the fixture itself starts").toBeUndefined());

describe("an event source", () => {
  it.each(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"])(
    "that is a queue needs %s",
    async (action) => {
      expect(await startWith(action, "sqs:PurgeQueue")).toContain(`The function Route may not ${action}`);
    },
  );

  it.each(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"])(
    "that is a stream needs %s",
    async (action) => {
      expect(await startWith(action, "dynamodb:TagResource")).toContain(`The function Publish may not ${action}`);
    },
  );

  it("is refused when the policy of its queue denies what the role grants", async () => {
    const Statement = { Effect: "Deny", Principal: "*", Action: "sqs:DeleteMessage", Resource: "*" };
    const DenyingPolicy = {
      Type: "AWS::SQS::QueuePolicy",
      Properties: { Queues: [{ Ref: "Intake" }], PolicyDocument: { Statement } },
    };
    expect(await startWith("", "", { DenyingPolicy })).toContain("The function Route may not sqs:DeleteMessage");
  });

  it("needs the right to send to its on-failure destination", async () => {
    const properties = { DestinationConfig: { OnFailure: { Destination: dead } } };
    const stream = { ...fixtureTemplate.Resources.PublishSource };
    const PublishSource = { ...stream, Properties: { ...stream.Properties, ...properties } };
    expect(await startWith("", "", { PublishSource })).toMatch(/Publish may not sqs:SendMessage on .*:intake-dead/);
  });
});

describe("an asynchronous function", () => {
  it("needs the right to send to its on-failure destination", async () => {
    const Properties = { FunctionName: { Ref: "Tick" }, DestinationConfig: { OnFailure: { Destination: dead } } };
    const TickInvoke = { Type: "AWS::Lambda::EventInvokeConfig", Properties };
    expect(await startWith("", "", { TickInvoke })).toMatch(/Tick may not sqs:SendMessage on .*:intake-dead/);
  });
});

describe("a function that a service may not invoke", () => {
  it("is not reached through the API, nor by the rule, whose event goes to its dead letters", async () => {
    const rule = fixtureTemplate.Resources.EveryDay.Properties;
    const [target] = rule.Targets;
    const EveryDay = {
      Type: "AWS::Events::Rule",
      Properties: { ...rule, Targets: [{ ...target, DeadLetterConfig: { Arn: dead } }] },
    };
    const DeadPolicy = {
      Type: "AWS::SQS::QueuePolicy",
      Properties: {
        Queues: [{ Ref: "IntakeDead" }],
        PolicyDocument: {
          Statement: {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: dead,
            Condition: { ArnEquals: { "aws:SourceArn": { "Fn::GetAtt": ["EveryDay", "Arn"] } } },
          },
        },
      },
    };
    const { EveryDayMayTick: _rule, FrontDoorMayCall: _api, ...Resources } = fixtureTemplate.Resources;
    await writeAssembly(cloudAssembly, { ...fixtureTemplate, Resources: { ...Resources, EveryDay, DeadPolicy } });
    const platform = await startPlatform({ cloudAssembly });
    expect((await fetch(`${platform.url}/echo`)).status).toBe(500);
    await platform.fireSchedules();
    expect(platform.meter()["Tick"]).toBeUndefined();
    const queues = await (await fetch(`${platform.sqsUrl}/_fauxqs/queues`)).json();
    expect(queues).toContainEqual(expect.objectContaining({ name: "intake-dead", approximateMessageCount: 1 }));
    await platform.stop();
  });
});
