import * as z from "zod";

/** What a code is called, for people. */
export type Label = { readonly zh: string; readonly en: string };

/** The 18 dispute categories of the justice statistics (纠纷类别). */
export const statisticalCategory = z.enum([
  "01",
  "02",
  "03",
  "04",
  "05",
  "06",
  "07",
  "08",
  "09",
  "10",
  "11",
  "12",
  "13",
  "14",
  "15",
  "16",
  "17",
  "18",
]);
export type StatisticalCategory = z.infer<typeof statisticalCategory>;

/** A statistical category or one of the finer ones in use, which reports roll up. */
export const categoryCode = z.enum([
  ...statisticalCategory.options,
  "intellectual_property",
  "school",
  "internet",
  "finance",
  "foreign_related",
]);
export type CategoryCode = z.infer<typeof categoryCode>;

/** Names of the categories, and the statistical code each counts under. */
export const categories = {
  "01": { zh: "婚姻家庭", en: "Marriage and family", rollsUpTo: "01" },
  "02": { zh: "邻里", en: "Neighbours", rollsUpTo: "02" },
  "03": { zh: "房屋宅基地", en: "House and homestead", rollsUpTo: "03" },
  "04": { zh: "合同", en: "Contract", rollsUpTo: "04" },
  "05": { zh: "生产经营", en: "Production and business", rollsUpTo: "05" },
  "06": { zh: "损害赔偿", en: "Damages", rollsUpTo: "06" },
  "07": { zh: "山林土地", en: "Forest and land", rollsUpTo: "07" },
  "08": { zh: "征地拆迁", en: "Expropriation", rollsUpTo: "08" },
  "09": { zh: "环境污染", en: "Environment", rollsUpTo: "09" },
  "10": { zh: "拖欠农民工工资", en: "Migrant workers' unpaid wages", rollsUpTo: "10" },
  "11": { zh: "其他劳动争议", en: "Other labour", rollsUpTo: "11" },
  "12": { zh: "旅游", en: "Tourism", rollsUpTo: "12" },
  "13": { zh: "电子商务", en: "E-commerce", rollsUpTo: "13" },
  "14": { zh: "其他消费", en: "Other consumer", rollsUpTo: "14" },
  "15": { zh: "医疗", en: "Medical", rollsUpTo: "15" },
  "16": { zh: "道路交通事故", en: "Road traffic", rollsUpTo: "16" },
  "17": { zh: "物业", en: "Property management", rollsUpTo: "17" },
  "18": { zh: "其他", en: "Other", rollsUpTo: "18" },
  intellectual_property: { zh: "知识产权", en: "Intellectual property", rollsUpTo: "18" },
  school: { zh: "校园", en: "School", rollsUpTo: "18" },
  internet: { zh: "互联网", en: "Internet", rollsUpTo: "18" },
  finance: { zh: "金融", en: "Finance", rollsUpTo: "18" },
  foreign_related: { zh: "涉外", en: "Foreign-related", rollsUpTo: "18" },
} as const satisfies Record<CategoryCode, Label & { rollsUpTo: StatisticalCategory }>;

/** The road by which a case came, which decides its clocks. */
export const channel = z.enum([
  "court_before_docketing",
  "court_after_docketing",
  "police_public_order",
  "police_civil",
  "traffic_police",
  "procuratorate",
  "petition",
  "medical",
  "labour",
  "walk_in",
  "proactive",
  "administrative",
]);
export type Channel = z.infer<typeof channel>;

export const channels = {
  court_before_docketing: { zh: "法院委派", en: "Court, before docketing" },
  court_after_docketing: { zh: "法院委托", en: "Court, after docketing" },
  police_public_order: { zh: "公安治安案件", en: "Police, public order" },
  police_civil: { zh: "公安民事纠纷", en: "Police, civil quarrel" },
  traffic_police: { zh: "交警", en: "Traffic police" },
  procuratorate: { zh: "检察院", en: "Procuratorate" },
  petition: { zh: "信访", en: "Petition office" },
  medical: { zh: "医疗", en: "Medical" },
  labour: { zh: "劳动", en: "Labour" },
  walk_in: { zh: "申请", en: "Walk-in" },
  proactive: { zh: "主动", en: "Proactive" },
  administrative: { zh: "行政机关", en: "Administrative body" },
} as const satisfies Record<Channel, Label>;

/** Why a committee declines an assignment; `other` needs a text. */
export const declineReason = z.enum([
  "out_of_area",
  "out_of_scope",
  "no_capacity",
  "conflict_of_interest",
  "lacks_expertise",
  "duplicate",
  "needs_another_body",
  "other",
]);
export type DeclineReason = z.infer<typeof declineReason>;

export const declineReasons = {
  out_of_area: { zh: "不属于管辖区域", en: "Out of area" },
  out_of_scope: { zh: "不属于调解范围", en: "Out of scope" },
  no_capacity: { zh: "力量不足", en: "No capacity" },
  conflict_of_interest: { zh: "存在利害关系", en: "Conflict of interest" },
  lacks_expertise: { zh: "缺乏专业能力", en: "Lacks expertise" },
  duplicate: { zh: "重复移送", en: "Duplicate" },
  needs_another_body: { zh: "应由其他机构处理", en: "Needs another body" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Record<DeclineReason, Label>;

/** Why a mediation failed (人民法院在线调解规则 第25条). */
export const failureReason = z.enum([
  "refused_by_party",
  "party_unreachable",
  "positions_too_far_apart",
  "period_over",
  "party_will_not_sign",
  "settled_privately",
  "other",
]);
export type FailureReason = z.infer<typeof failureReason>;

export const failureReasons = {
  refused_by_party: { zh: "当事人拒绝调解", en: "Refused by a party" },
  party_unreachable: { zh: "无法联系当事人", en: "Party cannot be reached" },
  positions_too_far_apart: { zh: "分歧较大难以达成协议", en: "Positions too far apart" },
  period_over: { zh: "期限届满未延长", en: "Period over without extension" },
  party_will_not_sign: { zh: "当事人拒绝签章", en: "Party will not sign" },
  settled_privately: { zh: "自行和解撤回申请", en: "Settled privately and withdrew" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Record<FailureReason, Label>;

/** How a case ended. */
export const closingOutcome = z.enum([
  "performed",
  "defaulted",
  "failed",
  "not_accepted",
  "withdrawn",
  "recalled",
  "merged",
  "void",
]);
export type ClosingOutcome = z.infer<typeof closingOutcome>;

export const closingOutcomes = {
  performed: { zh: "已履行", en: "Performed" },
  defaulted: { zh: "未履行", en: "Agreed, not performed" },
  failed: { zh: "调解不成", en: "Failed" },
  not_accepted: { zh: "不予受理", en: "Not accepted" },
  withdrawn: { zh: "撤回申请", en: "Withdrawn" },
  recalled: { zh: "移送机关撤回", en: "Recalled by the referrer" },
  merged: { zh: "并案", en: "Merged" },
  void: { zh: "作废", en: "Void" },
} as const satisfies Record<ClosingOutcome, Label>;

export const riskGrade = z.enum(["red", "orange", "yellow", "blue"]);
export type RiskGrade = z.infer<typeof riskGrade>;

/** Gravest first. */
export const riskGrades = {
  red: { zh: "红", en: "Red" },
  orange: { zh: "橙", en: "Orange" },
  yellow: { zh: "黄", en: "Yellow" },
  blue: { zh: "蓝", en: "Blue" },
} as const satisfies Record<RiskGrade, Label>;

export const agreementForm = z.enum(["written", "oral"]);
export type AgreementForm = z.infer<typeof agreementForm>;

export const agreementForms = {
  written: { zh: "书面协议", en: "Written" },
  oral: { zh: "口头协议", en: "Oral" },
} as const satisfies Record<AgreementForm, Label>;

/** The kinds of civil subject (民法典 第2条、第102条). */
export const partyKind = z.enum(["natural_person", "legal_person", "unincorporated"]);
export type PartyKind = z.infer<typeof partyKind>;

export const partyKinds = {
  natural_person: { zh: "自然人", en: "Natural person" },
  legal_person: { zh: "法人", en: "Legal person" },
  unincorporated: { zh: "非法人组织", en: "Unincorporated organisation" },
} as const satisfies Record<PartyKind, Label>;

/** What a party proves its identity with; intake often lacks it, so `unknown` is an answer. */
export const identityDocument = z.enum([
  "resident_id",
  "passport",
  "hk_macao_permit",
  "taiwan_permit",
  "foreign_permanent_residence",
  "credit_code",
  "unknown",
]);
export type IdentityDocument = z.infer<typeof identityDocument>;

export const identityDocuments = {
  resident_id: { zh: "居民身份证", en: "Resident ID" },
  passport: { zh: "护照", en: "Passport" },
  hk_macao_permit: { zh: "港澳居民来往内地通行证", en: "Hong Kong and Macao permit" },
  taiwan_permit: { zh: "台湾居民来往大陆通行证", en: "Taiwan permit" },
  foreign_permanent_residence: { zh: "外国人永久居留身份证", en: "Foreigner's permanent residence" },
  credit_code: { zh: "统一社会信用代码", en: "Unified social credit code" },
  unknown: { zh: "未知", en: "Unknown" },
} as const satisfies Record<IdentityDocument, Label>;
