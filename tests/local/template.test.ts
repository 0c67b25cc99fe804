// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are CloudFormation's
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { LocalFailure } from "../../infra/local/failure.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { temporaryFolder } from "./fixture.ts";

const place = { region: "cn-north-1", accountId: "000000000000", queueBase: "http://127.0.0.1:4000" };
const folder = temporaryFolder();
afterEach(() => folder.remove());

/** The properties of one resource, resolved in a template with a few others beside it. */
async function resolved(
  properties: unknown,
  { parameters = {}, ...rest }: Record<string, object> = {},
): Promise<unknown> {
  const template = {
    Parameters: { Size: { Type: "String", Default: "small" } },
    Resources: {
      Queue: { Type: "AWS::SQS::Queue", Properties: { QueueName: { "Fn::Sub": "${AWS::StackName}-q" } } },
      Table: { Type: "AWS::DynamoDB::Table" },
      Subject: { Type: "Some::Thing", Properties: properties },
    },
    ...rest,
  };
  mkdirSync(folder.path, { recursive: true });
  const write = (name: string, content: unknown) => writeFileSync(join(folder.path, name), JSON.stringify(content));
  write("manifest.json", {
    artifacts: { Stack: { type: "aws:cloudformation:stack", properties: { templateFile: "t.json" } } },
  });
  write("t.json", template);
  const { resources } = await readTemplate(
    folder.path,
    place,
    Object.fromEntries(Object.entries(parameters).map(([k, v]) => [k, String(v)])),
  );
  return resources.find(({ id }) => id === "Subject")?.properties;
}

describe("a template", () => {
  it("is resolved to plain values", async () => {
    const given = {
      queue: { Ref: "Queue" },
      queueArn: { "Fn::GetAtt": ["Queue", "Arn"] },
      table: { Ref: "Table" },
      stream: { "Fn::GetAtt": ["Table", "StreamArn"] },
      join: { "Fn::Join": ["-", ["a", { Ref: "Size" }, { Ref: "AWS::Partition" }]] },
      sub: { "Fn::Sub": "${AWS::AccountId}/${Size}/${Queue}" },
      nested: [{ deep: { Ref: "Size" } }],
    };
    expect(await resolved(given)).toEqual({
      queue: "http://127.0.0.1:4000/000000000000/Stack-q",
      queueArn: "arn:aws:sqs:cn-north-1:000000000000:Stack-q",
      table: "Stack-Table",
      stream: "arn:aws:dynamodb:cn-north-1:000000000000:table/Stack-Table/stream/local",
      join: "a-small-aws",
      sub: "000000000000/small/http://127.0.0.1:4000/000000000000/Stack-q",
      nested: [{ deep: "small" }],
    });
  });

  it("takes parameters, and only those it has", async () => {
    expect(await resolved({ size: { Ref: "Size" } }, { parameters: { Size: "large" } })).toEqual({ size: "large" });
    await expect(resolved({}, { parameters: { Sise: "large" } })).rejects.toThrow(LocalFailure);
  });

  it("is refused when it names what is not there or cannot be resolved", async () => {
    await expect(resolved({ a: { Ref: "Nothing" } })).rejects.toThrow("names Nothing");
    for (const name of ["Fn::ImportValue", "Fn::Split", "Fn::Select"]) {
      await expect(resolved({ a: { [name]: ["x", "y", "z"] } })).rejects.toThrow(name);
    }
    await expect(resolved({ a: { "Fn::If": ["x", "y", "z"] } })).rejects.toThrow("names the condition x");
    await expect(resolved({ a: { "Fn::Sub": ["${X}", { X: "y" }] } })).rejects.toThrow("Fn::Sub");
    const Resources = { Maybe: { Type: "Some::Thing", Condition: "IsNever" } };
    await expect(resolved({}, { Resources })).rejects.toThrow("Condition");
    await expect(readTemplate(join(folder.path, "none"), place)).rejects.toThrow("Synthesise the stack first");
  });
});
