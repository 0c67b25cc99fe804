import type { Label } from "../domain/codes.ts";
import { inBrackets } from "../words/punctuation.ts";
import type { FieldError } from "./problems.ts";

/** What is wrong with a field, by the code of the error, where its own message does not say it in that language. */
const fieldTexts: Readonly<Record<string, Partial<Label>>> = {
  required: { en: "This is required.", zh: "此项必填。" },
  "bad-checksum": { en: "The check character does not fit.", zh: "校验码不符。" },
  "bad-date": {
    en: "The number holds no date of birth that there has been.",
    zh: "号码中的出生日期不存在或在将来。",
  },
  "control-character": {
    en: "Text without control characters, on one line where it is a name or a number.",
    zh: "不得含控制字符；名称、号码须在一行内。",
  },
  "invisible-text": { en: "Text that can be seen.", zh: "须填写可见的文字。" },
  "not-of-a-person": {
    en: "A credit code belongs to an organisation. Give the person's own document, or name the business as an organisation.",
    zh: "统一社会信用代码属于组织。自然人请填本人证件；以商户为当事人的，当事人类型请选组织。",
  },
  "not-of-an-organisation": {
    en: "An organisation has a credit code. The document of a person belongs to its legal representative.",
    zh: "组织请填统一社会信用代码；个人证件请填在法定代表人（负责人）项下。",
  },
  "persons-alone": { en: "Only a natural person has this.", zh: "仅自然人填写此项。" },
  "organisations-alone": { en: "Only an organisation has this.", zh: "仅法人、非法人组织填写此项。" },
  "contradicts-the-document": {
    en: "The number of the document says otherwise. Leave it out, and it is taken from the number.",
    zh: "与证件号码所载不符；不填时按证件号码取值。",
  },
  "not-for-this-channel": { en: "This channel has no such field.", zh: "此渠道没有该项。" },
  "not-your-channel": { en: "Your organisation does not send by this channel.", zh: "贵机构不能以此渠道移送。" },
  "off-above": {
    en: "The nation or the province has this day off: it cannot be made a working day.",
    zh: "国家或省规定此日放假，不能改为上班。",
  },
  "already-sent": { zh: "此件已移送。" },
  "mediator-twice": { en: "A mediator is named twice.", zh: "调解员重复。" },
  "headers-of-another-host": {
    en: "The headers of this address are for its host, and do not go to another one: give them again, or take them away.",
    zh: "请求头只用于原接收地址，不随推送发往其他域名、端口或协议：请重新填写，或者取消。",
  },
  "unknown-mediator": { en: "No such mediator of yours.", zh: "贵组织没有此调解员。" },
  "party-twice": { en: "A party is named twice.", zh: "当事人重复。" },
  "unknown-party": { zh: "本案没有此当事人。" },
  "not-a-court": { en: "That is no court.", zh: "该机构不是法院。" },
  "key-lifetime": {
    en: "A time to come, and no later than the county lets a key last.",
    zh: "须为将来的时间，且不晚于本县规定的密钥最长有效期。",
  },
  "key-ended": { en: "This key has ended: make a new one.", zh: "此密钥已到期，请生成新的密钥。" },
  "unsuitable-key": {
    en: "A public key of P-256, Ed25519, or RSA of 2048 to 8192 bits with the exponent 65537, and none that is known to be weak.",
    zh: "须为 P-256、Ed25519，或 2048 至 8192 位、指数为 65537 的 RSA 公钥，且不属于已知的弱密钥。",
  },
  "published-key": {
    en: "The private half of this key is published, so everybody can sign with it: make a new one.",
    zh: "此密钥的私钥已公开发表，任何人都能用它签名：请生成新的密钥。",
  },
  "not-police": { en: "That is no police station.", zh: "该机构不是公安机关。" },
  "not-a-mediation-body": { en: "That is no mediation body.", zh: "该机构不是调解组织。" },
  "not-of-this-track": { en: "That body is not of this kind of mediation.", zh: "该机构不属于此类调解。" },
  "not-a-next-seat": { en: "Cases are not sent on to that body.", zh: "不能转送该机构。" },
  "not-in-the-file": { en: "The case file has no such paper.", zh: "卷宗中没有此材料。" },
  "not-its-draft": {
    en: "That is no draft of this kind which was made from the case.",
    zh: "该材料不是由本案生成的同类文书草稿。",
  },
  "other-kind": { en: "That form is filed under another kind.", zh: "该文书不以此类材料入卷。" },
  "wrong-ending": { zh: "文件名的后缀与类型不符。" },
  unsigned: { zh: "须全体当事人签名。" },
  "consent-missing": { zh: "须全体当事人同意。" },
  "reason-required": { en: "Say why.", zh: "须说明理由。" },
  "time-in-future": { zh: "时间尚未到来。" },
  "time-in-past": { zh: "时间已过。" },
  "time-before": { zh: "时间过早。" },
  "due-date-required": { zh: "须填写期限日期。" },
  "no-later-date": { zh: "新期限须晚于原期限。" },
  "not-confirmable": { zh: "此类协议不予司法确认。" },
  "written-form-required": { zh: "依法须采用书面协议。" },
  "unknown-instalment": { zh: "没有此期待履行款。" },
  "unknown-occasion": { zh: "没有这一次调解（回访）。" },
  "sum-differs": { zh: "各期（各条）合计与协议金额不符。" },
  "number-missing": { zh: "须填写协议书编号；协议书由本平台编号的，请先将协议书放入卷宗。" },
  "number-differs": { zh: "与协议书上的编号不一致；可不填，按协议书编号登记。" },
  "plan-differs": { zh: "与协议条款约定的金额、期限不符；可不填，按条款执行，或先更正条款。" },
  "national-only": { zh: "此项只能由国家层规定。" },
  "source-missing": { zh: "须注明条文依据，或注明 house（本地自定）。" },
  "source-without-number": { zh: "注明了依据，但未设定该项。" },
  "sets-nothing": { zh: "未设定任何事项。" },
  "not-a-whole-pack": { zh: "国家层规则须完整。" },
  "out-of-bounds": { zh: "数值超出合理范围。" },
  "not-ascending": { zh: "数值须递增，且最多五个。" },
  "no-bounds": { zh: "没有此项规则。" },
  "above-statutory-maximum": { zh: "上级规则已有条文规定，只能以同一单位缩短期限。" },
  "below-statutory-minimum": { zh: "上级规则已有条文规定，保管期限只能延长，不能缩短。" },
  "does-not-fit": { zh: "与上级规则不符。" },
  "before-the-first-law": { zh: "当日尚无国家层规则。" },
  "out-of-reach": { zh: "日期超出该年度安排的范围。" },
  "one-of-two": { en: "Say one of the two, not both.", zh: "两项只能填写一项。" },
  "not-a-document": {
    en: "This is no Word document (.docx) that can be read.",
    zh: "不是可以读取的 Word 文档（.docx）。",
  },
  "unpacks-too-large": { en: "The document unpacks to too much.", zh: "文档解压后过大。" },
  macros: { en: "A template has no macros.", zh: "格式中不得含宏。" },
  "external-target": { en: "A template refers to nothing outside of it.", zh: "格式中不得引用外部文件或链接。" },
  "embedded-object": { en: "A template has no embedded objects or fonts.", zh: "格式中不得嵌入对象或字体。" },
  "unusual-part": { en: "A template has no such part; remove it.", zh: "格式中不得含此类内容，请删除（如批注）。" },
  "tracked-changes": { en: "Accept or reject the tracked changes first.", zh: "请先接受或拒绝全部修订。" },
  "active-field": { en: "A template has no such field of Word.", zh: "格式中不得含此类 Word 域。" },
  "bound-content": {
    en: "A template has no content control that is bound to data.",
    zh: "格式中不得含绑定数据的内容控件。",
  },
  "template-syntax": { en: "This tag cannot be read.", zh: "此标记无法识别。" },
  "full-width-brackets": { en: "Write half-width brackets.", zh: "请使用半角花括号 { }。" },
  "unknown-template-field": { en: "This form has no such field.", zh: "本文书没有此字段。" },
  "missing-template-field": { en: "This form needs this field.", zh: "本文书缺少必备字段。" },
  "day-twice": { zh: "日期重复。" },
  "parts-exceed-cases": { en: "The parts come to more than the cases.", zh: "各分项之和超过案件数。" },
  "more-than-cases": {
    en: "These are some of the cases, and cannot be more.",
    zh: "此数为案件数的一部分，不能超过案件数。",
  },
  "month-not-over": { en: "Only a month that is over can be loaded.", zh: "只能导入已结束的月份。" },
  "ends-before-it-begins": { en: "The last month is before the first.", zh: "截止月份早于起始月份。" },
  "range-too-long": { en: "Ten years at most.", zh: "最多十年。" },
  "same-case": { zh: "不能与本案合并。" },
  "same-track": { zh: "本案已属此类调解。" },
  "same-county": { zh: "本案已在该县（市、区）。" },
  "no-coordinator": { zh: "该县（市、区）在本平台没有协调机构。" },
};

/** What is wrong with a field, in Chinese as well where its own message says more than the code does. */
export type TwofoldError = FieldError & { readonly zh?: string };

/** A name, a number or a day, or several of which one will do: a message without a blank between words is in no language. */
const isValue = (message: string): boolean => /^\S+(?: \/ \S+)*$/.test(message);

/** The error in words of that language. Its own message follows, unless that is only the code or in the other language. */
export function inWords({ zh, ...error }: TwofoldError, language: keyof Label): FieldError {
  const { code, message } = error;
  if (language === "zh" && zh !== undefined) return { ...error, message: zh };
  const text = fieldTexts[code]?.[language];
  if (text === undefined) return error;
  const saysNoMore =
    message === code || message === text || code === "required" || (language === "zh" && !isValue(message));
  return { ...error, message: saysNoMore ? text : `${text}${inBrackets(message, language)}` };
}
