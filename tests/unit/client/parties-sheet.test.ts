import { expect, it } from "vitest";
import { partiesSheet } from "../../../shared/client/cli/parties-sheet.ts";
import { caseId, otherCaseId } from "../../support/cases.ts";

const party = (name: string) => ({ side: "applicant", kind: "natural_person", name }) as const;
const origin = (of: string, sourceNumber: string) => ({
  caseId: of,
  referrals: [{ agencyId: "police", sourceNumber }],
});

it("shows the parties of one case without a heading", () => {
  const sheet = partiesSheet({ caseId, summary: "样例", parties: [party("张样例")] }, "en");
  expect(sheet).toMatch(/^Summary: 样例\n/);
  expect(sheet).toContain("张样例");
});

it("shows the parties of merged cases part by part, each with its origin", () => {
  const joined = [{ summary: "样例二", parties: [party("李样例")], origin: origin(otherCaseId, "A-2") }];
  const own = { caseId, summary: "样例一", parties: [party("张样例")], origin: origin(caseId, "A-1") };
  const [first = "", second = ""] = partiesSheet({ ...own, joined }, "zh").split("\n\n");
  expect(first).toContain(`案件: ${caseId} · police A-1`);
  expect(first).toContain("张样例");
  expect(first).toContain("申请人");
  expect(first).not.toContain("applicant");
  expect(second).toContain(`案件: ${otherCaseId} · police A-2`);
  expect(second).toContain("李样例");
});
