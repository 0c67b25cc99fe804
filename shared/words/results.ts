import { type ArchivePaper, archivePapers } from "../domain/archive-list.ts";
import { statuses } from "../domain/case-state.ts";
import { channelDefinitions } from "../domain/channels.ts";
import { channels, closingOutcomes, type Label, riskGrades } from "../domain/codes.ts";
import { failureReasons } from "../domain/reasons.ts";
import type { CaseResult } from "../domain/result.ts";
import type { OtherRoute, ResultField } from "../domain/result-fields.ts";
import { yuan } from "./format.ts";
import { heading } from "./headings.ts";
import type { Language } from "./language.ts";
import { lawSource } from "./law.ts";
import { listed } from "./punctuation.ts";

export type Row = readonly [name: string, value: string | undefined];

/** A result as its referrer gets it, with the ground of a refusal and what the end of the case still demands. */
type Answered = {
  result: CaseResult;
  refusal?: { article: string; note: string };
  missing: readonly ArchivePaper[];
};

/** What a referrer gets back, under its names; what the result does not say is undefined. */
export function resultRows(
  { result, refusal, missing }: Answered,
  language: Language,
  nameOf: (organisationId: string) => string,
): Row[] {
  const { agreement, failureReason } = result;
  return [
    [heading(language, "sourceNumber"), result.sourceNumber],
    [heading(language, "channel"), channels[result.for][language]],
    [
      heading(language, "outcome"),
      result.outcome === "agreed" ? statuses.agreed[language] : closingOutcomes[result.outcome][language],
    ],
    [heading(language, "failureReason"), failureReason && failureReasons[failureReason][language]],
    [heading(language, "article"), refusal && lawSource(refusal.article, language)],
    [heading(language, "reason"), refusal?.note],
    [heading(language, "closedOn"), result.closedOn],
    [heading(language, "agreement"), agreement?.documentNumber],
    [heading(language, "amount"), yuan(agreement?.amountFen)],
    ...particulars(result, language, nameOf),
    [heading(language, "provisional"), result.provisional && "*"],
    [
      heading(language, "missingPapers"),
      listed(
        missing.map((kind) => archivePapers[kind][language]),
        language,
      ) || undefined,
    ],
  ];
}

/** The fields that the channel's referrer gets back, by their names. */
const particulars = (result: CaseResult, language: Language, nameOf: (id: string) => string): Row[] =>
  channelDefinitions[result.for].result.map((field) => [
    names[field][language],
    shown(result, field, language, nameOf),
  ]);

function shown(
  result: CaseResult,
  field: ResultField,
  language: Language,
  nameOf: (id: string) => string,
): string | undefined {
  switch (field) {
    case "confirmation":
      return result.confirmation && (result.confirmation.documentNumber ?? nameOf(result.confirmation.courtId));
    case "papersBack":
    case "trialResumes":
    case "performed":
      return yesNo[`${result[field] === true}`][language];
    case "riskGrade":
      return result.riskGrade && riskGrades[result.riskGrade][language];
    case "otherRoutes":
      return (
        result.otherRoutes &&
        listed(
          result.otherRoutes.map((route) => otherRoutes[route][language]),
          language,
        )
      );
    case "docketBy":
    case "clockRestartsOn":
    case "decideBy":
    case "terminatedOn":
    case "jointRequestBy":
    case "answerPetitionBy":
      return result[field];
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
  riskGrade: { zh: "风险等级", en: "Risk" },
  terminatedOn: { zh: "调解终结日期", en: "Terminated on" },
  trialResumes: { zh: "恢复审理", en: "Trial resumes" },
} as const satisfies Record<ResultField, Label>;

const otherRoutes = {
  court: { zh: "诉讼", en: "court" },
  labour_arbitration: { zh: "劳动仲裁", en: "labour arbitration" },
  administrative_decision: { zh: "行政处理", en: "administrative decision" },
  administrative_mediation: { zh: "向主管部门申请行政调解", en: "administrative mediation by the competent authority" },
  enforcement: { zh: "申请强制执行", en: "enforcement" },
  suit_on_agreement: { zh: "就调解协议起诉", en: "suit on the agreement" },
  payment_order: { zh: "支付令", en: "payment order" },
} as const satisfies Record<OtherRoute, Label>;
