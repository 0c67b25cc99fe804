import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FaultHook } from "../../infra/local/aws-gateway.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { bundledRulePacks, rulePackInForce } from "../../shared/domain/rule-pack.ts";
import { emptyInbox, toldOf } from "../support/inbox.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { problemCodeOf } from "../support/refused.ts";
import {
  cityCommittee,
  day,
  dueAtOf,
  hour,
  minute,
  police,
  refer,
  second,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

let town: Town;
// A Monday without a holiday near it, whatever day it is.
const start = "2026-11-23T01:00:00.000Z";
const rules = rulePackInForce(bundledRulePacks(), shanghaiDate(start));

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee], {
    clockOffsetMs: Date.parse(start) - Date.now(),
  });
});
afterEach(() => town.platform.setFault(undefined));
afterAll(() => town?.stop());

const stateOf = async (caseId: string) => (await town.coordinator.showCase({ params: { caseId } })).body.state;
/** Warnings are told; they change neither the state the case is in nor who has it. */
const withoutWarnings = (state: CaseState): CaseState => ({
  ...state,
  clocks: state.clocks.map(({ warned: _, ...clock }) => clock),
});
const passUntil = (instant: string) => town.pass(Date.parse(instant) - town.now() + second);

describe("an offered case that nobody answers", () => {
  it("stays where it is until its last second, then lapses and goes to another body", async () => {
    const caseId = await refer(town, "silence-1");
    const before = await stateOf(caseId);
    await town.pass(Date.parse(dueAtOf(before, "answer")) - town.now() - 30 * second);
    expect(withoutWarnings(await stateOf(caseId)), "due today is not overdue").toEqual(before);
    await passUntil(dueAtOf(before, "answer"));
    expect(await stateOf(caseId)).toMatchObject({
      status: "offered",
      refusedBy: [villageCommittee],
      assignment: { number: 2, organisationId: townCommittee },
    });
    const referrer = await town.clientOf(police);
    expect(await toldOf(referrer, caseId)).toEqual([
      "assignment.offered",
      "deadline.breached",
      "assignment.lapsed",
      "assignment.offered",
    ]);
  });

  it("cannot be accepted late by the body that kept silent", async () => {
    const caseId = await refer(town, "silence-2");
    const state = await stateOf(caseId);
    await passUntil(dueAtOf(state, "answer"));
    const late = (await town.clientOf(villageCommittee)).accept({ params: { caseId }, version: "*" });
    expect(await problemCodeOf(late)).toBe("409 moved-on");
    expect(await stateOf(caseId)).toMatchObject({ assignment: { organisationId: townCommittee } });
  });

  it("is left alone by a clock that comes after the acceptance", async () => {
    const caseId = await refer(town, "silence-3");
    const state = await stateOf(caseId);
    await (await town.clientOf(villageCommittee)).accept({ params: { caseId }, version: "*" });
    await passUntil(dueAtOf(state, "answer"));
    expect((await stateOf(caseId)).status).toBe("accepted");
  });
});

describe("a submitted case whose message to the router was lost", () => {
  const losing: FaultHook = ({ functionName, operation, body }) => {
    const toRouter = String(body["QueueUrl"]).endsWith("-intake");
    if (functionName !== "PublishEvents" || operation !== "SendMessage" || !toRouter) return "pass";
    const MD5OfMessageBody = createHash("md5").update(String(body["MessageBody"])).digest("hex");
    return { status: 200, body: { MessageId: "lost", MD5OfMessageBody } };
  };

  it("is routed once its guarding clock has run out", async () => {
    town.platform.setFault(losing);
    const caseId = await refer(town, "lost-1");
    town.platform.setFault(undefined);
    await town.pass((rules.routingGuardMinutes - 1) * minute);
    expect((await stateOf(caseId)).status).toBe("submitted");
    await town.pass(2 * minute);
    expect(await stateOf(caseId)).toMatchObject({
      status: "offered",
      assignment: { organisationId: villageCommittee },
    });
  });

  it("is tried again and again, however often the message is lost", async () => {
    town.platform.setFault(losing);
    const caseId = await refer(town, "lost-2");
    for (let round = 0; round < 3; round += 1) await town.pass((rules.routingGuardMinutes + 1) * minute);
    expect((await stateOf(caseId)).status).toBe("submitted");
    town.platform.setFault(undefined);
    await town.pass((rules.routingGuardMinutes + 1) * minute);
    expect((await stateOf(caseId)).status).toBe("offered");
  });
});

describe("a closed case whose result nobody acknowledges", () => {
  it("is brought up again in the referrer's inbox after the guard, until the referrer signs", async () => {
    const caseId = await refer(town, "unsigned-1");
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, caseId);
    await settleCase(committee, caseId);
    await town.platform.settled();
    const referrer = await town.clientOf(police);
    await emptyInbox(referrer);
    for (let round = 1; round <= 2; round += 1) {
      await town.pass(rules.resultGuardHours * hour + minute);
      const again = await town.clientOf(police);
      expect(await toldOf(again, caseId), `reminder ${round}`).toEqual(["result.reminded"]);
    }
    await (await town.clientOf(police)).acknowledgeResult({ params: { caseId }, version: "*" });
    await town.pass(rules.resultGuardHours * hour + minute);
    expect(await toldOf(await town.clientOf(police), caseId)).toEqual([]);
  });
});

describe("a mediation that ran out", () => {
  it("closes as failed when its period is over, and the referrer is told", async () => {
    const caseId = await refer(town, "period-1");
    await mediate(await town.clientOf(villageCommittee), caseId);
    const state = await stateOf(caseId);
    expect(Date.parse(dueAtOf(state, "mediate")) - town.now()).toBeGreaterThan(29 * day);
    await town.platform.settled({ ignoreDelayed: true });
    await emptyInbox(await town.clientOf(police));
    await town.pass(Date.parse(dueAtOf(state, "mediate")) - town.now() - minute);
    expect((await stateOf(caseId)).status).toBe("mediating");
    await passUntil(dueAtOf(state, "mediate"));
    expect(await stateOf(caseId)).toMatchObject({ status: "closed", outcome: "failed", failureReason: "period_over" });
    expect(await toldOf(await town.clientOf(police), caseId)).toEqual(["deadline.breached", "case.closed"]);
    expect(await toldOf(await town.clientOf(villageCommittee), caseId)).toContain("case.closed");
  });
});

describe("a message that is never acknowledged", () => {
  it("does not keep the case from moving on", async () => {
    const referrer = await town.clientOf(police);
    const { body } = await referrer.submitReferral({ body: villageQuarrel("ignored-1") });
    await town.platform.settled();
    const committee = await town.clientOf(villageCommittee);
    await committee.receiveMessages({ body: { leaseSeconds: 43_200 } });
    const accepted = await committee.accept({ params: { caseId: body.caseId }, version: "*" });
    expect(accepted.body.state.status).toBe("accepted");
  });
});
