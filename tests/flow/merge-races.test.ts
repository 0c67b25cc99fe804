import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { loadCase } from "../../shared/dynamo/case-store.ts";
import { caseStore, issueCommand } from "../../shared/runtime/issue-command.ts";
import { type ApiOnEngine, startApiOnEngine } from "../support/api-on-engine.ts";
import * as cases from "../support/cases.ts";
import { letOneSuffice } from "../support/one-suffices.ts";

const coordinator = cases.justiceBureau.organisationId;

let api: ApiOnEngine;
beforeAll(async () => {
  api = await startApiOnEngine();
  api.setNow(cases.now);
  await api.register(coordinator, {
    kind: "agency",
    type: "coordinator",
    level: "county",
    name: "样例",
    divisionCode: "330483",
    categories: [],
    suspended: false,
  });
  await letOneSuffice(api.table);
});
afterAll(() => api?.stop());

/** Two cases on one dispute in the table, the second with a committee that may accept it any moment. */
async function twoCases(): Promise<{ from: string; into: string }> {
  const sent = cases.referral({ agencyId: "petition-office" });
  const from = cases.mediating({ caseId: randomUUID(), referrals: [sent] });
  const into = cases.offered({ caseId: randomUUID() });
  await api.place([from, into], 1);
  return { from: from.caseId, into: into.caseId };
}

/** Has the committee accept the case just before the next writes go out. */
function acceptInBetween(caseId: string): { races: () => number } {
  let races = 0;
  const { middlewareStack } = api.table.client;
  const name = randomUUID();
  middlewareStack.add(
    (next) => async (args) => {
      if ("TransactItems" in args.input && races === 0) {
        races += 1;
        middlewareStack.remove(name);
        const accepted = await issueCommand(caseStore(api.table), caseId, cases.withFacts({ type: "accept" }), {
          by: cases.town,
          at: cases.now,
        });
        expect(accepted.outcome).toBe("done");
      }
      return next(args);
    },
    { name, step: "initialize" },
  );
  return { races: () => races };
}

const stateOf = async (caseId: string): Promise<CaseState | undefined> => (await loadCase(api.table, caseId))?.state;

it.each(["*", '"1"'])(
  "a case whose keeper moves on meanwhile is merged all the same (If-Match: %s)",
  async (version) => {
    const { from, into } = await twoCases();
    const { races } = acceptInBetween(into);
    const merged = await api.post(coordinator, `/v1/cases/${from}/merge`, { into }, version);
    expect([races(), merged.status]).toEqual([1, 200]);
    expect(await stateOf(into)).toMatchObject({ status: "accepted", referrals: [{}, { joinedFrom: from }] });
  },
);
