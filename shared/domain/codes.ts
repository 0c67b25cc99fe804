import * as z from "zod";
import { type Channel, channelDefinitions, channelNames } from "./channels.ts";
import { coded, type Labels } from "./coded.ts";
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
export const closingOutcomes = {
  performed: { zh: "已履行", en: "Performed" },
  defaulted: { zh: "达成协议未履行", en: "Agreed, not performed" },
  failed: { zh: "调解不成", en: "Failed" },
  not_accepted: { zh: "不予受理", en: "Not accepted" },
  withdrawn: { zh: "撤回申请", en: "Withdrawn" },
  recalled: { zh: "移送机关撤回", en: "Recalled by the referrer" },
  merged: { zh: "并案", en: "Merged" },
  void: { zh: "未获司法确认终结", en: "Ended, the agreement not confirmed" },
} as const satisfies Labels;
export const closingOutcome = once(() => coded(closingOutcomes));
export type ClosingOutcome = keyof typeof closingOutcomes;

/** Gravest first. */
export const riskGrades = {
  red: { zh: "红", en: "Red" },
  orange: { zh: "橙", en: "Orange" },
  yellow: { zh: "黄", en: "Yellow" },
  blue: { zh: "蓝", en: "Blue" },
} as const satisfies Labels;
export const riskGrade = once(() => coded(riskGrades));
export type RiskGrade = keyof typeof riskGrades;

/** What a quarrel did to a person, gravest last; nothing so grave where it is absent. */
export const harms = {
  serious_injury: { zh: "重伤", en: "Serious injury" },
  death: { zh: "死亡", en: "Death" },
} as const satisfies Labels;
export const harm = once(() => coded(harms));
export type Harm = keyof typeof harms;

export const agreementForms = {
  written: { zh: "书面协议", en: "Written" },
  oral: { zh: "口头协议", en: "Oral" },
} as const satisfies Labels;
export const agreementForm = once(() => coded(agreementForms));
export type AgreementForm = keyof typeof agreementForms;

/** The kinds of civil subject (民法典 第2条、第102条). */
export const partyKinds = {
  natural_person: { zh: "自然人", en: "Natural person" },
  legal_person: { zh: "法人", en: "Legal person" },
  unincorporated: { zh: "非法人组织", en: "Unincorporated organisation" },
} as const satisfies Labels;
export const partyKind = once(() => coded(partyKinds));
export type PartyKind = keyof typeof partyKinds;

/** What a party proves its identity with; intake often lacks it, so `unknown` is an answer. */
export const identityDocuments = {
  resident_id: { zh: "居民身份证", en: "Resident ID" },
  passport: { zh: "护照", en: "Passport" },
  hk_macao_permit: { zh: "港澳居民来往内地通行证", en: "Hong Kong and Macao permit" },
  taiwan_permit: { zh: "台湾居民来往大陆通行证", en: "Taiwan permit" },
  hk_macao_taiwan_residence_permit: { zh: "港澳台居民居住证", en: "Hong Kong, Macao and Taiwan residence permit" },
  foreign_permanent_residence: { zh: "外国人永久居留身份证", en: "Foreigner's permanent residence" },
  credit_code: { zh: "统一社会信用代码", en: "Unified social credit code" },
  unknown: { zh: "未知", en: "Unknown" },
} as const satisfies Labels;
export const identityDocument = once(() => coded(identityDocuments));
export type IdentityDocument = keyof typeof identityDocuments;

/** The three kinds of mediation that are linked (三调联动). */
export const tracks = {
  people: { zh: "人民调解", en: "People's mediation" },
  administrative: { zh: "行政调解", en: "Administrative mediation" },
  judicial: { zh: "司法调解", en: "Judicial mediation" },
} as const satisfies Labels;
export const track = once(() => coded(tracks));
export type Track = keyof typeof tracks;

/** What is reported to the police at once (transition 18). */
export const dangerKinds = {
  domestic_violence: { zh: "家庭暴力", en: "Domestic violence" },
  person_at_risk: { zh: "未成年人或无民事行为能力人面临风险", en: "A minor or person without capacity at risk" },
  public_order: { zh: "可能激化为治安案件", en: "Danger to public order" },
  crime: { zh: "涉嫌犯罪", en: "A crime" },
  self_harm: { zh: "自伤、自杀风险", en: "Danger of self-harm" },
} as const satisfies Labels;
export const dangerKind = once(() => coded(dangerKinds));
export type DangerKind = keyof typeof dangerKinds;

/** What can speak against mediation or demand a report; ticked by people, never read out of free text. */
export const circumstances = {
  party_refuses: { zh: "当事人明确拒绝调解", en: "A party plainly refuses" },
  reserved_by_law: { zh: "法律规定由专门机关管辖", en: "Reserved by law to another body" },
  decided_elsewhere: {
    zh: "其他机关已经受理或者解决（移送机关自身除外）",
    en: "Already taken up or decided elsewhere, other than by the referrer itself",
  },
  hired_assault: { zh: "雇凶伤害他人", en: "Hired assault" },
  gang_fight: { zh: "结伙斗殴或者其他寻衅滋事", en: "Gang fight" },
  repeat_offender: { zh: "多次实施违反治安管理行为", en: "Repeat offender" },
  suspect_fled: { zh: "行为人逃跑", en: "The suspect fled" },
  new_offence_during_mediation: { zh: "调解期间又实施违反治安管理行为", en: "A new offence during mediation" },
  minor_without_guardian: { zh: "未成年人无监护人到场", en: "A minor without a guardian" },
  suspect_unrepresented: {
    zh: "行为人本人不能参加调解（不得由他人代为参加）",
    en: "The suspect cannot take part in person, and nobody may stand in",
  },
  sentence_over_three_years: { zh: "可能判处超过三年有期徒刑", en: "Likely sentence over three years" },
  negligence_over_seven_years: { zh: "过失犯罪可能判处超过七年有期徒刑", en: "Negligence, likely over seven years" },
  intentional_crime_within_five_years: { zh: "五年内曾故意犯罪", en: "An intentional crime within five years" },
  dereliction_offence: { zh: "涉嫌渎职犯罪", en: "A dereliction of duty" },
  not_from_civil_dispute: { zh: "并非因民间纠纷引起的犯罪", en: "A crime that does not come from a civil dispute" },
  administrative_dispute: { zh: "行政争议", en: "An administrative dispute" },
  domestic_violence: { zh: "涉及家庭暴力", en: "Domestic violence" },
  person_at_risk: {
    zh: "未成年人或者无、限制民事行为能力人面临风险（并告知民政、教育部门）",
    en: "A minor, or a person without or with limited capacity, at risk: civil affairs and education are told too",
  },
} as const satisfies Labels;
export const circumstance = once(() => coded(circumstances));
export type Circumstance = keyof typeof circumstances;

/** The papers of a case file (卷宗). */
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
} as const satisfies Labels;
export const documentKind = once(() => coded(documentKinds));
export type DocumentKind = keyof typeof documentKinds;

/** What an agreement is about, as far as the court may not confirm it (民事诉讼法司法解释 第355条). */
const confirmationSubjects = {
  ordinary: { zh: "一般民事权益", en: "Ordinary civil rights" },
  status: { zh: "身份关系", en: "Personal status" },
  real_rights_title: { zh: "物权确权", en: "Title to real rights" },
  ip_ownership: { zh: "知识产权确权", en: "Ownership of intellectual property" },
  outside_courts: { zh: "不属于人民法院受理范围", en: "Outside what courts hear" },
  other_court: { zh: "不属于收到申请的法院管辖", en: "Within another court's jurisdiction" },
  special_procedure: {
    zh: "适用其他特别程序、公示催告程序、破产程序审理",
    en: "For another special procedure, public notice or bankruptcy",
  },
} as const satisfies Labels;
export const confirmationSubject = once(() => coded(confirmationSubjects));
export type ConfirmationSubject = keyof typeof confirmationSubjects;

/** What the parties want once the court does not confirm their agreement, which stands all the same. */
const afterRefusals = {
  performing: { zh: "当事人仍按协议履行", en: "The parties perform the agreement all the same" },
  mediating: { zh: "重新调解", en: "Mediate again" },
  void: { zh: "当事人不再履行，结案", en: "The parties give the agreement up; close the case" },
} as const satisfies Labels;
export const afterRefusal = once(() =>
  coded(afterRefusals).describe(
    "What the parties want now: perform all the same, mediate again, or end it. The agreement stands",
  ),
);
