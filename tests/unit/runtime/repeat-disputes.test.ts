import { describe, expect, it } from "vitest";
import * as z from "zod";
import { noCounty } from "../../../shared/domain/case.ts";
import { type CaseState, linksAtMost } from "../../../shared/domain/case-state.ts";
import { metKey, organisationKey, pairKey, pairKeys } from "../../../shared/dynamo/keys.ts";
import { checkRepeats, mayBeRepeat, noteRepeats } from "../../../shared/runtime/repeat-disputes.ts";
import { tableOf } from "../../support/answering-items.ts";
import {
  caseId,
  dispute,
  mediating,
  now,
  otherCaseId,
  performing,
  police,
  recalled,
  referral,
  submitted,
  triage,
} from "../../support/cases.ts";
import { organisationAt } from "../../support/organisations.ts";
import { endOf, placedCase } from "../../support/placed-case.ts";

const pairs = ["pair-1"];
const idOf = (number: number) => `0190a0de-0000-7000-8000-0000000001${String(number).padStart(2, "0")}`;
const caseItem = (state: CaseState) => placedCase(state, 1);
const caseOf = (state: CaseState) => ({ version: 1, head: endOf(state.caseId, 1).head, state });
const met = (id: string, at: string, pair = "pair-1") => metKey(pair, at, id);
/** As an earlier release stored it. */
const metBefore = (id: string, at: string, pair = "pair-1") => ({ ...pairKey(id, 0), ...pairKeys(pair, at, id) });
const written = z.object({ TransactItems: z.array(z.object({ Put: z.object({ Item: z.looseObject({}) }) })) });

/** Notes the repeats of the case; the links that were written, case by case. */
async function noting(
  state: CaseState,
  items: readonly Record<string, unknown>[],
  found: readonly string[] = pairs,
  formerPairs: readonly string[] = [],
) {
  const { table, calls } = tableOf([...caseItem(state), ...items]);
  await noteRepeats(table, caseOf(state), { partyHashes: [], pairs: [...found], formerPairs }, now);
  const links = calls
    .filter(({ operation }) => operation === "TransactWriteItems")
    .flatMap(({ input }) => written.parse(input).TransactItems.slice(1))
    .map(({ Put: { Item } }) => [Item["pk"], Item["data"]]);
  return { links, calls };
}
const linked = (id: string, ...caseIds: string[]) => [`CASE#${id}`, { caseIds }];

describe("a case of parties who met before", () => {
  const earlier = submitted({ caseId: otherCaseId });

  it("is linked with the earlier one, which is told first", async () => {
    const { links } = await noting(submitted(), [...caseItem(earlier), met(otherCaseId, "2026-01-10T00:00:00.000Z")]);
    expect(links).toEqual([linked(otherCaseId, caseId), linked(caseId, otherCaseId)]);
  });

  it("is not linked with itself, nor with what lies longer back than the rules look", async () => {
    const items = [
      ...caseItem(earlier),
      met(caseId, submitted().submittedAt),
      met(otherCaseId, "2024-01-10T00:00:00.000Z"),
    ];
    expect((await noting(submitted(), items)).links).toEqual([]);
  });

  it("is linked with one that an earlier release stored, by the pair as it is formed now or was formed then", async () => {
    const items = [...caseItem(earlier), metBefore(otherCaseId, "2026-01-10T00:00:00.000Z")];
    const both = [linked(otherCaseId, caseId), linked(caseId, otherCaseId)];
    expect((await noting(submitted(), items)).links).toEqual(both);
    expect((await noting(submitted(), items, ["another"], pairs)).links).toEqual(both);
  });

  it("is linked with others when another case has found it before it looks itself", async () => {
    const linkedAlready = submitted({ linked: [idOf(1)] });
    const { links } = await noting(linkedAlready, [...caseItem(earlier), met(otherCaseId, "2026-01-10T00:00:00.000Z")]);
    expect(links).toEqual([linked(otherCaseId, caseId), linked(caseId, otherCaseId)]);
  });

  it("is linked with one whose agreement is performed", async () => {
    const items = [...caseItem(performing({ caseId: otherCaseId })), met(otherCaseId, "2026-01-10T00:00:00.000Z")];
    expect((await noting(submitted(), items)).links).toEqual([
      linked(otherCaseId, caseId),
      linked(caseId, otherCaseId),
    ]);
  });

  it("is linked with the latest twenty, each once however many of its pairs met", async () => {
    const ids = Array.from({ length: linksAtMost + 2 }, (_, index) => idOf(index));
    const items = ids.flatMap((id, index) => [
      ...caseItem(submitted({ caseId: id })),
      met(id, `2026-01-${index + 10}T00:00:00.000Z`),
      met(id, `2026-01-${index + 10}T00:00:00.000Z`, "pair-2"),
    ]);
    const { links } = await noting(submitted(), items, ["pair-1", "pair-2"]);
    const latest = ids.slice(-linksAtMost).reverse();
    expect(links).toEqual([...latest.map((id) => linked(id, caseId)), linked(caseId, ...latest)]);
  });

  it("is linked with its county's own, however many of another county met later", async () => {
    const foreign = Array.from({ length: 3 * linksAtMost }, (_, index) => idOf(index + 10));
    const items = [
      ...caseItem(earlier),
      met(otherCaseId, "2026-01-10T00:00:00.000Z"),
      ...foreign.flatMap((id, index) => {
        const at = `2026-02-10T00:00:${String(index).padStart(2, "0")}.000Z`;
        return [
          ...caseItem(submitted({ caseId: id, county: "330421" })),
          index % 2 === 0 ? met(id, at) : metBefore(id, at),
          met(id, at, "pair-2"),
        ];
      }),
    ];
    const { links } = await noting(submitted(), items, ["pair-1", "pair-2"]);
    expect(links).toEqual([linked(otherCaseId, caseId), linked(caseId, otherCaseId)]);
  });

  it("is linked with the latest of all its pairs, though one pair's lie behind those of another county", async () => {
    const foreign = Array.from({ length: linksAtMost + 1 }, (_, index) => idOf(index + 10));
    const old = Array.from({ length: linksAtMost }, (_, index) => idOf(index + 40));
    const items = [
      ...foreign.flatMap((id) => [
        ...caseItem(submitted({ caseId: id, county: "330421" })),
        met(id, "2026-02-20T00:00:00.000Z"),
      ]),
      ...caseItem(earlier),
      met(otherCaseId, "2026-02-10T00:00:00.000Z"),
      ...old.flatMap((id) => [...caseItem(submitted({ caseId: id })), met(id, "2026-01-10T00:00:00.000Z", "pair-2")]),
    ];
    const { links } = await noting(submitted(), items, ["pair-1", "pair-2"]);
    expect(links[0]).toEqual(linked(otherCaseId, caseId));
    expect(links).toHaveLength(linksAtMost + 1);
  });

  it("is linked with one of the time before counties, which is its referrer's", async () => {
    const { place: _, ...placeless } = dispute();
    const of = { county: noCounty, dispute: placeless };
    const agency = organisationAt(police.organisationId, { divisionCode: "330483100", type: "police" });
    const items = [
      ...caseItem(submitted({ caseId: otherCaseId, ...of })),
      { ...organisationKey(police.organisationId), ...agency },
      met(otherCaseId, "2026-01-10T00:00:00.000Z"),
    ];
    expect((await noting(submitted(), items)).links).toEqual([
      linked(otherCaseId, caseId),
      linked(caseId, otherCaseId),
    ]);
  });

  it.each<[string, CaseState]>([
    ["is over", recalled({ attempts: 1 })],
    ["was offered to a second body", triage({ attempts: 2 })],
  ])("is left alone once it %s", (_why, state) => {
    expect(mayBeRepeat(submitted({ attempts: 1 }))).toBe(true);
    expect(mayBeRepeat(state)).toBe(false);
  });

  it("is looked for only where something tells the parties by", async () => {
    const { calls } = await noting(submitted(), [], []);
    expect(calls).toEqual([]);
  });
});

describe("a case whose parties were corrected", () => {
  const third = idOf(3);

  /** What is written on which case when the links are checked again. */
  async function checking(state: CaseState, others: readonly CaseState[], items: readonly Record<string, unknown>[]) {
    const { table, calls } = tableOf([...caseItem(state), ...others.flatMap(caseItem), ...items]);
    await checkRepeats(table, caseOf(state), { partyHashes: [], pairs }, now);
    return calls
      .filter(({ operation }) => operation === "TransactWriteItems")
      .flatMap(({ input }) => written.parse(input).TransactItems.slice(1))
      .map(({ Put: { Item } }) => [Item["pk"], Item["type"], Item["data"]]);
  }

  it("loses the links that no longer hold, on both sides, and gets those that do", async () => {
    const state = mediating({ linked: [otherCaseId], linksToCheck: true });
    const old = mediating({ caseId: otherCaseId, linked: [caseId], referrals: [referral({ sourceNumber: "X-1" })] });
    const fresh = mediating({ caseId: third, referrals: [referral({ sourceNumber: "X-2" })] });
    expect(await checking(state, [old, fresh], [met(third, "2026-01-10T00:00:00.000Z")])).toEqual([
      [`CASE#${otherCaseId}`, "repeat.withdrawn", { caseId }],
      [`CASE#${third}`, "repeat.found", { caseIds: [caseId] }],
      [`CASE#${caseId}`, "repeats.checked", { caseIds: [third] }],
    ]);
  });

  it("keeps the link to an earlier sending of the same number", async () => {
    const state = mediating({ linked: [otherCaseId], linksToCheck: true });
    const earlier = mediating({ caseId: otherCaseId, linked: [caseId] });
    expect(await checking(state, [earlier], [])).toEqual([
      [`CASE#${caseId}`, "repeats.checked", { caseIds: [otherCaseId] }],
    ]);
  });
});
