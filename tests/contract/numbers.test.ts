import { expect, it } from "vitest";
import { loadNumber, takeNumber } from "../../shared/dynamo/number-store.ts";
import { agreementNumber } from "../../shared/papers/agreement-number.ts";
import { onEachEngine } from "../support/engine-table.ts";
import { anyOrganisation } from "../support/stored-cases.ts";

await onEachEngine("the numbers of agreements", (rig) => {
  const take = (organisationId: string, caseId: string, year = "2026") =>
    takeNumber(rig.table, { caseId, organisationId, year }, (number) => agreementNumber(year, "样调字", number));

  it("have no gap and no double where two hundred are taken at once", async () => {
    const own = anyOrganisation("pmc");
    const cases = Array.from({ length: 200 }, () => crypto.randomUUID());
    const taken = await Promise.all(cases.map((caseId) => take(own, caseId)));
    const all = cases.map((_, index) => agreementNumber("2026", "样调字", index + 1));
    expect(taken.toSorted()).toEqual(all.toSorted());
    const kept = await Promise.all(cases.map((caseId) => loadNumber(rig.table, caseId, own)));
    expect(kept).toEqual(taken);
  });

  it("are the same for a repeat, and one for those who take it at once", async () => {
    const own = anyOrganisation("pmc");
    const caseId = crypto.randomUUID();
    const taken = await Promise.all(Array.from({ length: 12 }, () => take(own, caseId)));
    expect(new Set(taken)).toEqual(new Set(["〔2026〕样调字第1号"]));
    expect(await take(own, caseId)).toBe("〔2026〕样调字第1号");
    // Next year's series is another, and the number of a case stays what it is.
    expect(await take(own, caseId, "2027")).toBe("〔2026〕样调字第1号");
    expect(await take(own, crypto.randomUUID())).toBe("〔2026〕样调字第2号");
  });

  it("begin again with each year and each body", async () => {
    const [own, other] = [anyOrganisation("pmc"), anyOrganisation("pmc")];
    await take(own, crypto.randomUUID());
    expect(await take(own, crypto.randomUUID(), "2027")).toBe("〔2027〕样调字第1号");
    const caseId = crypto.randomUUID();
    expect(await take(other, caseId)).toBe("〔2026〕样调字第1号");
    expect(await loadNumber(rig.table, caseId, own)).toBeUndefined();
  });
});
