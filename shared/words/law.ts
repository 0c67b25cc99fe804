import { archivePapers } from "../domain/archive-list.ts";
import {
  categories,
  channels,
  circumstances,
  closingOutcomes,
  dangerKinds,
  type Label,
  riskGrades,
} from "../domain/codes.ts";
import { retentionClasses } from "../domain/retention.ts";
import { dayUnits } from "./clocks.ts";
import type { Language } from "./language.ts";
import { listed } from "./punctuation.ts";
import { eligibilities } from "./routing.ts";

type Words = Readonly<Record<string, Label>>;

/** What the parts of a number's path are called. */
const parts: Words = {
  days: { zh: "天数", en: "days" },
  months: { zh: "月数", en: "months" },
  unit: { zh: "计算单位", en: "counted in" },
  accept: { zh: "签收受理", en: "Answer" },
  contact: { zh: "联系当事人", en: "Contact the parties" },
  mediate: { zh: "调解期限", en: "Mediation" },
  mediateSummary: { zh: "简易程序案件的调解期限", en: "Mediation under summary procedure" },
  mediateFrom: { zh: "调解期限起算", en: "Mediation runs from" },
  mediateBy: { zh: "调解期限的确定", en: "Who sets the end of mediation" },
  alsoShow: { zh: "移送机关自身期限", en: "The referrer's own period" },
  what: { zh: "事项", en: "What it is" },
  extendableByDays: { zh: "每次可延长天数", en: "Days of an extension" },
  extendableTimes: { zh: "可延长次数", en: "Extensions" },
  excludes: { zh: "可扣除的时间", en: "Time that does not count" },
  acceptOtherwise: { zh: "其他情形的签收受理", en: "Any other answer" },
  answerSending: { zh: "转送答复", en: "Answer to what was sent on" },
  supplyInfo: { zh: "补正", en: "Supply of information" },
  triage: { zh: "人工处理", en: "Decision of the coordinator" },
  mediateOtherwise: { zh: "其他情形的调解期限", en: "Any other mediation" },
  performOtherwise: { zh: "未约定的履行期限", en: "Performance without a date" },
  confirmation: { zh: "司法确认", en: "Confirmation by the court" },
  decide: { zh: "作出裁定", en: "Decision" },
  outer: { zh: "最长期限", en: "Outer limit" },
  complexity: { zh: "疑难复杂的标准", en: "What makes a dispute hard" },
  partyCount: { zh: "当事人达到人数", en: "Parties from" },
  amountFen: { zh: "标的额达到（元）", en: "Amount from (yuan)" },
  grades: { zh: "风险等级", en: "Risk grades" },
  grade: { zh: "风险等级", en: "Risk grade" },
  eligibility: { zh: "受理条件", en: "Eligibility" },
  verdict: { zh: "结论", en: "Verdict" },
  channels: { zh: "适用渠道", en: "Channels" },
  sectors: { zh: "行业纠纷", en: "Disputes of a sector" },
  categories: { zh: "纠纷类别", en: "Categories" },
  mediateAs: { zh: "适用期限", en: "Takes the period of" },
  writtenForm: { zh: "须书面协议", en: "Written form" },
  gradeProposals: { zh: "建议风险等级", en: "Proposed risk grade" },
  supervision: { zh: "督办", en: "Supervision" },
  confirmationWindowDays: { zh: "申请司法确认的期间（天）", en: "Days to apply for confirmation" },
  committeeTermYears: { zh: "调委会任期（年）", en: "Term of a committee (years)" },
  repeatDisputeMonths: { zh: "重复纠纷的认定期间（月）", en: "Months in which a dispute is a repeat" },
  warnShares: { zh: "期限预警（已过比例）", en: "Warnings, by the share that has passed" },
  routingGuardMinutes: { zh: "分派监测（分钟）", en: "Guard of routing (minutes)" },
  resultGuardHours: { zh: "结果签收监测（小时）", en: "Guard of results (hours)" },
  dangerGuardHours: { zh: "风险签收监测（小时）", en: "Guard of reports of danger (hours)" },
  retention: { zh: "保管期限", en: "Time of keeping" },
  years: { zh: "年限（自结案次年起）", en: "Years, from the one after the end" },
  ...retentionClasses,
  archive: { zh: "归档清单", en: "The archive's list" },
  endings: { zh: "结案方式", en: "Ending" },
  required: { zh: "应当归档", en: "Required" },
  asNeeded: { zh: "按需归档", en: "As needed" },
  order: { zh: "装订", en: "Binding" },
  papers: { zh: "顺序", en: "Order" },
  failed_without_session: { zh: "未经调解即终结", en: "Failed before any session" },
  not_accepted_unassigned: { zh: "分派前不予受理", en: "Not accepted before it was assigned" },
  ...closingOutcomes,
  ...channels,
  ...dangerKinds,
  ...circumstances,
};
/** What the archive's list calls its papers. */
const papers: Words = archivePapers;
/** What the codes are called that are the value of a number. */
const values: Words = {
  ...categories,
  ...channels,
  ...riskGrades,
  ...eligibilities,
  ...dayUnits,
  any: { zh: "全部渠道", en: "all channels" },
  acceptance: { zh: "受理之日", en: "acceptance" },
  receipt: { zh: "收到之日", en: "receipt" },
  "referrer's own date": { zh: "由移送机关指定", en: "the referrer" },
  appraisal: { zh: "鉴定", en: "appraisal" },
  hearing: { zh: "听证", en: "hearing" },
  house: { zh: "本平台规定", en: "the platform's own" },
  court_dockets_after_failure: { zh: "调解不成后立案", en: "The court dockets after failure" },
  police_case_after_failure_or_default: {
    zh: "调解不成或不履行后办案",
    en: "The police decide after failure or default",
  },
  second_attempt_after_first: { zh: "再次调解", en: "Second attempt" },
  joint_request_to_traffic_police_after_termination: {
    zh: "终止后共同申请交管部门调解",
    en: "Joint request to the traffic police",
  },
  petition_answered: { zh: "信访答复", en: "Answer to the petition" },
};

type Value = string | number | boolean | null | readonly (string | number | boolean)[];
type LawNumber = { path: string; value: Value; article?: string };

/** The path of a number in words; what nobody has named stays as it is. */
export function lawPath(path: string, language: Language): string {
  const [first = "", ...rest] = path.split(".");
  // Within the rules of a channel the channel itself says enough.
  const keys = first === "channels" && rest.length > 0 ? rest : [first, ...rest];
  return keys.map((key) => (/^\d+$/.test(key) ? String(Number(key) + 1) : (parts[key]?.[language] ?? key))).join(" · ");
}

const tariffParts: Words = {
  source: { zh: "依据", en: "Source" },
  difficultyFen: { zh: "难易程度（元）", en: "Difficulty (yuan)" },
  simple: { zh: "一般", en: "simple" },
  hard: { zh: "疑难复杂", en: "hard" },
  formFen: { zh: "协议形式（元）", en: "Form (yuan)" },
  oral: { zh: "口头", en: "oral" },
  written: { zh: "书面", en: "written" },
  people: { zh: "当事人人数", en: "People" },
  amount: { zh: "协议金额", en: "Agreed amount" },
  from: { zh: "起", en: "from" },
  fromFen: { zh: "起（元）", en: "from (yuan)" },
  addFen: { zh: "加（元）", en: "adds (yuan)" },
  performanceFen: { zh: "履行情况（元）", en: "Performance (yuan)" },
  performed: { zh: "已履行", en: "performed" },
  defaulted: { zh: "未履行", en: "defaulted" },
  atMostFen: { zh: "每件封顶（元）", en: "At most (yuan)" },
};
/** The path of an amount of a tariff in words; undefined for any other path. */
export function tariffPath(path: string, language: Language): string | undefined {
  const keys = path.split(".");
  if (!Object.hasOwn(tariffParts, keys[0] ?? "")) return undefined;
  return keys
    .map((key) => (/^\d+$/.test(key) ? String(Number(key) + 1) : (tariffParts[key]?.[language] ?? key)))
    .join(" · ");
}

/** A value in words; `path` tells an amount. */
export function lawValue(value: Value, path: string, language: Language): string {
  if (path.endsWith("Fen") && typeof value === "number") return String(value / 100);
  const names = path.startsWith("archive.") ? papers : values;
  const said = [value ?? "—"].flat().map((one) => names[String(one)]?.[language] ?? String(one));
  return said.length === 0 ? "—" : listed(said, language);
}

/** A source in words; beside an article, which is cited in Chinese, in Chinese as well. */
export function lawSource(article = "", language: Language): string {
  const cited = /\p{Script=Han}/u.test(article) ? "zh" : language;
  return article.replaceAll(/\bhouse\b/g, values["house"]?.[cited] ?? "house");
}

/** The numbers as people read them: a period with its unit in one line, and nothing of lists that are empty. */
export function lawLines<Given extends LawNumber>(
  numbers: readonly Given[],
  language: Language,
): { number: Given; item: string; value: string; source: string }[] {
  const units = new Map(numbers.map(({ path, value }) => [path, value]));
  return numbers.flatMap((number) => {
    const { path, value } = number;
    const [, parent = "", last = ""] = /^(.*)\.(\w+)$/.exec(path) ?? [];
    if (last === "unit" && units.has(`${parent}.days`)) return [];
    if (Array.isArray(value) && value.length === 0) return [];
    const unit = units.get(`${parent}.unit`);
    const isPeriod = last === "days" || last === "months";
    const length = unit === "working" ? dayUnits.working : last === "days" ? dayUnits.calendar : month;
    const said = isPeriod ? `${String(value)} ${length[language]}` : lawValue(value, path, language);
    const item = lawPath(isPeriod ? parent : path, language);
    return [{ number, item, value: said, source: lawSource(number.article, language) }];
  });
}

const month: Label = { zh: "个月", en: "months" };
