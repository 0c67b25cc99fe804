import { documentKinds } from "../../domain/codes.ts";
import type { TemplateKind } from "../../domain/official-paper.ts";
import { once } from "../../domain/once.ts";
import { clockKinds } from "../../words/clocks.ts";
import { deadline } from "../../words/format.ts";
import { lawSource } from "../../words/law.ts";
import { capitalYuan, chineseDay, dayOf, moneyOf, timeOf } from "../draft.ts";
import type { PaperFacts } from "../facts.ts";
import { asks } from "../form-parts.ts";
import { clauseText, courtOf, numberOf, performanceOf } from "../forms/agreement.ts";
import { claimDecision, claimedAmount } from "../forms/file.ts";
import { breachIn, endingOf, endOf, outcomeBlocks, returnedFor } from "../forms/letters.ts";
import { evidenceIn, resultOf, saidAt, sessionOf, visitOf } from "../forms/mediation.ts";
import { commonFields } from "./common-fields.ts";
import { type Fields, list, part, text } from "./field.ts";

type Clause = NonNullable<PaperFacts["said"]["clauses"]>[number];

const number = once(() => ({
  协议书编号: text("The number of the agreement", "〔2026〕样例调字第1号", numberOf),
}));
const clauses = once(() => ({
  协议内容: list(
    "The clauses agreed on",
    ({ said }, draft): readonly Clause[] => {
      if (said.clauses === undefined) draft.need(asks.clauses, undefined);
      return said.clauses ?? [];
    },
    {
      序号: part<Clause>("The number of the clause", ["1", "2"], ({ index }) => String(index + 1)),
      条款: part<Clause>(
        "The clause with its amount, payee, way and day",
        ["被申请人拆除越界围墙（期限：2026年4月30日）", "被申请人赔偿申请人损失（金额12340.56元）"],
        ({ item }) => clauseText(item),
      ),
      内容: part<Clause>("Its text alone", ["被申请人拆除越界围墙", "被申请人赔偿申请人损失"], ({ item }) => item.text),
      金额: part<Clause>("Its amount in yuan", ["", "12340.56"], ({ item: { amountFen } }) =>
        amountFen === undefined ? "" : (amountFen / 100).toFixed(2),
      ),
      大写金额: part<Clause>("Its amount in capitals", ["", capitalYuan(1_234_056)], ({ item: { amountFen } }) =>
        amountFen === undefined ? "" : capitalYuan(amountFen),
      ),
      收款人: part<Clause>("Who is paid", ["", "张样例"], ({ item }) => item.payee ?? ""),
      方式: part<Clause>("How it is performed", ["", "银行转账"], ({ item }) => item.way ?? ""),
      期限: part<Clause>("By when", ["2026年4月30日", "2026年5月31日"], ({ item }) =>
        item.day === undefined ? "" : chineseDay(item.day),
      ),
    },
  ),
}));
const performance = once(() => ({
  履行方式: text("Way and time of performance", "于2026年5月31日前履行完毕。", (facts, draft) => {
    // The consequence of a breach is a field of its own.
    const { breach: _, ...said } = facts.said;
    return performanceOf({ ...facts, said }, draft);
  }),
  违约责任: text("What a breach entails", "逾期按日万分之五支付违约金。", ({ said }) => said.breach ?? ""),
}));
const court = once(() => ({ 法院: text("The court that is to confirm", "样例市人民法院", courtOf) }));
const recorder = (step: boolean) => ({
  记录人: text("Who recorded the session", "冯样例", (facts, draft) => {
    const asked = step ? saidAt("record-session", sessionOf(facts), asks.recorder) : asks.recorder;
    return draft.need(asked, facts.said.session?.recorder);
  }),
});
const ending = once(() => ({
  终止原因: text("Why mediation ended", "一方明确拒绝调解", endingOf),
  终止日期: text("The day on which it ended", "2026年4月30日", (facts) => {
    const end = endOf(facts);
    return end === undefined ? "" : dayOf(end.at);
  }),
}));
const feedback = once(() => ({
  反馈结果: text(
    "What came of it",
    "当事人于2026年3月20日达成调解协议（编号：〔2026〕样例调字第1号）。",
    (facts, draft) => outcomeText(facts, draft, 0),
  ),
  履行情况: text("How the agreement is performed; empty without one", "已于2026年4月30日履行完毕。", (facts, draft) =>
    outcomeText(facts, draft, 1),
  ),
}));
function outcomeText(facts: PaperFacts, draft: Parameters<typeof outcomeBlocks>[1], index: number): string {
  const block = outcomeBlocks(facts, draft)[index];
  return block?.block === "paragraph" ? block.text : "";
}

type Listed = PaperFacts["papers"][number];

/** What each form can say beside that. */
const own = once(
  () =>
    ({
      application: {
        申请事项: text("What the applicant asks for", "请求被申请人拆除越界的围墙。", ({ said }, draft) =>
          draft.need(asks.requested, said.requested),
        ),
      },
      registration: {},
      rights_notice: {},
      investigation_record: {},
      evidence: {
        材料: list("The evidence in the file", evidenceIn, {
          序号: part<Listed>("Its place in the list", ["1", "2"], ({ index }) => String(index + 1)),
          名称: part<Listed>("Its name", ["现场照片.pdf", "测绘图.pdf"], ({ item }) => item.name),
          种类: part<Listed>("Its kind", ["其他材料", "鉴定意见"], ({ item }) => documentKinds[item.kind].zh),
          提交日期: part<Listed>("When it was added", ["2026年3月3日", "2026年3月4日"], ({ item }) =>
            dayOf(item.addedAt),
          ),
        }),
      },
      mediation_record: {
        调解时间: text("When the session was held", "2026年3月10日14时00分", (facts, draft) => {
          const held = sessionOf(facts);
          return draft.need(asks.heldAt, held && timeOf(held.data.heldAt));
        }),
        调解地点: text("Where it was held", "样例镇人民调解委员会调解室", (facts, draft) =>
          draft.need(saidAt("record-session", sessionOf(facts), asks.place), facts.said.session?.place),
        ),
        参加人: text("Who attended besides the parties", "村民委员会主任郑样例", (facts, draft) =>
          draft.need(saidAt("record-session", sessionOf(facts), asks.attendance), facts.said.session?.attendance),
        ),
        调解记录: text("What was said", "周样例：今天就界址纠纷进行调解。\n张样例：围墙越界0.5米。", (facts, draft) =>
          draft.need(saidAt("record-session", sessionOf(facts), asks.record), facts.said.session?.record),
        ),
        ...recorder(true),
        调解结果: text("What came of it, once there is an end", "当事人自愿达成书面调解协议。", (facts) =>
          facts.state.agreement === undefined && !("outcome" in facts.state) ? "" : resultOf(facts),
        ),
      },
      agreement: {
        ...{ ...number(), ...clauses(), ...performance() },
        份数: text("The number of copies", "4", ({ said: { copies } }, draft) =>
          draft.need(asks.copies, copies === undefined ? undefined : String(copies)),
        ),
        ...recorder(false),
      },
      oral_agreement_form: { ...number(), ...clauses(), ...performance() },
      visit_record: {
        ...number(),
        回访时间: text("When the visit was made", "2026年6月1日", (facts, draft) => {
          const visit = visitOf(facts);
          return draft.need(asks.visitedOn, visit && chineseDay(visit.data.visitedOn));
        }),
        回访情况: text("What the visit found", "双方已按协议履行，关系和睦。", (facts, draft) =>
          draft.need(asks.finding, facts.said.visit?.finding ?? visitOf(facts)?.data.finding),
        ),
        回访人: text("Who visited", "周样例", (facts, draft) => {
          const visit = visitOf(facts);
          return draft.need(
            saidAt("record-visit", visit, asks.visitor),
            facts.said.visit?.visitor ?? visit?.by.officer,
          );
        }),
      },
      refusal_notice: {
        不予受理理由: text("Why it was not accepted", "不属于人民调解受理范围（样例）", (facts, draft) =>
          draft.need(asks.refusal, refusedIn(facts)?.data.note),
        ),
        法律依据: text("The article", "人民调解工作若干规定 第22条", (facts, draft) => {
          const article = refusedIn(facts)?.data.article;
          return draft.need(asks.refusal, article && lawSource(article, "zh"));
        }),
        决定日期: text("The day of the decision", "2026年3月4日", (facts) => {
          const refused = refusedIn(facts);
          return refused === undefined ? "" : dayOf(refused.at);
        }),
      },
      end_notice: ending(),
      transfer_letter: {},
      return_letter: { 退回理由: text("Why the matter goes back", "当事人不在本辖区", returnedFor) },
      confirmation_application: { ...number(), ...clauses(), ...performance(), ...court() },
      committee_certificate: { ...number(), ...court() },
      court_feedback: { ...number(), ...feedback() },
      police_feedback: { ...number(), ...feedback() },
      parties_application: number(),
      procuratorate_feedback: { ...number(), ...feedback() },
      petition_feedback: { ...number(), ...feedback() },
      case_note: {
        文书件数: text("How many papers the file has", "6", ({ papers }) => String(papers.length)),
      },
      incentive_form: {
        ...number(),
        协议形式: text("Written or oral", "书面协议", ({ state: { agreement } }) =>
          agreement === undefined ? "" : agreement.form === "oral" ? "口头协议" : "书面协议",
        ),
        申报金额: text("The amount claimed, in figures and capitals", moneyOf(30_000), claimedAmount),
        办理情况: text(
          "What was decided on the claim last, and when; empty before",
          "已审批（2026年5月8日）",
          claimDecision,
        ),
      },
      supervision_letter: {
        逾期期限: text("The period that passed", clockKinds.mediate.zh, (facts, draft) => {
          const { kind } = breachIn(facts);
          return draft.need(asks.breach, kind && clockKinds[kind].zh);
        }),
        办结期限: text("When it was due", "2026年4月2日", (facts) => {
          const { clock } = breachIn(facts);
          return clock === undefined ? "" : deadline(clock.dueAt);
        }),
      },
    }) satisfies Record<TemplateKind, Fields>,
);

const refusedIn = ({ history }: PaperFacts) => {
  const end = history.findLast((event) => event.type === "case.closed");
  return end?.data.outcome === "not_accepted" ? end : undefined;
};

/** All that a template of this form can say. */
export const fieldsOf = (kind: TemplateKind): Fields => ({ ...commonFields(), ...own()[kind] });
/** What this form can say beside what all can. */
export const ownFieldsOf = (kind: TemplateKind): Fields => own()[kind];
