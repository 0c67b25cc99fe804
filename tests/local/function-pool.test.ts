import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { createPool } from "../../infra/local/function-pool.ts";
import { createMeter } from "../../infra/local/meter.ts";
import type { FunctionSpec } from "../../infra/local/stack.ts";

const folder = mkdtempSync(join(tmpdir(), "accord-functions-"));
const compiled = join(folder, ".compiled");
const directory = join(folder, "function");
const code = (answer: string) =>
  `exports.handler = async () => [${JSON.stringify(answer)}, process.env.NODE_COMPILE_CACHE ?? "no variable of the runner"];`;
const spec: FunctionSpec = {
  name: "Sample",
  physicalName: "Accord-Sample",
  arn: "arn:aws:lambda:us-east-1:000000000000:function:Accord-Sample",
  directory,
  handler: "index.handler",
  memoryMb: 128,
  timeoutSeconds: 60,
  reservedConcurrency: undefined,
  environment: {},
  roleArn: "arn:aws:iam::000000000000:role/sample",
  statements: [],
  onFailure: { retryAttempts: 0, destinationArn: undefined },
};
const keptCode = () => readdirSync(compiled).filter((name) => name.endsWith(".bin"));

/** What a new environment answers to its first call. */
async function answerOf(content: string): Promise<unknown> {
  writeFileSync(join(directory, "index.js"), content);
  const meter = createMeter();
  const figures = () => meter.of("Sample");
  const pool = createPool(spec, { environmentsAtMost: 1, environment: {}, clockOffsetMs: 0, figures, log: () => {} });
  const outcome = await pool.invoke({});
  await pool.stop();
  return outcome;
}

beforeEach(() => {
  rmSync(compiled, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("a function's compiled code is kept for its next environment, and the function learns nothing of it", async () => {
  const answer = { payload: ["one", "no variable of the runner"] };
  expect(await answerOf(code("one"))).toEqual(answer);
  const [kept = ""] = keptCode();
  const before = readFileSync(join(compiled, kept));
  expect(await answerOf(code("one"))).toEqual(answer);
  expect(keptCode()).toEqual([kept]);
  expect(readFileSync(join(compiled, kept))).toEqual(before);
});

it("code of the same length is another one", async () => {
  expect(await answerOf(code("one"))).toMatchObject({ payload: ["one", expect.anything()] });
  expect(await answerOf(code("two"))).toMatchObject({ payload: ["two", expect.anything()] });
  expect(keptCode()).toHaveLength(2);
});

it("code that another version of Node compiled is compiled again, and kept", async () => {
  await answerOf(code("one"));
  const [kept = ""] = keptCode();
  const other = Buffer.from("of another version");
  writeFileSync(join(compiled, kept), other);
  expect(await answerOf(code("one"))).toMatchObject({ payload: ["one", expect.anything()] });
  expect(readFileSync(join(compiled, kept))).not.toEqual(other);
});

it("a call is answered where compiled code cannot be kept", async () => {
  writeFileSync(compiled, "a file stands where the folder would be");
  expect(await answerOf(code("one"))).toMatchObject({ payload: ["one", expect.anything()] });
});
