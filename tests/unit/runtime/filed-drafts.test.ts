import { describe, expect, it } from "vitest";
import type { CaseState } from "../../../shared/domain/case-state.ts";
import type { PaperKind } from "../../../shared/domain/official-paper.ts";
import { claimKey } from "../../../shared/dynamo/keys.ts";
import { kinds } from "../../../shared/dynamo/stored-versions.ts";
import type { PaperFacts } from "../../../shared/papers/facts.ts";
import type { Caller } from "../../../shared/runtime/caller.ts";
import type { FiledPaper } from "../../../shared/runtime/case-papers.ts";
import { draftsOf, oldDraftsIn, saysOf } from "../../../shared/runtime/filed-drafts.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { archived, justiceBureau, mediating, monday, now, town } from "../../support/cases.ts";
import { organisationAt, usualLimits } from "../../support/organisations.ts";
import { paperFacts } from "../../support/paper-facts.ts";
import { claimOf } from "../../support/two-counties.ts";

const caller: Caller = {
  organisationId: town.organisationId,
  role: "committee",
  organisation: organisationAt(town.organisationId, { divisionCode: "330483", type: "general" }),
  limits: usualLimits,
};
const documentId = "0198a4a0-0000-7000-8000-000000000001";
const madeFrom = (paper: PaperKind) => ({ paper, version: 7, particulars: 1 });

/** A draft in the file, made from facts; earlier releases kept no hash of what it says. */
const draft = (paper: PaperKind, changes: Partial<FiledPaper> = {}): FiledPaper => ({
  documentId,
  kind: "other",
  name: "x.pdf",
  contentType: "application/pdf",
  sizeBytes: 1,
  sha256: "0".repeat(64),
  addedBy: town,
  announcedAt: now,
  addedAt: now,
  madeFrom: madeFrom(paper),
  ...changes,
});

type Known = { templates?: object[]; claim?: object };
async function isOld(
  filed: FiledPaper,
  facts: (which: object) => PaperFacts,
  { templates = [], claim }: Known = {},
  made = { version: 7, particulars: 1 },
): Promise<boolean> {
  const { table } = answeringTable(({ input }) => {
    if (JSON.stringify(input).includes("TEMPLATE#")) return { Items: templates };
    return { Items: [], ...(claim && { Item: claim }) };
  });
  const file = [filed];
  const factsAt = (_kind: PaperKind, which: object) => facts(which);
  const { state } = facts({});
  const old = await oldDraftsIn({ table, now: () => now }, caller, { state, made, file, factsAt });
  const paper = filed.madeFrom?.paper ?? "agreement";
  expect(draftsOf(file, paper, old).map(({ older }) => older)).toEqual(
    filed.madeFrom === undefined ? [] : [old.has(filed)],
  );
  return old.has(filed);
}
const says = (paper: PaperKind, facts = paperFacts()) => ({ says: saysOf(paper, facts, undefined) });

describe("a draft that the case has not gone on from", () => {
  const changed: [string, PaperKind, Partial<PaperFacts>][] = [
    ["a mediator's name", "agreement", { mediators: ["郑样例"] }],
    ["the name of a body", "agreement", { names: new Map([[town.organisationId, "样例街道人民调解委员会"]]) }],
    ["what was said for papers", "agreement", { said: { copies: 9 } }],
    ["the papers in the file", "contents", { papers: [] }],
    ["what is left of the parties", "registration", { parties: undefined }],
  ];
  it.each(changed)("is older once %s changed, and not before", async (_, paper, change) => {
    const filed = draft(paper, says(paper));
    expect(await isOld(filed, () => paperFacts())).toBe(false);
    expect(await isOld(filed, () => paperFacts(change))).toBe(true);
  });

  it("is older once its agreement has a number", async () => {
    const facts = (number?: string) => paperFacts({ state: mediating(), ...(number && { number }) });
    const filed = draft("agreement", says("agreement", facts()));
    expect(await isOld(filed, () => facts())).toBe(false);
    expect(await isOld(filed, () => facts("〔2026〕样调字第1号"))).toBe(true);
  });

  it("is none the older for what its form does not say", async () => {
    const filed = draft("agreement", says("agreement"));
    const visit = { visitor: "样例", finding: "已履行" };
    expect(await isOld(filed, () => paperFacts({ said: { visit } }), {}, { version: 7, particulars: 2 })).toBe(false);
  });

  it("is older once there is another claim for pay, on its form alone", async () => {
    const claim = { ...claimOf("330483"), organisationId: town.organisationId, amountFen: 15_000 };
    const item = kinds.claim.mark({ ...claimKey(claim.claimId), claim });
    expect(await isOld(draft("incentive_form", says("incentive_form")), () => paperFacts())).toBe(false);
    expect(await isOld(draft("incentive_form", says("incentive_form")), () => paperFacts(), { claim: item })).toBe(
      true,
    );
    expect(await isOld(draft("agreement", says("agreement")), () => paperFacts(), { claim: item })).toBe(false);
  });

  it("is older once its case is kept for other years, as a cover", async () => {
    const kept = (state: CaseState, years: number) => paperFacts({ state, retention: { years } });
    expect(await isOld(draft("cover", says("cover", kept(archived(), 10))), () => kept(archived(), 10))).toBe(false);
    expect(await isOld(draft("cover", says("cover", kept(archived(), 5))), () => kept(archived(), 5))).toBe(true);
  });

  it("is older once the county has another template for its form, or none any more", async () => {
    const template = (version: string, file?: object) =>
      kinds.template.mark({
        template: {
          kind: "agreement",
          version,
          effectiveFrom: "2026-01-01",
          loadedAt: now,
          loadedBy: justiceBureau,
          ...file,
        },
      });
    const file = { file: { sha256: "0".repeat(64), sizeBytes: 1, fields: ["协议书编号"] } };
    const bundled = draft("agreement", says("agreement"));
    expect(await isOld(bundled, () => paperFacts(), { templates: [template("1", file)] })).toBe(true);
    expect(await isOld(bundled, () => paperFacts(), { templates: [template("1")] })).toBe(false);
    const earlier = draft("agreement", { madeFrom: { ...madeFrom("agreement"), template: "1" } });
    expect(await isOld(earlier, () => paperFacts(), { templates: [template("1", file)] })).toBe(false);
    expect(await isOld(earlier, () => paperFacts())).toBe(true);
  });

  it("is of its session: the record of the next one leaves it as it is", async () => {
    const of = (session: number, record: string) => paperFacts({ which: { session }, said: { session: { record } } });
    const filed = draft("mediation_record", {
      madeFrom: { ...madeFrom("mediation_record"), session: 1 },
      ...says("mediation_record", of(1, "第一次")),
    });
    expect(await isOld(filed, (which) => ("session" in which ? of(1, "第一次") : of(2, "第二次")))).toBe(false);
    expect(await isOld(filed, (which) => ("session" in which ? of(1, "改") : of(2, "第二次")))).toBe(true);
  });
});

describe("a draft", () => {
  it("is older once the case has a later version, or where it came with a case that was joined", async () => {
    const filed = draft("agreement", says("agreement"));
    expect(await isOld(filed, () => paperFacts(), {}, { version: 8, particulars: 1 })).toBe(true);
    const origin = { caseId: "0198a4a0-0000-7000-8000-000000000009", referrals: [] };
    expect(await isOld({ ...filed, origin }, () => paperFacts())).toBe(true);
  });

  it("of an earlier release, of which nobody knows what it says, is older once anything was said", async () => {
    const filed = draft("agreement");
    expect(await isOld(filed, () => paperFacts())).toBe(false);
    expect(await isOld(filed, () => paperFacts(), {}, { version: 7, particulars: 2 })).toBe(true);
  });

  it("is never a paper that somebody added", async () => {
    const { madeFrom: _, ...scan } = draft("agreement");
    expect(await isOld(scan, () => paperFacts({ at: monday("09:00") }), {}, { version: 9, particulars: 9 })).toBe(
      false,
    );
  });
});
