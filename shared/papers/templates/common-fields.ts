import { categories, channels, closingOutcomes } from "../../domain/codes.ts";
import { once } from "../../domain/once.ts";
import { dayOf, moneyOf, timeOf } from "../draft.ts";
import type { PaperFacts } from "../facts.ts";
import { bodyName, disputeOf, mediatorsOf, nameOfBody, referrerName, summaryOf } from "../form-parts.ts";
import { partyNames } from "../party-blocks.ts";
import { text } from "./field.ts";
import { partyLists } from "./party-fields.ts";

const firstOf = ({ state }: PaperFacts) => state.referrals[0];
const acceptedAt = ({ state }: PaperFacts): string | undefined =>
  "assignment" in state ? state.assignment?.acceptedAt : undefined;
const closedAt = ({ state }: PaperFacts): string | undefined => ("closedAt" in state ? state.closedAt : undefined);
const whenThere = (instant: string | undefined, tell: (instant: string) => string): string =>
  instant === undefined ? "" : tell(instant);
const names = (facts: PaperFacts, side?: Parameters<typeof partyNames>[1]): string =>
  partyNames(facts, side).join("、");

/** What every form can say. */
export const commonFields = once(() => ({
  案件编号: text("The referrer's number of the case", "样例移字〔2026〕第1号", (facts) => firstOf(facts).sourceNumber),
  调解组织: text("The body that mediates", "样例镇人民调解委员会", bodyName),
  移送机关: text("The referrer", "样例派出所", referrerName),
  移送渠道: text(
    "The channel by which it was referred",
    "公安移送民间纠纷",
    (facts) => channels[firstOf(facts).channel].zh,
  ),
  移送日期: text("The day of the referral", "2026年3月2日", (facts) => dayOf(firstOf(facts).requestedAt)),
  收到日期: text("The day on which it came in", "2026年3月2日", ({ state }) => dayOf(state.submittedAt)),
  受理日期: text("The day of acceptance", "2026年3月3日", (facts) => whenThere(acceptedAt(facts), dayOf)),
  受理时间: text("The time of acceptance", "2026年3月3日9时30分", (facts) => whenThere(acceptedAt(facts), timeOf)),
  协调机构: text("The county's coordinator", "样例市司法局", (facts) => {
    const { coordinatorId } = facts.state;
    return coordinatorId === undefined ? "" : nameOfBody(facts, coordinatorId);
  }),
  调解员: text("The mediators, the lead first", "周样例、吴样例", mediatorsOf),
  纠纷类型: text(
    "The category of the dispute",
    categories["02"].zh,
    (facts) => categories[disputeOf(facts).category].zh,
  ),
  当事人数: text("How many parties there are", "2", (facts) => String(disputeOf(facts).partyCount)),
  纠纷简要情况: text(
    "What the dispute is about",
    "申请人与被申请人因宅基地界址发生争议，要求调解。（样例）",
    summaryOf,
  ),
  当事人姓名: text("The parties by name", "张样例、李㛃𬎆", (facts) => names(facts)),
  申请人姓名: text("The applicants by name", "张样例", (facts) => names(facts, "applicant")),
  被申请人姓名: text("The respondents by name", "李㛃𬎆", (facts) => names(facts, "respondent")),
  第三人姓名: text("The third parties by name", "", (facts) => names(facts, "third_party")),
  协议日期: text("The day of the agreement", "2026年3月20日", ({ state }) =>
    whenThere(state.agreement?.effectiveAt, dayOf),
  ),
  协议金额: text("The amount agreed on, in figures and capitals", moneyOf(1_234_056), ({ state: { agreement } }) =>
    agreement?.amountFen === undefined ? "" : moneyOf(agreement.amountFen),
  ),
  结案日期: text("The day on which the case ended", "2026年4月30日", (facts) => whenThere(closedAt(facts), dayOf)),
  办理结果: text("How the case ended", closingOutcomes.performed.zh, ({ state }) =>
    "outcome" in state ? closingOutcomes[state.outcome].zh : "",
  ),
  ...partyLists(),
}));
