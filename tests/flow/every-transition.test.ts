import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import { stepRoutes } from "../../shared/contracts/step-routes.ts";
import { documentFiled } from "../../shared/domain/document-access.ts";
import { callerVerbs } from "../../shared/domain/verbs.ts";
import { addDocument, announceDocument, type News } from "../../shared/dynamo/document-store.ts";
import { saveMediator } from "../../shared/dynamo/mediator-store.ts";
import { type ApiOnEngine, startApiOnEngine } from "../support/api-on-engine.ts";
import * as cases from "../support/cases.ts";
import { type CaseName, everybody, cases as everyCase, type Kind, late, names } from "../support/lifecycle-cases.ts";
import { commands } from "../support/lifecycle-commands.ts";
import { expected, kinds } from "../support/lifecycle-expected.ts";
import { letOneSuffice } from "../support/one-suffices.ts";

// The table of transitions, which is written down apart from the code that decides, tried through the API by everybody.

const facts = (kind: OrganisationFacts["kind"], type: OrganisationFacts["type"]): OrganisationFacts => ({
  kind,
  type,
  level: "town",
  name: "样例",
  divisionCode: "330483100",
  categories: [],
  suspended: false,
});
const county = (division: string) => ({ ...facts("agency", "coordinator"), divisionCode: division });
const ownFacts: Readonly<Record<Exclude<Kind, "platform">, OrganisationFacts>> = {
  holder: facts("committee", "general"),
  referrer: facts("agency", "police"),
  former: facts("committee", "general"),
  coordinator: facts("agency", "coordinator"),
  court: facts("agency", "court"),
  stranger: facts("committee", "general"),
  auditor: facts("agency", "auditor"),
  recalled: facts("committee", "industry"),
  station: facts("agency", "police"),
};
/** Strangers who might be taken for somebody: whatever its role, who is of another county is one. */
const foreigners: Readonly<Record<string, OrganisationFacts>> = {
  "petition-office": facts("agency", "petition"),
  "bureau-330782": county("330782"),
  "audit-330782": { ...facts("agency", "auditor"), divisionCode: "330782" },
};
/** Whom the commands name. */
const named: Readonly<Record<string, OrganisationFacts>> = {
  "another-court": facts("agency", "court"),
  "arbitration-1": facts("agency", "administrative"),
  "bureau-330421": county("330421"),
};
const callers = kinds.filter((kind) => kind !== "platform");

/** What the body of a verb says; the facts in its command are looked up. */
function bodyOf(verb: (typeof callerVerbs)[number]): unknown {
  const { type: _, ...said } = commands[verb];
  return Object.fromEntries(Object.entries(said).filter(([field]) => field !== "facts"));
}

let api: ApiOnEngine;
beforeAll(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  api = await startApiOnEngine();
  api.setNow(late);
  await letOneSuffice(api.table);
  for (const kind of callers) {
    const { organisationId } = everybody[kind];
    await api.register(organisationId, ownFacts[kind]);
    // A body names a mediator of its own.
    await saveMediator(api.table, { organisationId, mediatorId: "m-9" }, { name: "样例", categories: [], lead: true });
  }
  for (const [id, its] of Object.entries({ ...foreigners, ...named })) await api.register(id, its);
  const joined = cases.referral({ agencyId: "petition-office", channel: "petition", sourceNumber: "X-1" });
  const survivors = [commands.merge.into, cases.otherCaseId];
  await api.place(
    survivors.map((caseId) => cases.mediating({ caseId, referrals: [joined, cases.referral()] })),
    1,
  );
});
afterAll(() => api?.stop());

it("tries every step that the API has", () => {
  expect([...callerVerbs].sort()).toEqual(
    Object.values(stepRoutes)
      .map(({ path }) => path.split("/").at(-1))
      .sort(),
  );
});

/** Puts a case for each verb, with the papers that it takes to archive it. */
async function placed(name: CaseName) {
  const tried = callerVerbs.map((verb) => ({ verb, caseId: randomUUID() }));
  await api.place(
    tried.map(({ caseId }) => ({ ...everyCase[name], caseId })),
    7,
  );
  const archived = tried.find(({ verb }) => verb === "archive")?.caseId ?? "";
  for (const { kind, addedAt } of commands.archive.facts?.papers ?? []) {
    const documentId = randomUUID();
    await announceDocument(api.table, archived, {
      documentId,
      kind,
      name: "样例.pdf",
      contentType: "application/pdf",
      sizeBytes: 1,
      sha256: "0".repeat(64),
      addedBy: cases.town,
      announcedAt: addedAt,
    });
    const news: News = { type: documentFiled, version: 1, audience: [], mediatorIds: [] };
    await addDocument(api.table, archived, documentId, { at: addedAt, news });
  }
  return tried;
}

type Tried = { verb: (typeof callerVerbs)[number]; status: number; code: string; moved: boolean };

/** All steps of a case of that name, tried by an organisation on a case each. */
async function tryAll(name: CaseName, organisationId: string): Promise<Tried[]> {
  const tried = await placed(name);
  const answers = await Promise.all(
    tried.map(({ verb, caseId }) => api.post(organisationId, `/v1/cases/${caseId}/${verb}`, bodyOf(verb))),
  );
  const versions = await api.versions(tried.map(({ caseId }) => caseId));
  return tried.map(({ verb, caseId }, index) => ({
    verb,
    status: answers[index]?.status ?? 0,
    code: String(answers[index]?.body["code"] ?? ""),
    moved: versions.get(caseId) !== 7,
  }));
}

const told = ({ verb, status, code, moved }: Tried): string =>
  `${verb}: ${status} ${code}${moved ? " changed it" : ""}`;

describe.each(names)("a case that is %s", (name) => {
  it.each(callers)("changes for the %s exactly as the table says, and never else", async (kind) => {
    const wrong = (await tryAll(name, everybody[kind].organisationId)).filter(({ verb, status, moved }) => {
      const answer = expected(name, verb, kind);
      const refused = [403, 404, 409].includes(status);
      if (answer === "not-allowed" || answer === "illegal-transition" || answer === "moved-on")
        return moved || !refused;
      if (typeof answer === "string") return moved || !(refused || status === 422);
      // Where there is nothing new, a repeat is answered with the case as it is.
      return answer.length > 0 ? !moved || status !== 200 : moved || !(refused || status === 200);
    });
    expect(wrong.map(told)).toEqual([]);
  });

  it.each(Object.keys(foreigners))("is not there for %s", async (organisationId) => {
    const wrong = (await tryAll(name, organisationId)).filter(
      ({ status, moved }) => moved || ![403, 404].includes(status),
    );
    expect(wrong.map(told)).toEqual([]);
  });
});
