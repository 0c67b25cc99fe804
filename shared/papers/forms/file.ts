import { archivePapers } from "../../domain/archive-list.ts";
import { categories, closingOutcomes } from "../../domain/codes.ts";
import { claimStatuses } from "../../domain/incentive.ts";
import { cell, label, line, paragraph, signatures, title } from "../blocks.ts";
import { blank, blankDay, type Draft, dayOf, moneyOf } from "../draft.ts";
import type { PaperFacts } from "../facts.ts";
import { asks, bodyName, disputeOf, type Form, mediatorsOf, seal, signs, told } from "../form-parts.ts";
import { partyNames } from "../party-blocks.ts";

const yearOf = (at: string): string => dayOf(at).slice(0, 5);

/** 卷宗封面 */
export const cover: Form = (facts, draft) => {
  const { state } = facts;
  const closedAt = "closedAt" in state ? state.closedAt : undefined;
  const accepted = "assignment" in state ? state.assignment?.acceptedAt : undefined;
  return [
    line(bodyName(facts, draft), "centre"),
    title("人民调解卷宗"),
    {
      block: "table",
      columns: [1.3, 2.4, 1.3, 2.4],
      rows: [
        [
          label("卷　　名"),
          cell(`${partyNames(facts).join("、")}${categories[disputeOf(facts).category].zh}纠纷`, 3, 3),
        ],
        [
          label("年　　度"),
          cell(yearOf(state.submittedAt)),
          label("卷　　号"),
          cell(state.agreement?.documentNumber ?? ""),
        ],
        [label("案件编号"), cell(state.referrals[0].sourceNumber, 3, 2)],
        [label("调 解 员"), cell(mediatorsOf(facts, draft), 3, 2)],
        [
          label("受理日期"),
          cell(accepted === undefined ? "" : dayOf(accepted)),
          label("结案日期"),
          cell(closedAt === undefined ? "" : dayOf(closedAt)),
        ],
        [
          label("调解结果"),
          cell("outcome" in state ? closingOutcomes[state.outcome].zh : ""),
          label("保管期限"),
          cell(facts.retention === undefined ? "" : `${facts.retention.years}年`),
        ],
        [label("立 卷 人"), cell(""), label("立卷日期"), cell("")],
        [label("备　　注"), cell("", 3, 2)],
      ],
    },
  ];
};

/** 卷宗目录 */
export const contents: Form = (facts) => {
  const { lacking = [] } = facts;
  let from = 1;
  const rows = facts.papers.map(({ kind, paper, name, addedAt, pages, remark = "" }, index) => {
    const first = from;
    from += pages ?? 0;
    return [
      cell(String(index + 1)),
      cell(`${archivePapers[paper ?? kind].zh}\n${name}`),
      cell(dayOf(addedAt)),
      cell(pages === undefined ? "" : String(first)),
      cell(remark),
    ];
  });
  const room = Array.from({ length: Math.max(0, 8 - rows.length) }, () => Array.from({ length: 5 }, () => cell("")));
  return [
    title("卷 宗 目 录"),
    {
      block: "table",
      columns: [0.7, 3.6, 1.8, 0.8, 1],
      heads: 1,
      rows: [[label("序号"), label("文书名称"), label("日期"), label("页号"), label("备注")], ...rows, ...room],
    },
    ...(lacking.length === 0
      ? []
      : [paragraph(lacking.map((kind) => archivePapers[kind].zh).join("、"), "归档尚缺：")]),
  ];
};

/** 卷宗情况说明 */
export const caseNote: Form = (facts, draft) => {
  const { state, papers } = facts;
  const outcome = "outcome" in state ? closingOutcomes[state.outcome].zh : blank;
  return [
    title("卷宗情况说明"),
    paragraph(
      `本卷为${partyNames(facts).join("、")}${categories[disputeOf(facts).category].zh}纠纷案，编号${state.referrals[0].sourceNumber}，由${bodyName(facts, draft)}承办，结果为${outcome}。`,
    ),
    paragraph(`本卷共有文书材料${papers.length}件。`),
    told("需要说明的情况：", `${blank}${blank}${blank}`),
    signatures(signs("立卷人"), signs("检查人")),
    line(blankDay, "right"),
  ];
};

/** How many pages the papers have, where the file is bound and they are counted. */
const pagesOf = ({ papers, lacking }: PaperFacts): string =>
  lacking === undefined ? "＿＿" : String(papers.reduce((sum, { pages = 0 }) => sum + pages, 0));

/** 卷宗封底 */
export const backCover: Form = (facts, draft) => [
  title("卷 宗 封 底"),
  paragraph(`本卷宗共${pagesOf(facts)}页，附证物＿＿件。`),
  signatures(signs("立卷人"), signs("审核人")),
  seal(bodyName(facts, draft)),
];

/** The amount that was claimed. */
export const claimedAmount = ({ claim }: PaperFacts, draft: Draft): string =>
  draft.need(asks.claim, claim && moneyOf(claim.amountFen), "");
/** What was decided on the claim last, and when; empty before. */
export function claimDecision({ claim }: PaperFacts): string {
  const last = claim?.steps.at(-1);
  return last === undefined || last.status === "claimed" ? "" : `${claimStatuses[last.status].zh}（${dayOf(last.at)}）`;
}

/** 人民调解以奖代补审批表 */
export const incentiveForm: Form = (facts, draft) => {
  const { state } = facts;
  const { agreement } = state;
  return [
    title("人民调解以奖代补审批表"),
    {
      block: "table",
      columns: [1.5, 2.2, 1.5, 2.2],
      rows: [
        [label("调解组织"), cell(bodyName(facts, draft), 3)],
        [
          label("调解员"),
          cell(mediatorsOf(facts, draft)),
          label("协议书编号"),
          cell(draft.need(asks.number, agreement?.documentNumber, "")),
        ],
        [label("当事人"), cell(partyNames(facts).join("、"), 3)],
        [
          label("纠纷类型"),
          cell(categories[disputeOf(facts).category].zh),
          label("协议形式"),
          cell(agreement === undefined ? "" : agreement.form === "oral" ? "口头协议" : "书面协议"),
        ],
        [label("协议金额"), cell(agreement?.amountFen === undefined ? "" : moneyOf(agreement.amountFen), 3)],
        [label("调解结果"), cell("outcome" in state ? closingOutcomes[state.outcome].zh : "", 3)],
        [label("申报金额"), cell(claimedAmount(facts, draft), 3)],
        [label("办理情况"), cell(claimDecision(facts), 3)],
        [label("调解组织意见"), cell("\n\n（盖章）　　　　年　　月　　日", 3, 4)],
        [label("司法所审核意见"), cell("\n\n（盖章）　　　　年　　月　　日", 3, 4)],
        [label("司法局审批意见"), cell("\n\n（盖章）　　　　年　　月　　日", 3, 4)],
      ],
    },
  ];
};
