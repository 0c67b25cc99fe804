import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { FaultHook } from "../../infra/local/aws-gateway.ts";
import { toldOf } from "../support/inbox.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { storedEvents, storedItems } from "../support/stored.ts";
import {
  cityCommittee,
  minute,
  police,
  startTown,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";

const folder = mkdtempSync(join(tmpdir(), "accord-flow-"));
let town: Town;

beforeAll(async () => {
  town = await startTown([police, villageCommittee, townCommittee, cityCommittee], { dataDir: folder });
});
afterEach(() => town.platform.setFault(undefined));
afterAll(async () => {
  await town?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const submit = async (sourceNumber: string) =>
  (await (await town.clientOf(police)).submitReferral({ body: villageQuarrel(sourceNumber) })).body.caseId;
const expectOffered = async (caseId: string) => {
  const { state } = (await (await town.clientOf(police)).showCase({ params: { caseId } })).body;
  expect(state).toMatchObject({ status: "offered", assignment: { number: 1, organisationId: villageCommittee } });
  expect(await storedEvents(town.platform, caseId)).toEqual(["case.submitted", "assignment.offered"]);
};

describe("a platform that is stopped and started again on its folder", () => {
  it("offers the case that had only just been received", async () => {
    const caseId = await submit("restart-1");
    await town.restart();
    await town.platform.settled();
    await expectOffered(caseId);
    expect(await toldOf(await town.clientOf(villageCommittee), caseId)).toContain("assignment.offered");
  });

  it("publishes the event that it could not publish before it stopped", async () => {
    const tried = Promise.withResolvers<void>();
    const failing: FaultHook = ({ functionName, operation }) => {
      if (functionName !== "PublishEvents" || operation !== "SendMessage") return "pass";
      tried.resolve();
      return { status: 500, body: { __type: "ServiceUnavailable", message: "down" } };
    };
    town.platform.setFault(failing);
    const caseId = await submit("restart-2");
    await tried.promise;
    await town.restart();
    await town.platform.settled();
    await expectOffered(caseId);
  });

  it("routes the case whose message lay in the queue, being worked on, when it stopped", async () => {
    const tried = Promise.withResolvers<void>();
    town.platform.setFault(({ functionName, operation }) => {
      if (functionName !== "Route" || operation !== "TransactWriteItems") return "pass";
      tried.resolve();
      return { status: 400, body: { __type: "ThrottlingException", message: "slow down" } };
    });
    const caseId = await submit("restart-3");
    await tried.promise;
    await town.restart();
    await town.pass(5 * minute);
    await expectOffered(caseId);
  });

  it("has lost nothing: cases, histories, parties, inboxes and keys are as they were", async () => {
    const caseId = await submit("restart-4");
    await town.platform.settled();
    const committee = await town.clientOf(villageCommittee);
    await mediate(committee, caseId);
    await town.platform.settled();
    const before = await storedItems(town.platform);
    await town.restart();
    expect(await storedItems(town.platform)).toEqual(before);
    const referrer = await town.clientOf(police);
    expect((await referrer.showParties({ params: { caseId } })).body.parties).toHaveLength(2);
    await settleCase(committee, caseId);
    await town.platform.settled();
    const told = await toldOf(referrer, caseId);
    expect(told.filter((type) => type === "assignment.accepted")).toHaveLength(1);
    expect(told.at(-1)).toBe("case.closed");
  });
});
