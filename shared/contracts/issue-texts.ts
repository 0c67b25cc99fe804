import type * as z from "zod";
import type { Label } from "../domain/codes.ts";

/** What a field accepts, under the name that its schema gives to its pattern (`error`). */
export const acceptedTexts: Readonly<Record<string, Label>> = {
  "division-code": {
    en: "A division code: 6 digits for a county, 9 for a town, 12 for a village or community.",
    zh: "须为行政区划代码：县级 6 位、乡镇（街道）9 位、村（社区）12 位数字。",
  },
  "county-code": {
    en: "The division code of a county: 6 digits, such as 330483.",
    zh: "须为县级行政区划代码，6 位数字，如 330483。",
  },
  "town-code": {
    en: "The division code of a town (9 digits), or of a county for what stands above its towns (6 digits).",
    zh: "须为乡镇（街道）9 位行政区划代码，县级机构填 6 位县级代码。",
  },
  "organisation-id": {
    en: "2 to 60 lower-case letters, digits and hyphens, beginning with a letter or digit.",
    zh: "须为 2 至 60 个小写字母、数字或连字符，以字母或数字开头。",
  },
  month: { en: "A month as YYYY-MM, such as 2026-03.", zh: "须为月份，格式如 2026-03。" },
  period: {
    en: "A year, a quarter or a month, such as 2026, 2026-Q1 or 2026-03.",
    zh: "须为年份、季度或月份，如 2026、2026-Q1 或 2026-03。",
  },
  "time-of-day": { en: "A time of day as HH:MM, such as 08:30.", zh: "须为 24 小时制时间，格式如 08:30。" },
  quarter: { en: "A quarter, such as 2026Q1.", zh: "须为季度，格式如 2026Q1。" },
  "law-scope": {
    en: "A layer of law: cn, the two digits of a province, or the six digits of a county.",
    zh: "须为规则层级：cn、省级 2 位代码或县级 6 位代码。",
  },
  "law-version": {
    en: "Up to 40 letters, digits, dots, hyphens and underscores, beginning with a letter or digit.",
    zh: "须为不超过 40 个字母、数字、点、连字符或下划线，以字母或数字开头。",
  },
  "number-series": { en: "Up to 20 Chinese characters, letters and digits.", zh: "须为不超过 20 个汉字、字母或数字。" },
  "file-name": {
    en: 'A file name of up to 120 characters without folders: none of / \\ : * ? " < > | and no control characters.',
    zh: '须为不超过 120 字、不含路径的文件名：不得含 / \\ : * ? " < > | 及控制字符。',
  },
  sha256: {
    en: "The SHA-256 of the bytes: 64 lower-case hexadecimal digits.",
    zh: "须为文件的 SHA-256：64 位小写十六进制数字。",
  },
  "key-proof": {
    en: "Not signed with this key for this organisation and platform, or older than a day: make the proof again where the private key is.",
    zh: "该证明并非由此密钥为本机构和本平台签署，或已超过一天：请在保管私钥处重新生成。",
  },
  "replay-range": {
    en: "From one moment to a later one, not before 30 days ago and not after now.",
    zh: "起止时间须在最近 30 日之内，起始不晚于截止，截止不晚于当前时间。",
  },
  "number-or-party": {
    en: "Name either a number, or what is known of a party.",
    zh: "请填写编号，或者填写当事人的姓名、证件号码、电话之一。",
  },
  phone: {
    en: "One telephone number, such as 13800000001, 0573-88000001, +86 573 88000001 or 0573-88000001转801. Leave it out when there is none.",
    zh: "须为一个电话号码，如 13800000001、0573-88000001、+86 573 88000001 或 0573-88000001转801；没有则不填。",
  },
  "bad-shape-resident_id": {
    en: "A resident ID number has 18 characters: 17 digits and a digit or X.",
    zh: "居民身份证号码须为 18 位：17 位数字加 1 位数字或 X。",
  },
  "bad-shape-hk_macao_taiwan_residence_permit": {
    en: "A residence permit of Hong Kong, Macao or Taiwan has 18 characters and begins with 810000, 820000 or 830000.",
    zh: "港澳台居民居住证号码须为 18 位，以 810000、820000 或 830000 开头。",
  },
  "bad-shape-passport": {
    en: "A passport number has 5 to 12 letters and digits, at least one of them a digit.",
    zh: "护照号码须为 5 至 12 位字母或数字，至少含一位数字。",
  },
  "bad-shape-hk_macao_permit": {
    en: "A Hong Kong or Macao permit has H or M and 8 digits (for foreign nationals a letter and 7); an older one 2 more.",
    zh: "港澳居民来往内地通行证号码须为 H 或 M 加 8 位数字（非中国籍为 1 位字母加 7 位数字），旧证另加 2 位。",
  },
  "bad-shape-taiwan_permit": {
    en: "A Taiwan permit has 8 digits; an older one 10 digits and a letter.",
    zh: "台湾居民来往大陆通行证号码须为 8 位数字；旧证为 10 位数字加 1 位字母。",
  },
  "bad-shape-foreign_permanent_residence": {
    en: "A foreigner's card has 18 digits beginning with 9 (2023), or 3 letters and 12 digits (2017).",
    zh: "外国人永久居留身份证号码须为以 9 开头的 18 位（2023 版），或 3 位字母加 12 位数字（2017 版）。",
  },
  "bad-shape-credit_code": {
    en: "A unified social credit code has 18 digits and capitals, without I, O, S, V and Z.",
    zh: "统一社会信用代码须为 18 位数字或大写字母（不含 I、O、S、V、Z）。",
  },
  "court-number-brackets": {
    en: "A court case number has round brackets around its year.",
    zh: "法院案号的年份使用圆括号。",
  },
  "court-number-part": {
    en: "之一 and the like belong to a document and not to the case: send the number of the case alone.",
    zh: "“之一”等系文书编号，不属案号；请只填案号。",
  },
  "court-number-series": {
    en: "A series is several cases: send each under its own number.",
    zh: "系列案件请逐案移送，每件填写各自案号。",
  },
  "not-a-court-case-number": {
    en: "A court case number: year in brackets, court, type, number and 号.",
    zh: "须为法院案号：（年份）法院代字、类型代字、编号及“号”。",
  },
  "the steps of people ascend": { en: "The steps of people ascend.", zh: "人数档次须递增。" },
  "the steps of amount ascend": { en: "The steps of amount ascend.", zh: "金额档次须递增。" },
  "mediation ends after a period or on the referrer's date, one of the two": {
    en: "Mediation ends after a period or on the referrer's date, one of the two.",
    zh: "调解以期限或移送机关指定日期为止，二者择一。",
  },
  "private-key": { en: "A public key alone; this one holds a private part.", zh: "只能提供公钥，不得含私钥部分。" },
  "header-name": { en: "1 to 64 letters, digits and hyphens.", zh: "须为 1 至 64 个字母、数字或连字符。" },
  "header-not-allowed": {
    en: "Authorization, a key such as Api-Key, or a name that begins with X- and that no proxy acts on.",
    zh: "只能是 Authorization、Api-Key 等密钥请求头，或以 X- 开头且代理服务器不处理的自定义请求头。",
  },
  "header-value": {
    en: "Visible ASCII without space around it, on one line.",
    zh: "须为一行可见的 ASCII 字符，首尾不得有空格。",
  },
  "header-twice": { en: "Each header once.", zh: "同一请求头只能填写一次。" },
  "headers-too-long": { en: "All headers together may have 4,096 characters.", zh: "请求头合计不得超过 4096 个字符。" },
  "not-a-resident-id": {
    en: "A resident ID number of 18 characters whose check character fits.",
    zh: "须为 18 位居民身份证号码，且校验码相符。",
  },
};

const types: Readonly<Record<string, Label>> = {
  string: { en: "a text", zh: "文本" },
  number: { en: "a number", zh: "数字" },
  int: { en: "a whole number", zh: "整数" },
  boolean: { en: "true or false", zh: "true 或 false" },
  array: { en: "a list", zh: "列表" },
  object: { en: "an object with named fields", zh: "对象" },
  record: { en: "an object with named fields", zh: "对象" },
  null: { en: "null", zh: "null" },
};

const formats: Readonly<Record<string, Label>> = {
  datetime: {
    en: "An instant with its zone, such as 2026-03-02T09:00:00+08:00 or 2026-03-02T01:00:00Z.",
    zh: "须为带时区的时间，如 2026-03-02T09:00:00+08:00 或 2026-03-02T01:00:00Z。",
  },
  date: { en: "A day of the calendar as YYYY-MM-DD, such as 2026-03-02.", zh: "须为存在的日期，格式如 2026-03-02。" },
  uuid: { en: "An id as this platform gave it (a UUID).", zh: "须为本平台给出的标识（UUID）。" },
  url: { en: "A web address, beginning with https:// or http://.", zh: "须为网址，以 https:// 或 http:// 开头。" },
};

/** What a refused field accepts, in words of that language; never the pattern by which it is checked. */
export function sayIssue(issue: z.core.$ZodIssue, language: keyof Label): string {
  const text = acceptedTexts[issue.message]?.[language];
  if (text !== undefined) return `${text}${example(issue, language)}`;
  const say = (en: string, zh: string): string => ({ en, zh })[language];
  switch (issue.code) {
    case "invalid_type": {
      const wanted = types[issue.expected];
      return say(`This must be ${wanted?.en ?? issue.expected}.`, `须为${wanted?.zh ?? issue.expected}。`);
    }
    case "too_small":
      return bound(issue, issue.minimum, say("at least", "不少于"), language, issue.inclusive);
    case "too_big":
      return bound(issue, issue.maximum, say("at most", "不超过"), language, issue.inclusive);
    case "not_multiple_of":
      return say(`This must be a multiple of ${issue.divisor}.`, `须为 ${issue.divisor} 的倍数。`);
    case "invalid_format":
      return formats[issue.format]?.[language] ?? say("This is not written as it should be.", "格式不正确。");
    case "invalid_value":
      return oneOf(issue.values, language);
    case "invalid_union":
      return say("This is none of the forms that are accepted here.", "不属于可接受的任何一种形式。");
    case "unrecognized_keys":
      return say("There is no such field.", "没有该项。");
    case "invalid_key":
    case "invalid_element":
      return say("An entry is not accepted here.", "其中一项不符合要求。");
    case "custom":
      return issue.message;
  }
}

function example(issue: z.core.$ZodIssue, language: keyof Label): string {
  const written: unknown = issue.code === "custom" ? issue.params?.["written"] : undefined;
  if (typeof written !== "string") return "";
  return { en: ` Write: ${written}`, zh: `应写作：${written}` }[language];
}

const oneOf = (values: readonly unknown[], language: keyof Label): string =>
  ({ en: `One of: ${values.join(", ")}.`, zh: `须为以下之一：${values.join("、")}。` })[language];

function bound(
  { origin }: { origin: string },
  limit: number | bigint,
  words: string,
  language: keyof Label,
  inclusive: boolean | undefined,
): string {
  const units: Readonly<Record<string, Label>> = {
    string: { en: "characters", zh: "个字" },
    array: { en: "entries", zh: "项" },
  };
  const unit = units[origin]?.[language];
  const amount = inclusive === false ? { en: `${limit} (not included)`, zh: `${limit}（不含）` }[language] : `${limit}`;
  if (language === "zh") return unit === undefined ? `须${words} ${amount}。` : `须${words} ${amount} ${unit}。`;
  return `This must ${unit === undefined ? "be" : "have"} ${words} ${amount}${unit === undefined ? "" : ` ${unit}`}.`;
}
