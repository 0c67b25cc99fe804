import { categories, closingOutcomes } from "../../domain/codes.ts";
import { declineReasons, failureReasons, withdrawalReasons } from "../../domain/reasons.ts";
import { clockKinds } from "../../words/clocks.ts";
import { deadline } from "../../words/format.ts";
import { type Block, line, paragraph, signatures, title } from "../blocks.ts";
import { blank, blankDay, chineseDay, type Draft, dayOf, moneyOf } from "../draft.ts";
import type { PaperFacts } from "../facts.ts";
import {
  asks,
  bodyId,
  bodyName,
  disputeOf,
  type Form,
  nameOfBody,
  partiesSign,
  referrerName,
  seal,
  signs,
  summaryOf,
  told,
} from "../form-parts.ts";
import { partyNames, partyParagraphs } from "../party-blocks.ts";

const matterOf = (facts: PaperFacts): string =>
  `${partyNames(facts).join("、")}之间的${categories[disputeOf(facts).category].zh}纠纷`;
const sentNumber = ({ state }: PaperFacts): string => state.referrals[0].sourceNumber;
export const endOf = ({ history }: PaperFacts) => history.findLast((event) => event.type === "case.closed");

/** A slip at the foot of a letter, which comes back signed. */
const receipt = (to: string, what: string): Block[] => [
  { block: "page" },
  title("回　执"),
  line(`${to}：`),
  paragraph(`你单位${what}已收悉。`),
  signatures(signs("签收人"), "联系电话"),
  seal("（签收单位印章）"),
];

/** Why mediation ended, in the words of its code and of the one who ended it. */
export function endingOf(facts: PaperFacts, draft: Draft): string {
  const end = endOf(facts);
  const { outcome, failureReason, reason, note } = end?.data ?? {};
  const isWithdrawal = (code: string): code is keyof typeof withdrawalReasons => code in withdrawalReasons;
  const said = [
    outcome === undefined ? undefined : closingOutcomes[outcome].zh,
    failureReason && failureReasons[failureReason].zh,
    outcome === "withdrawn" && reason !== undefined && isWithdrawal(reason) ? withdrawalReasons[reason].zh : undefined,
    note,
  ].filter((text) => text !== undefined && text !== "");
  return draft.need(asks.ending, said.length === 0 ? undefined : said.join("，"));
}

/** 终止调解通知书 */
export const endNotice: Form = (facts, draft) => {
  const end = endOf(facts);
  return [
    title("终止调解通知书"),
    line(`${partyNames(facts).join("、")}：`),
    paragraph(
      `${matterOf(facts)}（编号：${sentNumber(facts)}），本调解委员会于${dayOf(facts.state.submittedAt)}收到后依法进行了调解。`,
    ),
    told("因下列情形终止调解：", endingOf(facts, draft)),
    paragraph(
      "根据《中华人民共和国人民调解法》第二十六条的规定，当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。",
    ),
    seal(bodyName(facts, draft), end?.at),
  ];
};

/** 移送函, which the referrer signs, with its receipt */
export const transferLetter: Form = (facts, draft) => {
  const [{ requestedAt }] = facts.state.referrals;
  const to = bodyName(facts, draft);
  return [
    title("移 送 函"),
    line(`编号：${sentNumber(facts)}`, "right"),
    line(`${to}：`),
    paragraph(`我单位受理的${matterOf(facts)}，当事人于${dayOf(requestedAt)}同意调解，现移送你单位依法调解。`),
    ...partyParagraphs(facts, draft),
    told("纠纷简要情况：", summaryOf(facts, draft)),
    paragraph("请于收到后及时将是否受理和调解结果反馈我单位。"),
    seal(referrerName(facts), requestedAt),
    ...receipt(referrerName(facts), `移送的${matterOf(facts)}（编号：${sentNumber(facts)}）`),
  ];
};

const declinedIn = ({ history }: PaperFacts) => history.findLast((event) => event.type === "assignment.declined");

/** Why the matter goes back to its referrer. */
export function returnedFor(facts: PaperFacts, draft: Draft): string {
  if (endOf(facts) !== undefined) return endingOf(facts, draft);
  const { reason, note } = declinedIn(facts)?.data ?? {};
  const why = [reason && declineReasons[reason].zh, note].filter((text) => text !== undefined);
  return draft.need(asks.decline, why.length === 0 ? undefined : why.join("，"));
}

/** 退回函, with its receipt */
export const returnLetter: Form = (facts, draft) => {
  const declined = declinedIn(facts);
  const end = endOf(facts);
  const from =
    declined !== undefined && bodyId(facts) === undefined
      ? nameOfBody(facts, declined.data.organisationId)
      : bodyName(facts, draft);
  return [
    title("退 回 函"),
    line(`编号：${sentNumber(facts)}`, "right"),
    line(`${referrerName(facts)}：`),
    paragraph(`你单位移送的${matterOf(facts)}，现将案件材料退回。`),
    told("退回理由：", returnedFor(facts, draft)),
    seal(from, end?.at ?? declined?.at),
    ...receipt(from, `退回的${matterOf(facts)}材料`),
  ];
};

/** What the referrer learns of the case: agreement, performance, or the end without one. */
export function outcomeBlocks(facts: PaperFacts, draft: Draft): Block[] {
  const { state, history } = facts;
  const { agreement } = state;
  if (agreement === undefined) {
    const end = endOf(facts);
    return [
      told(
        "调解结果：",
        `未达成调解协议。${endingOf(facts, draft)}${end === undefined ? "" : `，终止日期${dayOf(end.at)}`}。`,
      ),
    ];
  }
  const proved = history.findLast((event) => event.type === "performance.proved");
  const defaulted = history.findLast((event) => event.type === "agreement.defaulted");
  const amount = agreement.amountFen === undefined ? "" : `，协议金额${moneyOf(agreement.amountFen)}`;
  const performance =
    defaulted !== undefined
      ? `至${chineseDay(defaulted.data.defaultedOn)}未按协议履行。`
      : proved !== undefined
        ? `已于${chineseDay(proved.data.performedOn)}履行完毕。`
        : "正在履行。";
  return [
    told(
      "调解结果：",
      `当事人于${dayOf(agreement.effectiveAt)}达成调解协议（编号：${agreement.documentNumber}）${amount}。`,
    ),
    told("履行情况：", performance),
  ];
}

/** A letter to the referrer on how the case went, with what its law asks to be told. */
const feedback =
  (heading: string, more: readonly string[]): Form =>
  (facts, draft) => [
    title(heading),
    line(`编号：${sentNumber(facts)}`, "right"),
    line(`${referrerName(facts)}：`),
    paragraph(`你单位移送的${matterOf(facts)}，我单位已依法进行调解，现将结果反馈如下：`),
    ...outcomeBlocks(facts, draft),
    ...more.map((text) => paragraph(text)),
    seal(bodyName(facts, draft), endOf(facts)?.at ?? facts.state.agreement?.effectiveAt),
  ];

export const courtFeedback = feedback("委派（委托）调解结果反馈函", [
  "附：1．调解协议书或者终止调解通知书；2．当事人提交的材料；3．无争议事实记载（如有）。",
]);
export const policeFeedback = feedback("治安调解结果反馈函", [
  "附：1．调解协议书或者终止调解通知书；2．履行凭证；3．双方当事人不予处罚申请书。",
]);
export const procuratorateFeedback = feedback("检调对接调解结果反馈函", [
  "附：1．调解协议书或者终止调解通知书；2．履行凭证；3．谅解书、担保材料（如有）。",
]);
export const petitionFeedback = feedback("访调对接调解结果反馈函", ["附：调解协议书或者终止调解通知书。"]);

/** 不予处罚申请书 (治安管理处罚法 第9条) */
export const partiesApplication: Form = (facts, draft) => [
  title("不予处罚申请书"),
  line(`${referrerName(facts)}：`),
  ...partyParagraphs(facts, draft),
  told("纠纷简要情况：", summaryOf(facts, draft)),
  paragraph(
    `双方已经调解达成协议（编号：${draft.need(asks.number, facts.state.agreement?.documentNumber)}）并已履行，现根据《中华人民共和国治安管理处罚法》第九条的规定，共同申请对违反治安管理行为人不予处罚。`,
  ),
  signatures(...partiesSign(facts, "申请人")),
  line(blankDay, "right"),
];

/** The period that passed. */
export function breachIn({ state, history }: PaperFacts) {
  const breach = history.findLast((event) => event.type === "deadline.breached");
  const clock = state.clocks.find(({ breached }) => breached === true);
  return { breach, clock, kind: breach?.data.clock ?? clock?.kind };
}

/** 督办函 of the coordinator, on a period that passed */
export const supervisionLetter: Form = (facts, draft) => {
  const { state } = facts;
  const { breach, clock, kind } = breachIn(facts);
  const due = clock === undefined ? "" : `，应于${deadline(clock.dueAt)}前办结`;
  const office = state.coordinatorId === undefined ? blank : nameOfBody(facts, state.coordinatorId);
  return [
    title("督 办 函"),
    line(`编号：${sentNumber(facts)}`, "right"),
    line(`${bodyName(facts, draft)}：`),
    paragraph(
      `你单位承办的${matterOf(facts)}（编号：${sentNumber(facts)}），${draft.need(asks.breach, kind && clockKinds[kind].zh)}已经届满${due}，至今未办结。`,
    ),
    paragraph("请接函后立即办理，并于三个工作日内书面说明逾期原因和办理情况。"),
    seal(office, breach?.at),
  ];
};
