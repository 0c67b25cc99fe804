import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { casesOfTerm, spreadTerms } from "../../shared/dynamo/party-term-store.ts";
import { onEachEngine } from "../support/engine-table.ts";

await onEachEngine("the terms of a case's parties", (rig) => {
  const at = (day: number) => `2026-03-${String(day).padStart(2, "0")}T02:00:00.000Z`;

  it("find it under each of many, once however often they are spread, the latest first", async () => {
    const terms = Array.from({ length: 60 }, () => randomUUID());
    const [shared = ""] = terms;
    const [first, second] = [randomUUID(), randomUUID()];
    await spreadTerms(rig.table, { caseId: first, submittedAt: at(2), terms });
    await spreadTerms(rig.table, { caseId: first, submittedAt: at(2), terms });
    await spreadTerms(rig.table, { caseId: second, submittedAt: at(3), terms: [shared] });
    for (const term of terms.slice(1)) expect(await casesOfTerm(rig.table, term, 5)).toEqual([first]);
    expect(await casesOfTerm(rig.table, shared, 5)).toEqual([second, first]);
    expect(await casesOfTerm(rig.table, shared, 1)).toEqual([second]);
    expect(await casesOfTerm(rig.table, randomUUID(), 5)).toEqual([]);
  });
});
