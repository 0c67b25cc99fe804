import { folded } from "./text.ts";

/** What offices write where they know nothing, as it reads without blanks and punctuation. */
const words = new Set(
  `无 无无 没有 没 无证 无证件 无证号 无号 无号码 无身份证 无证件号 无电话 无手机 无联系方式 未知 未知晓 未提供 未填 未填写 未带 未携带
  未登记 未查明 未查询 未核实 未取得 未留 未办理 不详 不祥 不明 不清 不清楚 不知 不知道 不知晓 不提供 不愿提供 不便提供 拒绝提供 拒不提供 暂无
  暂缺 暂不详 暂未提供 待补 待补充 待查 待查明 待定 待核 待核实 待核查 待确认 缺 缺失 空 空白 略 同上 另附 见附件 保密 匿名 佚名 无名 无名氏
  無 無無 不詳 沒有 没带 未带身份证 没有证件 没有身份证 没有电话 无法提供 无法联系 未出示 未采集 待补录 遗失 丢失 已遗失 已丢失 零
  姓名不详 身份不详 身份不明 某某 某某某 NONE NA NULL NIL NAN NO NONUMBER NOTHING UNKNOWN UNKNOW UNSPECIFIED UNDEFINED TBD TBA TBC
  MISSING EMPTY BLANK PENDING ANONYMOUS NOTAVAILABLE NOTAPPLICABLE NOTKNOWN NOTPROVIDED NOTGIVEN`.split(/\s+/),
);

const plainText = (text: string): string =>
  folded(text)
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

/** Whether a name says only that none is known (无, 不详, 无名氏, unknown, x, dashes), however it is written. */
export function isNoName(text: string): boolean {
  const plain = plainText(text);
  return words.has(plain) || /^[X\d]*$/.test(plain);
}

/** Whether a number says only that none is known: as a name does, or as zeros or another repeated character. */
export function isPlaceholder(text: string): boolean {
  const plain = plainText(text);
  // With the letters of a kind of document before it, a row of zeros is still one.
  return words.has(plain) || isRepeated(plain) || isRepeated(plain.replace(/^[A-Z]{1,3}(?=\d{5})/, ""));
}

/**
 * Whether digits are such as people type where they know no number: in order, up or down (12345678901), a digit or a block of
 * digits again and again (13800000000, 12121212). One may be somebody's; two who give it are not the same person by that.
 */
export function isFiller(text: string): boolean {
  const digits = text.replaceAll(/\D/g, "");
  const eights = Array.from({ length: Math.max(digits.length - 7, 0) }, (_, start) => digits.slice(start, start + 8));
  return [digits.slice(-7), ...eights].some(isInOrder) || /(\d)\1{6}$|(\d{4})\2$/.test(digits);
}

const upwards = "0123456789".repeat(2);
const downwards = [...upwards].reverse().join("");
const isInOrder = (digits: string): boolean => upwards.includes(digits) || downwards.includes(digits);

const isRepeated = (text: string): boolean => {
  const [first = ""] = text;
  return text.replaceAll(first, "") === "";
};
