import { coded, type Labels } from "./coded.ts";
import { once } from "./once.ts";

// Why a step was taken. Wherever a list ends with `other`, that one needs a text.

/** Why a committee declines an assignment; `other` needs a text. */
export const declineReasons = {
  out_of_area: { zh: "不属于管辖区域", en: "Out of area" },
  out_of_scope: { zh: "不属于调解范围", en: "Out of scope" },
  no_capacity: { zh: "力量不足", en: "No capacity" },
  conflict_of_interest: { zh: "存在利害关系", en: "Conflict of interest" },
  lacks_expertise: { zh: "缺乏专业能力", en: "Lacks expertise" },
  duplicate: { zh: "重复移送", en: "Duplicate" },
  needs_another_body: { zh: "应由其他机构处理", en: "Needs another body" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const declineReason = once(() => coded(declineReasons));
export type DeclineReason = keyof typeof declineReasons;

/** Why a mediation failed (人民法院在线调解规则 第25条). */
export const failureReasons = {
  refused_by_party: { zh: "当事人拒绝调解", en: "Refused by a party" },
  party_unreachable: { zh: "无法联系当事人", en: "Party cannot be reached" },
  positions_too_far_apart: { zh: "分歧较大难以达成协议", en: "Positions too far apart" },
  period_over: { zh: "期限届满未延长", en: "Period over without extension" },
  party_will_not_sign: { zh: "当事人拒绝签章", en: "Party will not sign" },
  settled_privately: { zh: "自行和解撤回申请", en: "Settled privately and withdrew" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const failureReason = once(() => coded(failureReasons));
export type FailureReason = keyof typeof failureReasons;

/** Why mediation pauses; the days do not count. */
export const suspensionReasons = {
  appraisal: { zh: "鉴定评估", en: "Appraisal" },
  sham_check: { zh: "核查是否虚假调解", en: "Check for a sham" },
  incapacity: { zh: "当事人丧失民事行为能力", en: "Incapacity of a party" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const suspensionReason = once(() => coded(suspensionReasons));

/** Why days do not count in a period of the referrer's own house (治安管理处罚法 第118条). */
export const exclusionReasons = {
  appraisal: { zh: "鉴定", en: "Appraisal" },
  hearing: { zh: "听证", en: "Hearing" },
} as const satisfies Labels;
export const exclusionReason = once(() => coded(exclusionReasons));

/** Why a case goes up to a higher committee (transition 19). */
const escalationReasons = {
  too_complex: { zh: "案情疑难复杂", en: "Too complex" },
  beyond_competence: { zh: "超出本级调解能力", en: "Beyond this level" },
  no_progress: { zh: "久调不决", en: "No progress" },
  parties_ask: { zh: "当事人要求", en: "The parties ask for it" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const escalationReason = once(() => coded(escalationReasons));

/** Why the coordinator takes an offer back or moves a case to another body of the same kind. */
const movingReasons = {
  body_suspended: { zh: "承办单位已停用", en: "The body is suspended" },
  overloaded: { zh: "承办单位案件过多", en: "The body has too many cases" },
  no_progress: { zh: "办理迟缓", en: "No progress" },
  conflict_of_interest: { zh: "存在利害关系", en: "Conflict of interest" },
  better_placed: { zh: "由其他单位办理更为适宜", en: "Another body is better placed" },
  parties_ask: { zh: "当事人要求", en: "The parties ask for it" },
  assigned_by_mistake: { zh: "分派有误", en: "Assigned by mistake" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const movingReason = once(() => coded(movingReasons));

/** Why a case changes between people's, administrative and judicial mediation (transition 20). */
const transferReasons = {
  reserved_to_body: { zh: "依法由该机关处理", en: "The law gives it to that body" },
  needs_decision: { zh: "需要行政处理或裁判", en: "Needs a decision" },
  needs_expertise: { zh: "需要专业力量", en: "Needs expertise" },
  parties_ask: { zh: "当事人要求", en: "The parties ask for it" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const transferReason = once(() => coded(transferReasons));

/** Why a case goes to another county: mediation is for the place of the dispute or of the parties (人民调解工作若干规定 第21条). */
const handOverReasons = {
  place_elsewhere: { zh: "纠纷发生地在外县（市、区）", en: "The dispute arose in the other county" },
  parties_elsewhere: { zh: "当事人所在地在外县（市、区）", en: "The parties are in the other county" },
  wrong_place: { zh: "发生地登记有误", en: "The place was recorded wrongly" },
  agreed_between: { zh: "两地协商一致", en: "Both counties have agreed on it" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const handOverReason = once(() => coded(handOverReasons));
export type HandOverReason = keyof typeof handOverReasons;

/** Why an applicant takes the application back. */
export const withdrawalReasons = {
  settled_privately: { zh: "自行和解", en: "Settled privately" },
  no_longer_wanted: { zh: "不再要求调解", en: "No longer wanted" },
  other_remedy: { zh: "已选择其他途径", en: "Another route was taken" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const withdrawalReason = once(() => coded(withdrawalReasons));

/** Why a referrer recalls what it sent (transition 17). */
const recallReasons = {
  sent_by_mistake: { zh: "移送有误", en: "Sent by mistake" },
  sent_twice: { zh: "重复移送", en: "Sent twice" },
  handled_by_referrer: { zh: "移送机关自行处理", en: "The referrer handles it itself" },
  new_facts: { zh: "出现新情况", en: "New facts" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const recallReason = once(() => coded(recallReasons));
export type RecallReason = keyof typeof recallReasons;

/** Why an ended case is taken up again (transition 22). */
const reopeningReasons = {
  agreement_void: { zh: "协议被撤销或确认无效", en: "The agreement is void" },
  new_facts: { zh: "出现新情况", en: "New facts" },
  parties_ask: { zh: "当事人要求", en: "The parties ask for it" },
  closed_by_mistake: { zh: "结案有误", en: "Closed by mistake" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const reopeningReason = once(() => coded(reopeningReasons));

/** Why a court does not confirm an agreement (民事诉讼法司法解释 第358条). */
const confirmationRefusalReasons = {
  breaks_law: { zh: "违反法律强制性规定", en: "It breaks mandatory law" },
  harms_others: { zh: "损害公共利益或他人权益", en: "It harms the public or others" },
  against_public_order: { zh: "违背公序良俗", en: "It offends public order and good morals" },
  not_voluntary: { zh: "违反自愿原则", en: "It was not made freely" },
  unclear: { zh: "内容不明确", en: "It is unclear" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const confirmationRefusalReason = once(() => coded(confirmationRefusalReasons));

/** Why a person gives a case to a body (transition 4). */
const assignmentReasons = {
  nearest: { zh: "就近就地", en: "Nearest to the dispute" },
  expertise: { zh: "专业对口", en: "Has the expertise" },
  knows_the_dispute: { zh: "曾处理同一纠纷", en: "Knows the dispute" },
  workload: { zh: "力量均衡", en: "Has the time" },
  parties_ask: { zh: "当事人要求", en: "The parties ask for it" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const assignmentReason = once(() => coded(assignmentReasons));
export type AssignmentReason = keyof typeof assignmentReasons;

/** Why a court takes more time to decide on a confirmation. */
const confirmationExtensionReasons = {
  facts_unclear: { zh: "事实需进一步核实", en: "The facts need a closer look" },
  papers_missing: { zh: "需补充材料", en: "Papers are missing" },
  party_unreachable: { zh: "无法联系当事人", en: "Party cannot be reached" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const confirmationExtensionReason = once(() => coded(confirmationExtensionReasons));

/** Why a case without success goes on to another body: a court, labour arbitration, the police. */
const sendingReasons = {
  party_sues: { zh: "当事人选择诉讼", en: "A party goes to court" },
  arbitration_first: { zh: "应先行仲裁", en: "Arbitration comes first" },
  offence_suspected: { zh: "涉嫌违法犯罪", en: "An offence is suspected" },
  reserved_to_body: { zh: "依法由该机关处理", en: "The law gives it to that body" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const sendingReason = once(() => coded(sendingReasons));
export type SendingReason = keyof typeof sendingReasons;

/** Why a body returns a case that was sent on to it. */
const returningReasons = {
  not_ours: { zh: "不属于本机关受理范围", en: "Not for this body" },
  papers_missing: { zh: "材料不齐", en: "Papers are missing" },
  parties_did_not_apply: { zh: "当事人未提出申请", en: "The parties did not apply" },
  taken_up_elsewhere: { zh: "已由其他机关受理", en: "Taken up by another body" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const returningReason = once(() => coded(returningReasons));

/** Why a merge is taken back. */
const unmergeReasons = {
  not_the_same_dispute: { zh: "并非同一纠纷", en: "Not the same dispute" },
  merged_by_mistake: { zh: "并案有误", en: "Merged by mistake" },
  to_be_handled_apart: { zh: "需分别处理", en: "To be handled apart" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Labels;
export const unmergeReason = once(() => coded(unmergeReasons));

/** Why a case waits for the coordinator. */
export const triageReasons = {
  "unknown-place": { zh: "地点不明", en: "The place is unknown" },
  "nobody-left": { zh: "无机构可分派", en: "Nobody is left to ask" },
  eligibility: { zh: "受理条件待审查", en: "A person must decide whether it may be mediated" },
  "info-not-supplied": { zh: "逾期未补正", en: "Missing details were not supplied" },
  reopened: { zh: "重新受理", en: "Reopened" },
} as const satisfies Labels;
export const triageReason = once(() => coded(triageReasons));
