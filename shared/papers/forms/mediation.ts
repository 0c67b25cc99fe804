import { documentKinds } from "../../domain/codes.ts";
import { cell, label, line, paragraph, signatures, title } from "../blocks.ts";
import { blank, blankDay, chineseDay, dayOf, type Missing, timeOf } from "../draft.ts";
import type { PaperFacts } from "../facts.ts";
import { asks, bodyName, byHand, type Form, mediatorsOf, partiesSign, seal, signs, told } from "../form-parts.ts";
import { partyNames, partyTable } from "../party-blocks.ts";

/** The session, or the visit, that the paper is of. */
export const sessionOf = ({ history, which }: PaperFacts) =>
  history.filter((event) => event.type === "session.held").at(which?.session === undefined ? -1 : which.session - 1);
export const visitOf = ({ history, which }: PaperFacts) =>
  history.filter((event) => event.type === "visit.made").at(which?.visit === undefined ? -1 : which.visit - 1);

/** 人民调解调查记录, which is written by hand while somebody is asked. */
export const investigationRecord: Form = (facts) => [
  title("人民调解调查记录"),
  line(`时间：${blankDay}`),
  line(`地点：${blank}${blank}`),
  line(`参加人：${blank}${blank}`),
  line(`被调查人：${blank}　性别：＿＿　民族：＿＿　年龄：＿＿`),
  line(`职业或职务：${blank}　联系方式：${blank}`),
  line(`单位或住址：${blank}${blank}${blank}`),
  told("纠纷当事人：", partyNames(facts).join("、")),
  told("调查内容：", `${blank}${blank}${blank}${blank}`),
  signatures(signs("被调查人", "", byHand), signs("调查人"), signs("记录人")),
];

/** What somebody has handed in; official forms are none of it. */
export const evidenceIn = ({ papers }: PaperFacts) =>
  papers.filter(
    ({ kind, paper }) => paper === undefined && (kind === "other" || kind === "appraisal" || kind === "security"),
  );

/** 人民调解证据材料: which there are in the file. */
export const evidence: Form = (facts) => {
  const rows = evidenceIn(facts).map(({ kind, name, addedAt }, index) => [
    cell(String(index + 1)),
    cell(name),
    cell(documentKinds[kind].zh),
    cell(dayOf(addedAt)),
    cell(""),
  ]);
  const room = Array.from({ length: Math.max(0, 6 - rows.length) }, () => Array.from({ length: 5 }, () => cell("")));
  return [
    title("人民调解证据材料"),
    line(`纠纷当事人：${partyNames(facts).join("、")}`),
    {
      block: "table",
      columns: [0.7, 3, 1.6, 1.8, 1.2],
      heads: 1,
      rows: [[label("序号"), label("证据名称"), label("种类"), label("提交时间"), label("提交人")], ...rows, ...room],
    },
    signatures(signs("接收人")),
    line(blankDay, "right"),
  ];
};

/** The form asks for it at the step, and apart from the step once that was taken. */
export const saidAt = (step: string, taken: object | undefined, asked: Missing): Missing =>
  taken === undefined ? { ...asked, step } : asked;

/** 人民调解记录 */
export const mediationRecord: Form = (facts, draft) => {
  const { session = {} } = facts.said;
  const held = sessionOf(facts);
  const at = (asked: Missing): Missing => saidAt("record-session", held, asked);
  return [
    title("人民调解记录"),
    line(`时间：${draft.need(asks.heldAt, held && timeOf(held.data.heldAt), blankDay)}`),
    line(`地点：${draft.need(at(asks.place), session.place)}`),
    ...partyTable(facts, draft),
    line(`参加人：${draft.need(at(asks.attendance), session.attendance)}`),
    paragraph("人民调解委员会已将人民调解的相关规定告知各方当事人。"),
    told("调解记录：", draft.need(at(asks.record), session.record, `${blank}${blank}${blank}${blank}`)),
    told("调解结果：", resultOf(facts)),
    signatures(
      ...partiesSign(facts, "当事人"),
      signs("人民调解员", mediatorsOf(facts, draft)),
      signs("记录人", draft.need(at(asks.recorder), session.recorder, "")),
    ),
    line(held === undefined ? blankDay : dayOf(held.data.heldAt), "right"),
  ];
};

export function resultOf({ state }: PaperFacts): string {
  if (state.agreement !== undefined) {
    const form = state.agreement.form === "oral" ? "口头" : "书面";
    return `当事人自愿达成${form}调解协议（编号：${state.agreement.documentNumber}）。`;
  }
  if (state.status === "closed" || state.status === "archived") return "调解终止。";
  return `${blank}${blank}`;
}

/** 人民调解回访记录 */
export const visitRecord: Form = (facts, draft) => {
  const visit = visitOf(facts);
  const { agreement } = facts.state;
  return [
    title("人民调解回访记录"),
    line(`当事人：${partyNames(facts).join("、")}`),
    line(`调解协议编号：${draft.need(asks.number, agreement?.documentNumber)}`),
    told("回访事由：", "了解调解协议的履行情况。"),
    line(`回访时间：${draft.need(asks.visitedOn, visit && chineseDay(visit.data.visitedOn), blankDay)}`),
    told("回访情况：", draft.need(asks.finding, facts.said.visit?.finding ?? visit?.data.finding, `${blank}${blank}`)),
    signatures(
      signs("被回访人", "", byHand),
      signs(
        "回访人",
        draft.need(saidAt("record-visit", visit, asks.visitor), facts.said.visit?.visitor ?? visit?.by.officer, ""),
      ),
    ),
    seal(bodyName(facts, draft)),
  ];
};
