import { distinct } from "../../domain/audience.ts";
import { type Clause, paymentsOf, sumOf } from "../../domain/particulars.ts";
import { type Block, cell, label, line, paragraph, signatures, title } from "../blocks.ts";
import { blank, blankDay, chineseDay, type Draft, dayOf, moneyOf } from "../draft.ts";
import type { PaperFacts } from "../facts.ts";
import {
  asks,
  bodyName,
  type Form,
  mediatorsOf,
  nameOfBody,
  numbered,
  partiesSign,
  seal,
  signs,
  summaryOf,
  told,
} from "../form-parts.ts";
import { partyNames, partyParagraphs, partyTable } from "../party-blocks.ts";

export const numberOf = (facts: PaperFacts, draft: Draft): string =>
  draft.need(asks.number, facts.state.agreement?.documentNumber ?? facts.number);

export function clauseText({ text, amountFen, payee, way, day }: Clause): string {
  const payment = [
    amountFen === undefined ? undefined : `金额${moneyOf(amountFen)}`,
    payee && `收款人${payee}`,
    way && `方式：${way}`,
    day && `期限：${chineseDay(day)}`,
  ].filter((said) => said !== undefined && said !== "");
  return payment.length === 0 ? text : `${text}（${payment.join("，")}）`;
}

function clauseBlocks({ said: { clauses = [] } }: PaperFacts, draft: Draft): Block[] {
  if (clauses.length > 0) return clauses.map((one, index) => paragraph(`${index + 1}．${clauseText(one)}`));
  draft.need(asks.clauses, undefined);
  return [1, 2, 3].map((number) => paragraph(`${number}．${blank}${blank}${blank}${blank}`));
}

/**
 * The amount, the way, the day and the plan of instalments: as they were recorded, and as the clauses have them, since the agreement is
 * printed before it is recorded.
 */
export function performanceOf({ state, said: { clauses = [], breach } }: PaperFacts, draft: Draft): string {
  const { amountFen, performBy } = { ...sumOf(clauses), ...state.agreement };
  const parts = planOf(state, clauses).map(({ dueOn, amountFen }, index) => {
    const amount = amountFen === undefined ? "" : `支付${moneyOf(amountFen)}`;
    return `第${index + 1}期：${chineseDay(dueOn)}前${amount}`;
  });
  const ways = distinct(clauses.map(({ way }) => way || undefined));
  const whole = [
    amountFen === undefined ? undefined : `协议金额${moneyOf(amountFen)}`,
    ways.length === 0 ? undefined : `方式：${ways.join("、")}`,
    performBy === undefined ? undefined : `于${chineseDay(performBy)}前履行完毕`,
  ].filter((text) => text !== undefined);
  const known = [...whole, ...parts];
  const text = draft.need(asks.performance, known.length === 0 ? undefined : `${known.join("；")}。`);
  return breach === undefined ? text : `${text}\n违约责任：${breach}`;
}

/** The instalments; until there are some, the payments of the clauses, where they are several. */
function planOf(state: PaperFacts["state"], clauses: readonly Clause[]): { dueOn: string; amountFen?: number }[] {
  const plan = "instalments" in state ? (state.instalments ?? []) : [];
  if (plan.length > 0) return plan.toSorted((one, other) => one.number - other.number);
  const payments = paymentsOf(clauses);
  return payments.length > 1 ? payments : [];
}

/** 人民调解协议书 (人民调解法 第29条) */
export const agreement: Form = (facts, draft) => {
  const { state, said } = facts;
  const copies = draft.need(asks.copies, said.copies === undefined ? undefined : String(said.copies), "＿＿");
  const { history } = facts;
  const signed = history.findLast(({ type }) => type === "agreement.reached" || type === "agreement.corrected");
  const isWritten = state.agreement?.form === "written";
  return [
    title("人民调解协议书"),
    numbered(numberOf(facts, draft)),
    ...partyTable(facts, draft),
    told("纠纷主要事实、争议事项：", summaryOf(facts, draft)),
    paragraph("经调解，自愿达成如下协议："),
    ...clauseBlocks(facts, draft),
    told("履行方式、时限：", performanceOf(facts, draft)),
    paragraph(`本协议一式${copies}份，当事人、人民调解委员会各持一份。`),
    signatures(
      ...partiesSign(facts, "当事人"),
      signs("人民调解员", mediatorsOf(facts, draft)),
      signs("记录人", draft.need(asks.recorder, said.session?.recorder, "")),
    ),
    seal(bodyName(facts, draft), isWritten && signed !== undefined ? state.agreement?.effectiveAt : undefined),
  ];
};

/** 人民调解口头协议登记表 (人民调解法 第28条) */
export const oralAgreementForm: Form = (facts, draft) => {
  const { said, state } = facts;
  const content =
    said.clauses === undefined || said.clauses.length === 0
      ? draft.need(asks.clauses, undefined, "")
      : said.clauses.map((one, index) => `${index + 1}．${clauseText(one)}`).join("\n");
  const agreedAt = state.agreement?.form === "oral" ? state.agreement.effectiveAt : undefined;
  return [
    title("人民调解口头协议登记表"),
    numbered(numberOf(facts, draft)),
    ...partyTable(facts, draft),
    {
      block: "table",
      columns: [1.4, 6],
      rows: [
        [label("纠纷主要事实、争议事项"), cell(summaryOf(facts, draft, ""), 1, 6)],
        [label("达成口头协议的内容"), cell(content, 1, 6)],
        [label("履行方式、时限"), cell(performanceOf(facts, draft), 1, 3)],
        [label("人民调解员（签名）"), cell(mediatorsOf(facts, draft), 1, 2)],
      ],
    },
    seal(bodyName(facts, draft), agreedAt),
    line("备注：此表由人民调解委员会填写。"),
  ];
};

export const courtOf = (facts: PaperFacts, draft: Draft): string => {
  const id = facts.state.confirmation?.courtId;
  return draft.need(asks.court, id && nameOfBody(facts, id));
};

/** 司法确认申请书 (人民调解法 第33条, 民事诉讼法 第205条) */
export const confirmationApplication: Form = (facts, draft) => {
  const { agreement: reached } = facts.state;
  const number = numberOf(facts, draft);
  const on = reached === undefined ? blankDay : dayOf(reached.effectiveAt);
  return [
    title("司法确认申请书"),
    ...partyParagraphs(facts, draft, true),
    told(
      "申请事项：",
      `请求依法确认申请人于${on}经${bodyName(facts, draft)}主持调解达成的调解协议（编号：${number}）有效。`,
    ),
    told("事实和理由：", summaryOf(facts, draft)),
    paragraph("经调解，双方自愿达成如下协议："),
    ...clauseBlocks(facts, draft),
    paragraph(
      "申请人出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；如果因为该协议内容而给他人造成损害的，愿意承担相应的民事责任和其他法律责任。",
    ),
    line("此致"),
    line(courtOf(facts, draft)),
    signatures(...partiesSign(facts, "申请人")),
    line(blankDay, "right"),
    paragraph("附：1．调解协议书；2．调解组织主持调解的证明；3．申请人身份证明、送达地址和联系方式。"),
  ];
};

/** 调解组织证明 for the court */
export const committeeCertificate: Form = (facts, draft) => {
  const { agreement: reached } = facts.state;
  const on = reached === undefined ? blankDay : dayOf(reached.effectiveAt);
  return [
    title("调解组织证明"),
    line(`${courtOf(facts, draft)}：`),
    paragraph(
      `${partyNames(facts).join("、")}之间的纠纷，由本调解组织指派调解员${mediatorsOf(facts, draft)}主持调解，当事人于${on}自愿达成调解协议（编号：${numberOf(facts, draft)}）。`,
    ),
    paragraph("特此证明。"),
    seal(bodyName(facts, draft), undefined),
  ];
};
