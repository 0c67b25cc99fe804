import { describe, expect, it } from "vitest";
import type { Rights } from "../../infra/local/access.ts";
import type { Outcome } from "../../infra/local/function-pool.ts";
import { intervalMs, startSchedules } from "../../infra/local/schedules.ts";
import { functionSpec } from "./fixture.ts";

describe("a schedule", () => {
  it.each([
    ["rate(1 minute)", 60_000],
    ["rate(2 hours)", 7_200_000],
    ["rate(1 day)", 86_400_000],
  ])("%s fires every %d ms", (expression, expected) => {
    expect(intervalMs(expression)).toBe(expected);
  });

  it.each(["cron(30 3 * * ? *)", "at(2026-11-24T00:00:00)"])("%s cannot be run here", (expression) => {
    expect(() => intervalMs(expression)).toThrow("cannot be run here");
  });
});

describe("a firing", () => {
  const clock = { ...functionSpec, onFailure: { retryAttempts: 1, destinationArn: "arn:failed" } };

  /** What the function and the queues get of one firing. */
  async function fire(outcome: Outcome, granted: readonly string[]) {
    const seen: string[] = [];
    const rights: Rights = (needs) => needs.find(({ action }) => !granted.includes(action));
    const targets = [{ function: clock, input: '{"tick":1}', deadLetterArn: "arn:undelivered" }];
    const schedules = startSchedules([{ name: "Rule", arn: "arn:rule", expression: "rate(1 day)", targets }], {
      region: "us-east-1",
      accountId: "0",
      now: Date.now,
      async invoke() {
        seen.push("invoked");
        return outcome;
      },
      sendToQueue: (arn, body, attributes) => seen.push(`${arn} ${body.slice(0, 10)} ${attributes?.["ERROR_CODE"]}`),
      rightsOfRule: () => rights,
      log: (text) => seen.push(text.trim()),
    });
    await schedules.fireAll();
    schedules.stop();
    return seen;
  }

  it("invokes the function once when it succeeds", async () => {
    expect(await fire({ payload: null }, ["lambda:InvokeFunction"])).toEqual(["invoked"]);
  });

  it("is retried, then reported to the function's on-failure destination", async () => {
    const broken: Outcome = { error: { errorType: "E", errorMessage: "no" } };
    expect(await fire(broken, ["lambda:InvokeFunction"])).toEqual([
      "invoked",
      "invoked",
      'arn:failed {"version" undefined',
    ]);
  });

  it("goes to the rule's dead letters when the rule may not invoke the function", async () => {
    expect(await fire({ payload: null }, ["sqs:SendMessage"])).toEqual([
      "F: the rule arn:rule may not invoke it",
      'arn:undelivered {"tick":1} NO_PERMISSIONS',
    ]);
  });

  it("is lost when the rule may neither invoke the function nor send to its dead letters", async () => {
    expect(await fire({ payload: null }, [])).toEqual([
      "F: the rule arn:rule may not invoke it",
      "F: the rule arn:rule may not send to arn:undelivered",
    ]);
  });
});
