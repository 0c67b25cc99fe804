import { yuan } from "../domain/body.ts";
import { shanghaiDate } from "../domain/calendar.ts";
import type { Label } from "../domain/codes.ts";

/** Something that a form asks for and the case does not say yet. `step` is the operation that tells it. */
export type Missing = { field: string; name: Label; step: string };

/** Room for a text that somebody writes by hand. */
export const blank = "＿＿＿＿＿＿";
export const blankDay = "＿＿＿＿年＿＿月＿＿日";

/** A paper in the making: what is asked of it is either known, or left blank and noted as missing. */
export type Draft = {
  need: (missing: Missing, known: string | undefined, room?: string) => string;
  missing: () => Missing[];
};

export function createDraft(): Draft {
  const noted = new Map<string, Missing>();
  return {
    need(missing, known, room = blank) {
      if (known !== undefined && known.trim() !== "") return known;
      noted.set(missing.field, missing);
      return room;
    },
    missing: () => [...noted.values()],
  };
}

/** A day as papers write it: 2026年3月2日. */
export const chineseDay = (day: string): string => {
  const [year = "", month = "", date = ""] = day.split("-");
  return `${Number(year)}年${Number(month)}月${Number(date)}日`;
};
export const dayOf = (instant: string): string => chineseDay(shanghaiDate(instant));

/** A time as papers write it: 2026年3月2日10时05分, in China. */
export function timeOf(instant: string): string {
  const there = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString();
  return `${dayOf(instant)}${Number(there.slice(11, 13))}时${there.slice(14, 16)}分`;
}

/** Completed years on a day. */
export function ageOn(bornOn: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return day.slice(5) < bornOn.slice(5) ? years - 1 : years;
}

const digits = "零壹贰叁肆伍陆柒捌玖";
const places = ["", "拾", "佰", "仟"];
const groups = ["", "万", "亿", "兆"];

/** An amount in the capital figures that banks and courts use (票据法 第8条): 壹万贰仟元整. */
export function capitalYuan(amountFen: number): string {
  const yuan = Math.trunc(amountFen / 100);
  const [jiao, fen] = [Math.trunc((amountFen % 100) / 10), amountFen % 10];
  const whole = yuan === 0 ? "" : `${capitalNumber(yuan)}元`;
  if (jiao === 0 && fen === 0) return `${whole === "" ? "零元" : whole}整`;
  const tenth = jiao === 0 ? (whole === "" ? "" : "零") : `${digits[jiao]}角`;
  return `${whole}${tenth}${fen === 0 ? "整" : `${digits[fen]}分`}`;
}

function capitalNumber(number: number): string {
  let text = "";
  let isGap = false;
  for (let group = 3; group >= 0; group -= 1) {
    const part = Math.trunc(number / 10_000 ** group) % 10_000;
    if (part === 0) {
      isGap = text !== "";
      continue;
    }
    if (text !== "" && (isGap || part < 1_000)) text += "零";
    text += `${capitalPart(part)}${groups[group]}`;
    isGap = false;
  }
  return text;
}

function capitalPart(part: number): string {
  let text = "";
  let isGap = false;
  for (let place = 3; place >= 0; place -= 1) {
    const digit = Math.trunc(part / 10 ** place) % 10;
    if (digit === 0) {
      isGap = text !== "";
      continue;
    }
    text += `${isGap ? "零" : ""}${digits[digit]}${places[place]}`;
    isGap = false;
  }
  return text;
}

/** Yuan in figures with the capitals after them: 1200.00元（大写：壹仟贰佰元整）. */
export const moneyOf = (amountFen: number): string => `${yuan(amountFen)}元（大写：${capitalYuan(amountFen)}）`;
