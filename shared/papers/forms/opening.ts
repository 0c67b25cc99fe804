import { channelDefinitions } from "../../domain/channels.ts";
import { categories, channels } from "../../domain/codes.ts";
import { lawSource } from "../../words/law.ts";
import { cell, label, line, paragraph, signatures, title } from "../blocks.ts";
import { blankDay, dayOf, timeOf } from "../draft.ts";
import {
  asks,
  bodyName,
  byHand,
  disputeOf,
  type Form,
  partiesSign,
  seal,
  signs,
  summaryOf,
  told,
} from "../form-parts.ts";
import { partyNames, partyTable } from "../party-blocks.ts";

/** 人民调解申请书 */
export const application: Form = (facts, draft) => [
  title("人民调解申请书"),
  ...partyTable(facts, draft),
  told("纠纷简要情况：", summaryOf(facts, draft)),
  told("当事人申请事项：", draft.need(asks.requested, facts.said.requested)),
  paragraph("人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解委员会进行调解。"),
  signatures(signs("申请人", "", byHand)),
  line(blankDay, "right"),
];

/** 人民调解受理登记表 */
export const registration: Form = (facts, draft) => {
  const { state } = facts;
  const [{ channel, sourceNumber }] = state.referrals;
  const dispute = disputeOf(facts);
  const { isOwn, source } = channelDefinitions[channel];
  const isAsked = source === "on_application";
  const assignment = "assignment" in state ? state.assignment : undefined;
  const mark = (isSo: boolean): string => (isSo ? "■" : "□");
  return [
    title("人民调解受理登记表"),
    ...partyTable(facts, draft),
    {
      block: "table",
      columns: [1.4, 2.4, 1.2, 2.4],
      rows: [
        [label("受理时间"), cell(assignment?.acceptedAt === undefined ? "" : timeOf(assignment.acceptedAt), 3)],
        [
          label("案件来源"),
          cell(
            `${mark(isAsked)}当事人申请　${mark(isOwn && !isAsked)}人民调解委员会主动调解　${mark(!isOwn)}接受委托移送（${isOwn ? "　" : `${channels[channel].zh}，${sourceNumber}`}）`,
            3,
          ),
        ],
        [label("纠纷类型"), cell(categories[dispute.category].zh), label("涉及人数"), cell(`${dispute.partyCount}方`)],
        [label("纠纷简要情况"), cell(summaryOf(facts, draft, ""), 3, 6)],
        [label("当事人（签名盖章或按指印）"), cell("", 3, 2)],
        [label("登记人（签名）"), cell(""), label("登记日期"), cell("")],
      ],
    },
    seal(bodyName(facts, draft), assignment?.acceptedAt),
    line("备注：此表由人民调解委员会填写。"),
  ];
};

/** 权利义务告知书, the rights and duties that the law gives the parties (人民调解法 第23、24条). */
export const rightsNotice: Form = (facts, draft) => [
  title("人民调解权利义务告知书"),
  line(`${partyNames(facts).join("、")}：`),
  paragraph(
    "根据《中华人民共和国人民调解法》的规定，人民调解委员会调解民间纠纷不收取任何费用。现将当事人在人民调解活动中的权利和义务告知如下：",
  ),
  paragraph("一、当事人享有下列权利："),
  paragraph("（一）选择或者接受人民调解员；"),
  paragraph("（二）接受调解、拒绝调解或者要求终止调解；"),
  paragraph("（三）要求调解公开进行或者不公开进行；"),
  paragraph("（四）自主表达意愿、自愿达成调解协议。"),
  paragraph("二、当事人履行下列义务："),
  paragraph("（一）如实陈述纠纷事实；"),
  paragraph("（二）遵守调解现场秩序，尊重人民调解员；"),
  paragraph("（三）尊重对方当事人行使权利。"),
  paragraph(
    "三、经人民调解委员会调解达成的调解协议，具有法律约束力，当事人应当按照约定履行。双方当事人认为有必要的，可以自调解协议生效之日起三十日内共同向人民法院申请司法确认。",
  ),
  paragraph("四、调解不成的，当事人可以依法通过仲裁、行政、司法等途径维护自己的权利。申请人民调解的，诉讼时效中断。"),
  paragraph("以上内容已阅读并理解。"),
  signatures(...partiesSign(facts, "当事人")),
  seal(bodyName(facts, draft)),
];

/** 不予受理通知书 */
export const refusalNotice: Form = (facts, draft) => {
  const { history } = facts;
  const end = history.findLast((event) => event.type === "case.closed");
  const refused = end?.data.outcome === "not_accepted" ? end : undefined;
  const [applicant] = partyNames(facts, "applicant");
  return [
    title("不予受理通知书"),
    line(`${applicant ?? partyNames(facts)[0] ?? ""}：`),
    paragraph(
      `${dayOf(facts.state.submittedAt)}收到的${categories[disputeOf(facts).category].zh}纠纷（编号：${facts.state.referrals[0].sourceNumber}），经审查决定不予受理。`,
    ),
    told("理由：", draft.need(asks.refusal, refused?.data.note)),
    told("依据：", draft.need(asks.refusal, refused?.data.article && lawSource(refused.data.article, "zh"))),
    paragraph("你可以依法通过仲裁、行政、司法等途径维护自己的权利。"),
    seal(bodyNameOrOffice(facts, draft), refused?.at),
  ];
};

const bodyNameOrOffice: (...given: Parameters<Form>) => string = (facts, draft) => {
  const { coordinatorId } = facts.state;
  const isHeld = "assignment" in facts.state && facts.state.assignment !== undefined;
  return isHeld || coordinatorId === undefined
    ? bodyName(facts, draft)
    : (facts.names.get(coordinatorId) ?? coordinatorId);
};
