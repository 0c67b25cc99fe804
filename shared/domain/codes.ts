import * as z from "zod";
import { type Channel, channelDefinitions, channelNames } from "./channels.ts";
import { once } from "./once.ts";

/** What a code is called, for people. */
export type Label = { readonly zh: string; readonly en: string };

/** The 18 dispute categories of the justice statistics (纠纷类别). */
export const statisticalCategory = once(() =>
  z.enum(["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18"]),
);
export type StatisticalCategory = z.infer<ReturnType<typeof statisticalCategory>>;

/** A statistical category or one of the finer ones in use, which reports roll up. */
export const categoryCode = once(() =>
  z.enum([
    ...statisticalCategory().options,
    "intellectual_property",
    "school",
    "internet",
    "finance",
    "foreign_related",
  ]),
);
export type CategoryCode = z.infer<ReturnType<typeof categoryCode>>;

/** What the categories are called. */
export const categories = {
  "01": { zh: "婚姻家庭", en: "Marriage and family" },
  "02": { zh: "邻里", en: "Neighbours" },
  "03": { zh: "房屋宅基地", en: "House and homestead" },
  "04": { zh: "合同", en: "Contract" },
  "05": { zh: "生产经营", en: "Production and business" },
  "06": { zh: "损害赔偿", en: "Damages" },
  "07": { zh: "山林土地", en: "Forest and land" },
  "08": { zh: "征地拆迁", en: "Expropriation" },
  "09": { zh: "环境污染", en: "Environment" },
  "10": { zh: "拖欠农民工工资", en: "Migrant workers' unpaid wages" },
  "11": { zh: "其他劳动争议", en: "Other labour" },
  "12": { zh: "旅游", en: "Tourism" },
  "13": { zh: "电子商务", en: "E-commerce" },
  "14": { zh: "其他消费", en: "Other consumer" },
  "15": { zh: "医疗", en: "Medical" },
  "16": { zh: "道路交通事故", en: "Road traffic" },
  "17": { zh: "物业", en: "Property management" },
  "18": { zh: "其他", en: "Other" },
  intellectual_property: { zh: "知识产权", en: "Intellectual property" },
  school: { zh: "校园", en: "School" },
  internet: { zh: "互联网", en: "Internet" },
  finance: { zh: "金融", en: "Finance" },
  foreign_related: { zh: "涉外", en: "Foreign-related" },
} as const satisfies Record<CategoryCode, Label>;

/** The statistical code under which each category counts. */
export const rollsUpTo = {
  "01": "01",
  "02": "02",
  "03": "03",
  "04": "04",
  "05": "05",
  "06": "06",
  "07": "07",
  "08": "08",
  "09": "09",
  "10": "10",
  "11": "11",
  "12": "12",
  "13": "13",
  "14": "14",
  "15": "15",
  "16": "16",
  "17": "17",
  "18": "18",
  intellectual_property: "18",
  school: "18",
  internet: "18",
  finance: "18",
  foreign_related: "18",
} as const satisfies Record<CategoryCode, StatisticalCategory>;

/** The road by which a case came, which decides its clocks. */
export const channel = once(() => z.enum(channelNames));
export type { Channel };

export const channels: Readonly<Record<Channel, Label>> = channelDefinitions;

/** How a case ended. */
export const closingOutcome = once(() =>
  z.enum(["performed", "defaulted", "failed", "not_accepted", "withdrawn", "recalled", "merged", "void"]),
);
export type ClosingOutcome = z.infer<ReturnType<typeof closingOutcome>>;

export const closingOutcomes = {
  performed: { zh: "已履行", en: "Performed" },
  defaulted: { zh: "达成协议未履行", en: "Agreed, not performed" },
  failed: { zh: "调解不成", en: "Failed" },
  not_accepted: { zh: "不予受理", en: "Not accepted" },
  withdrawn: { zh: "撤回申请", en: "Withdrawn" },
  recalled: { zh: "移送机关撤回", en: "Recalled by the referrer" },
  merged: { zh: "并案", en: "Merged" },
  void: { zh: "协议无效或被撤销", en: "Void" },
} as const satisfies Record<ClosingOutcome, Label>;

export const riskGrade = once(() => z.enum(["red", "orange", "yellow", "blue"]));
export type RiskGrade = z.infer<ReturnType<typeof riskGrade>>;

/** Gravest first. */
export const riskGrades = {
  red: { zh: "红", en: "Red" },
  orange: { zh: "橙", en: "Orange" },
  yellow: { zh: "黄", en: "Yellow" },
  blue: { zh: "蓝", en: "Blue" },
} as const satisfies Record<RiskGrade, Label>;

/** What a quarrel did to a person, gravest last; nothing so grave where it is absent. */
export const harm = once(() => z.enum(["serious_injury", "death"]));
export type Harm = z.infer<ReturnType<typeof harm>>;

export const harms = {
  serious_injury: { zh: "重伤", en: "Serious injury" },
  death: { zh: "死亡", en: "Death" },
} as const satisfies Record<Harm, Label>;

export const agreementForm = once(() => z.enum(["written", "oral"]));
export type AgreementForm = z.infer<ReturnType<typeof agreementForm>>;

export const agreementForms = {
  written: { zh: "书面协议", en: "Written" },
  oral: { zh: "口头协议", en: "Oral" },
} as const satisfies Record<AgreementForm, Label>;

/** The kinds of civil subject (民法典 第2条、第102条). */
export const partyKind = once(() => z.enum(["natural_person", "legal_person", "unincorporated"]));
export type PartyKind = z.infer<ReturnType<typeof partyKind>>;

export const partyKinds = {
  natural_person: { zh: "自然人", en: "Natural person" },
  legal_person: { zh: "法人", en: "Legal person" },
  unincorporated: { zh: "非法人组织", en: "Unincorporated organisation" },
} as const satisfies Record<PartyKind, Label>;

/** What a party proves its identity with; intake often lacks it, so `unknown` is an answer. */
export const identityDocument = once(() =>
  z.enum([
    "resident_id",
    "passport",
    "hk_macao_permit",
    "taiwan_permit",
    "hk_macao_taiwan_residence_permit",
    "foreign_permanent_residence",
    "credit_code",
    "unknown",
  ]),
);
export type IdentityDocument = z.infer<ReturnType<typeof identityDocument>>;

export const identityDocuments = {
  resident_id: { zh: "居民身份证", en: "Resident ID" },
  passport: { zh: "护照", en: "Passport" },
  hk_macao_permit: { zh: "港澳居民来往内地通行证", en: "Hong Kong and Macao permit" },
  taiwan_permit: { zh: "台湾居民来往大陆通行证", en: "Taiwan permit" },
  hk_macao_taiwan_residence_permit: { zh: "港澳台居民居住证", en: "Hong Kong, Macao and Taiwan residence permit" },
  foreign_permanent_residence: { zh: "外国人永久居留身份证", en: "Foreigner's permanent residence" },
  credit_code: { zh: "统一社会信用代码", en: "Unified social credit code" },
  unknown: { zh: "未知", en: "Unknown" },
} as const satisfies Record<IdentityDocument, Label>;

/** The three kinds of mediation that are linked (三调联动). */
export const track = once(() => z.enum(["people", "administrative", "judicial"]));
export type Track = z.infer<ReturnType<typeof track>>;

export const tracks = {
  people: { zh: "人民调解", en: "People's mediation" },
  administrative: { zh: "行政调解", en: "Administrative mediation" },
  judicial: { zh: "司法调解", en: "Judicial mediation" },
} as const satisfies Record<Track, Label>;

/** What is reported to the police at once (transition 18). */
export const dangerKind = once(() =>
  z.enum(["domestic_violence", "person_at_risk", "public_order", "crime", "self_harm"]),
);
export type DangerKind = z.infer<ReturnType<typeof dangerKind>>;

/** What can speak against mediation or demand a report; ticked by people, never read out of free text. */
export const circumstance = once(() =>
  z.enum([
    "party_refuses",
    "reserved_by_law",
    "decided_elsewhere",
    "hired_assault",
    "gang_fight",
    "repeat_offender",
    "suspect_fled",
    "new_offence_during_mediation",
    "minor_without_guardian",
    "suspect_unrepresented",
    "sentence_over_three_years",
    "negligence_over_seven_years",
    "intentional_crime_within_five_years",
    "administrative_dispute",
    "domestic_violence",
    "person_at_risk",
  ]),
);
export type Circumstance = z.infer<ReturnType<typeof circumstance>>;

export const circumstances = {
  party_refuses: { zh: "当事人明确拒绝调解", en: "A party plainly refuses" },
  reserved_by_law: { zh: "法律规定由专门机关管辖", en: "Reserved by law to another body" },
  decided_elsewhere: { zh: "已由其他机关处理终结", en: "Already decided elsewhere" },
  hired_assault: { zh: "雇凶伤害他人", en: "Hired assault" },
  gang_fight: { zh: "结伙斗殴或者其他寻衅滋事", en: "Gang fight" },
  repeat_offender: { zh: "多次实施违反治安管理行为", en: "Repeat offender" },
  suspect_fled: { zh: "行为人逃跑", en: "The suspect fled" },
  new_offence_during_mediation: { zh: "调解期间又实施违反治安管理行为", en: "A new offence during mediation" },
  minor_without_guardian: { zh: "未成年人无监护人到场", en: "A minor without a guardian" },
  suspect_unrepresented: { zh: "嫌疑人无法参与且无代理", en: "The suspect cannot be represented" },
  sentence_over_three_years: { zh: "可能判处三年以上", en: "Likely sentence over three years" },
  negligence_over_seven_years: { zh: "过失犯罪可能判处七年以上", en: "Negligence, likely over seven years" },
  intentional_crime_within_five_years: { zh: "五年内曾故意犯罪", en: "An intentional crime within five years" },
  administrative_dispute: { zh: "行政争议", en: "An administrative dispute" },
  domestic_violence: { zh: "涉及家庭暴力", en: "Domestic violence" },
  person_at_risk: { zh: "未成年人或无民事行为能力人面临风险", en: "A minor or person without capacity at risk" },
} as const satisfies Record<Circumstance, Label>;

/** The papers of a case file (卷宗). */
export const documentKind = once(() =>
  z.enum([
    "registration",
    "mediation_record",
    "agreement",
    "oral_agreement_form",
    "performance_proof",
    "end_notice",
    "parties_application",
    "confirmation_application",
    "undisputed_facts",
    "forgiveness",
    "security",
    "appraisal",
    "other",
  ]),
);
export type DocumentKind = z.infer<ReturnType<typeof documentKind>>;

export const documentKinds = {
  registration: { zh: "人民调解受理登记表", en: "Registration" },
  mediation_record: { zh: "人民调解记录", en: "Mediation record" },
  agreement: { zh: "人民调解协议书", en: "Agreement" },
  oral_agreement_form: { zh: "人民调解口头协议登记表", en: "Oral-agreement form" },
  performance_proof: { zh: "履行凭证", en: "Proof of performance" },
  end_notice: { zh: "终止调解通知书", en: "End notice" },
  parties_application: { zh: "双方当事人不予处罚书面申请", en: "The parties' application" },
  confirmation_application: { zh: "司法确认申请书", en: "Application for confirmation" },
  undisputed_facts: { zh: "无争议事实记载", en: "Undisputed facts" },
  forgiveness: { zh: "谅解书", en: "Letter of forgiveness" },
  security: { zh: "担保材料", en: "Security" },
  appraisal: { zh: "鉴定意见", en: "Appraisal" },
  other: { zh: "其他", en: "Other" },
} as const satisfies Record<DocumentKind, Label>;

/** What an agreement is about, as far as the court may not confirm it (人民调解协议司法确认程序若干规定 第4条). */
export const confirmationSubject = once(() => z.enum(["ordinary", "status", "real_rights_title", "ip_ownership"]));
export type ConfirmationSubject = z.infer<ReturnType<typeof confirmationSubject>>;
