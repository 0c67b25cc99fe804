import { execFile } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { synthesise } from "./synthesise.ts";

// The command as the operator runs it, on an account that has the stack as it is synthesised.

const run = promisify(execFile);
const { template } = synthesise();
const idIn = (name: RegExp): string => {
  const id = Object.keys(template.Resources).find((logicalId) => name.test(logicalId));
  return `physical-${id}`;
};
const resources = Object.entries(template.Resources)
  .map(
    ([logicalId, { Type }]) =>
      `<member><LogicalResourceId>${logicalId}</LogicalResourceId><ResourceType>${Type}</ResourceType><PhysicalResourceId>physical-${logicalId}</PhysicalResourceId></member>`,
  )
  .join("");
const answered = (action: string, inside: string): string =>
  `<${action}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${action}Result>${inside}</${action}Result></${action}Response>`;
const stackWith = (parameters: Readonly<Record<string, string>>): string =>
  `<Stacks><member><StackName>Accord</StackName><CreationTime>2026-11-02T00:00:00.000Z</CreationTime><StackStatus>UPDATE_COMPLETE</StackStatus><Parameters>${Object.entries(
    parameters,
  )
    .map(
      ([key, value]) => `<member><ParameterKey>${key}</ParameterKey><ParameterValue>${value}</ParameterValue></member>`,
    )
    .join("")}</Parameters></member></Stacks>`;

const B = Buffer.from("bytes").toString("base64");
const sealed = { M: { algorithm: { S: "A256GCM" }, key: { B }, iv: { B }, tag: { B }, text: { B } } };
const parties = { pk: { S: "CASE#one" }, sk: { S: "PARTIES" }, sealed };

type Call = { operation: string; body: string };
let close = (): void => {};
afterEach(() => close());

/** Answers as the account does, and notes what was asked. */
async function account(parameters: Readonly<Record<string, string>>): Promise<{ url: string; calls: Call[] }> {
  const calls: Call[] = [];
  const answerTo = async (request: IncomingMessage): Promise<string> => {
    const body = await text(request);
    const operation = String(request.headers["x-amz-target"] ?? new URLSearchParams(body).get("Action"));
    calls.push({ operation, body });
    switch (operation) {
      case "ListStackResources":
        return answered(operation, `<StackResourceSummaries>${resources}</StackResourceSummaries>`);
      case "DescribeStacks":
        return answered(operation, stackWith(parameters));
      case "DynamoDB_20120810.Scan":
        return JSON.stringify({ Items: body.includes("attribute_exists(sealed)") ? [parties] : [] });
      case "TrentService.ReEncrypt":
        return JSON.stringify({ CiphertextBlob: B, SourceKeyId: "before", KeyId: "now" });
      default:
        return "{}";
    }
  };
  const server = createServer((request, response) => {
    void answerTo(request).then((answer) => response.end(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  close = () => server.close();
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`, calls };
}

const upkeep = (url: string, ...args: string[]) =>
  run(process.execPath, ["infra/upkeep.ts", ...args], {
    env: {
      PATH: process.env["PATH"],
      AWS_ENDPOINT_URL: url,
      AWS_REGION: "cn-north-1",
      AWS_ACCESS_KEY_ID: "operator",
      AWS_SECRET_ACCESS_KEY: "secret",
    },
  });
const wrappedFor = (calls: readonly Call[]): unknown[] =>
  calls
    .filter(({ operation }) => operation === "TrentService.ReEncrypt")
    .map(({ body }) => JSON.parse(body).DestinationKeyId);

describe("upkeep of a stack", () => {
  it.each([
    ["the stack's own key", {}, idIn(/^DataKey[0-9A-F]{8}$/)],
    ["the stack's own key where it is named so", { DataKeyId: "own" }, idIn(/^DataKey[0-9A-F]{8}$/)],
    ["the key that the deployment names", { DataKeyId: "key-of-now", FormerDataKeyId: "key-of-before" }, "key-of-now"],
  ])("wraps by %s", async (_, parameters, keyId) => {
    const { url, calls } = await account(parameters);
    const { stdout } = await upkeep(url, "Accord", "rewrap");
    expect(JSON.parse(stdout)).toEqual({ found: 1, moved: 1, present: 0, changed: 0, lost: [] });
    expect(wrappedFor(calls)).toEqual([keyId]);
    const scan = calls.find(({ operation }) => operation === "DynamoDB_20120810.Scan");
    expect(JSON.parse(scan?.body ?? "{}")).toMatchObject({ TableName: idIn(/^Cases[0-9A-F]{8}$/) });
  });

  it.each([
    ["relist", { found: 0, listed: 0, changed: 0, ofNoCounty: 0 }],
    ["relock", { archived: 0, asked: 0 }],
  ])("finds what it needs to %s", async (what, told) => {
    const { url } = await account({});
    expect(JSON.parse((await upkeep(url, "Accord", what)).stdout)).toEqual(told);
  });

  it.each([[[]], [["--help"]], [["Accord", "rewarp"]], [["Accord", "rewrap", "key-of-nobody"]]])(
    "says what it can do where it is called with %j, and asks nothing of the account",
    async (args) => {
      const { url, calls } = await account({});
      await expect(upkeep(url, ...args)).rejects.toThrow("Say a stack, and rewrap, relist or relock");
      expect(calls).toEqual([]);
    },
  );
});
