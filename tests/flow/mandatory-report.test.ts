import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import { loadHistory } from "../../shared/dynamo/case-store.ts";
import { routeCase } from "../../shared/runtime/route-case.ts";
import { type ApiOnEngine, startApiOnEngine } from "../support/api-on-engine.ts";
import * as cases from "../support/cases.ts";
import { letOneSuffice } from "../support/one-suffices.ts";

const petition = "petition-office";
const townPolice = "police-330483101";
const note = "样例";

const facts = (type: OrganisationFacts["type"], divisionCode: string): OrganisationFacts => ({
  kind: type === "general" ? "committee" : "agency",
  type,
  level: "town",
  name: "样例",
  divisionCode,
  categories: [],
  suspended: false,
});

let api: ApiOnEngine;
beforeAll(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  api = await startApiOnEngine();
  api.setNow(cases.now);
  await letOneSuffice(api.table);
  await api.register(cases.police.organisationId, facts("police", "330483100"));
  await api.register(townPolice, facts("police", "330483101"));
  await api.register(petition, facts("petition", "330483"));
  await api.register(cases.city.organisationId, facts("general", "330483"));
  await api.register(cases.justiceBureau.organisationId, facts("coordinator", "330483"));
});
afterAll(() => api?.stop());

const kept = "0190a0de-0000-7000-8000-00000000000a";

/** A case of domestic violence in the second town that the petition office has sent and the router has not seen yet. */
const violent = () =>
  cases.submitted({
    caseId: randomUUID(),
    referrals: [cases.referral({ agencyId: petition, channel: "petition" })],
    dispute: cases.dispute({ place: "330483101200", circumstances: ["domestic_violence"] }),
  });

it.each([
  ["not-accept", { article: note, note }],
  ["assign", { organisationId: cases.city.organisationId, reason: "nearest", note }],
  ["merge", { into: kept }],
  ["recall", { reason: "sent_by_mistake" }],
])(
  "a body that is quicker than the router and would %s reports domestic violence to the nearest station",
  async (verb, body) => {
    const state = violent();
    await api.place([state, cases.mediating({ caseId: kept })], 1);
    const by = verb === "recall" ? petition : cases.justiceBureau.organisationId;
    const answer = await api.post(by, `/v1/cases/${state.caseId}/${verb}`, body);
    expect(answer.status).toBe(200);
    const [report] = (await loadHistory(api.table, state.caseId)).filter(({ type }) => type === "danger.reported");
    expect(report?.data).toEqual({ kind: "domestic_violence", mandatory: true, policeId: townPolice });
    expect(report?.audience).toContain(townPolice);
  },
);

it("a case without a place is reported to a station of the county all the same", async () => {
  const { place: _, ...placeless } = cases.dispute({ circumstances: ["person_at_risk"], partyPlaces: [] });
  const state = { ...violent(), dispute: placeless };
  await api.place([state], 1);
  await routeCase(api.table, state, cases.now);
  const [report] = (await loadHistory(api.table, state.caseId)).filter(({ type }) => type === "danger.reported");
  expect([cases.police.organisationId, townPolice]).toContain(Object(report?.data).policeId);
});
