import { describe, expect, it } from "vitest";
import {
  agreementForm,
  agreementForms,
  categories,
  categoryCode,
  channel,
  channels,
  closingOutcome,
  closingOutcomes,
  harm,
  harms,
  identityDocument,
  identityDocuments,
  partyKind,
  partyKinds,
  riskGrade,
  riskGrades,
  rollsUpTo,
  statisticalCategory,
} from "../../shared/domain/codes.ts";
import { declineReason, declineReasons, failureReason, failureReasons } from "../../shared/domain/reasons.ts";

describe("each code table", () => {
  it.each([
    ["categories", categoryCode().options, categories],
    ["channels", channel().options, channels],
    ["decline reasons", declineReason().options, declineReasons],
    ["failure reasons", failureReason().options, failureReasons],
    ["closing outcomes", closingOutcome().options, closingOutcomes],
    ["risk grades", riskGrade().options, riskGrades],
    ["harms", harm().options, harms],
    ["agreement forms", agreementForm().options, agreementForms],
    ["party kinds", partyKind().options, partyKinds],
    ["identity documents", identityDocument().options, identityDocuments],
  ])("names every code once in both languages: %s", (_, options, table) => {
    expect(Object.keys(table).sort()).toEqual([...options].sort());
    const labels = Object.values(table);
    for (const { zh, en } of labels) {
      expect(zh).toMatch(/^\p{Script=Han}+$/u);
      expect(en).toMatch(/^[A-Z][\x20-\x7e]+$/);
    }
    expect(new Set(labels.map(({ zh }) => zh)).size).toBe(labels.length);
    expect(new Set(labels.map(({ en }) => en)).size).toBe(labels.length);
  });
});

describe("a dispute category", () => {
  it("counts under itself if it is one of the 18 of the statistics", () => {
    expect(statisticalCategory().options).toHaveLength(18);
    for (const code of statisticalCategory().options) expect(rollsUpTo[code]).toBe(code);
  });

  it("counts under one of the 18 if it is an extension", () => {
    for (const code of categoryCode().options)
      expect(statisticalCategory().safeParse(rollsUpTo[code]).success).toBe(true);
  });
});
