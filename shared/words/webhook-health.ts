import type { Label } from "../domain/codes.ts";
import { clockTime } from "./format.ts";
import type { Language } from "./language.ts";

/** What the API says of an endpoint. */
type Health = {
  stopped?: keyof typeof stoppedWords;
  held?: { at: string };
  off?: { at: string; why: keyof typeof offWords };
  restsUntil?: string;
  failingSince?: string;
};

const offWords = {
  paused: { zh: "已暂停", en: "Paused" },
  gone: { zh: "已停用：接收方答复该地址已不存在", en: "Switched off: it answered that it is gone" },
  failing: { zh: "已停用：连续五日推送失败", en: "Switched off: it failed for five days" },
} as const satisfies Record<string, Label>;
const stoppedWords = {
  suspended: { zh: "不推送：机构已暂停", en: "Not called: its organisation is suspended" },
  keyless: { zh: "不推送：机构已无密钥", en: "Not called: its organisation has no key left" },
} as const satisfies Record<string, Label>;
const held: Label = { zh: "协调机构已暂停推送", en: "Held by the coordinator" };
const resting: Label = { zh: "响应过慢，暂缓至", en: "Too slow; rests until" };
const failing: Label = { zh: "推送失败，始于", en: "Fails since" };
const working: Label = { zh: "正常", en: "Works" };

/** How an endpoint does, in a few words: all that keeps it from being called, else whether it is taken. */
export function healthWords(health: Health, language: Language): string {
  const { stopped, held: holding, off, restsUntil, failingSince } = health;
  const uncalled = [
    stopped && stoppedWords[stopped][language],
    holding && `${held[language]} ${clockTime(holding.at)}`,
    off && `${offWords[off.why][language]} ${clockTime(off.at)}`,
  ].filter((reason) => reason !== undefined);
  if (uncalled.length > 0) return uncalled.join({ zh: "；", en: "; " }[language]);
  if (restsUntil !== undefined) return `${resting[language]} ${clockTime(restsUntil)}`;
  if (failingSince !== undefined) return `${failing[language]} ${clockTime(failingSince)}`;
  return working[language];
}
