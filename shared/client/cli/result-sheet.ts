import type { OperationAnswer } from "../../contracts/routes.ts";
import { channels, closingOutcomes, documentKinds, type Label, riskGrades } from "../../domain/codes.ts";
import { failureReasons } from "../../domain/reasons.ts";
import type { CaseResult } from "../../domain/result.ts";
import { yuan } from "../../words/format.ts";
import { heading } from "../../words/headings.ts";
import type { Language } from "../errors.ts";
import { sheet } from "./table.ts";

/** What a referrer gets back, for people. */
export function resultSheet(
  { result, refusal, documents, missing }: OperationAnswer<"showResult">,
  language: Language,
): string {
  const { agreement, failureReason } = result;
  return sheet([
    [heading(language, "case"), result.caseId],
    [heading(language, "sourceNumber"), result.sourceNumber],
    [heading(language, "channel"), channels[result.for][language]],
    [heading(language, "outcome"), closingOutcomes[result.outcome][language]],
    [heading(language, "failureReason"), failureReason && failureReasons[failureReason][language]],
    [heading(language, "article"), refusal?.article],
    [heading(language, "reason"), refusal?.note],
    [heading(language, "closedOn"), result.closedOn],
    [heading(language, "agreement"), agreement?.documentNumber],
    [heading(language, "amount"), yuan(agreement?.amountFen)],
    ...particulars(result, language),
    [heading(language, "provisional"), result.provisional && "*"],
    ...documents.map(
      ({ kind, name, documentId }) => [documentKinds[kind][language], `${name} (${documentId})`] as const,
    ),
    [heading(language, "missingPapers"), missing.map((kind) => documentKinds[kind][language]).join(", ") || undefined],
  ]);
}

type Row = readonly [string, string | undefined];

function particulars(result: CaseResult, language: Language): Row[] {
  const row = (name: keyof typeof names, value: string | boolean | undefined): Row => [
    names[name][language],
    typeof value === "boolean" ? yesNo[`${value}`][language] : value,
  ];
  switch (result.for) {
    case "court_before_docketing":
      return [
        row("confirmation", result.confirmation?.documentNumber ?? result.confirmation?.courtId),
        row("papersBack", result.papersBack),
        row("docketBy", result.docketBy),
      ];
    case "court_after_docketing":
      return [row("trialResumes", result.trialResumes)];
    case "police_public_order":
      return [
        row("performed", result.performed),
        row("clockRestartsOn", result.clockRestartsOn),
        row("decideBy", result.decideBy),
      ];
    case "police_civil":
      return [row("risk", riskGrades[result.riskGrade][language])];
    case "traffic_police":
      return [row("terminatedOn", result.terminatedOn), row("jointRequestBy", result.jointRequestBy)];
    case "procuratorate":
      return [row("performed", result.performed)];
    case "petition":
      return [row("answerPetitionBy", result.answerPetitionBy)];
    case "medical":
    case "labour":
    case "walk_in":
    case "proactive":
    case "administrative":
      return [row("otherRoutes", result.otherRoutes.map((route) => otherRoutes[route][language]).join(", "))];
  }
}

const yesNo = { true: { zh: "是", en: "yes" }, false: { zh: "否", en: "no" } } as const;

const names = {
  answerPetitionBy: { zh: "信访答复期限", en: "Petition answered by" },
  clockRestartsOn: { zh: "办案期限重新起算", en: "Police clock restarts on" },
  confirmation: { zh: "司法确认", en: "Confirmation" },
  decideBy: { zh: "治安案件办理期限", en: "Police decide by" },
  docketBy: { zh: "法院立案期限", en: "Court dockets by" },
  jointRequestBy: { zh: "共同申请交警调解期限", en: "Joint request to the traffic police by" },
  otherRoutes: { zh: "其他救济途径", en: "Other routes" },
  papersBack: { zh: "材料退回", en: "Papers back" },
  performed: { zh: "已履行", en: "Performed" },
  risk: { zh: "风险等级", en: "Risk" },
  terminatedOn: { zh: "调解终结日期", en: "Terminated on" },
  trialResumes: { zh: "恢复审理", en: "Trial resumes" },
} as const satisfies Record<string, Label>;

const otherRoutes = {
  court: { zh: "诉讼", en: "court" },
  labour_arbitration: { zh: "劳动仲裁", en: "labour arbitration" },
  administrative_decision: { zh: "行政处理", en: "administrative decision" },
  payment_order: { zh: "支付令", en: "payment order" },
} as const satisfies Record<string, Label>;
