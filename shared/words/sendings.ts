import type { Sending } from "../domain/case.ts";
import type { Label } from "../domain/codes.ts";
import type { Language } from "./language.ts";
import { inBrackets, listed } from "./punctuation.ts";

const answers = {
  waiting: { zh: "待接收", en: "no answer yet" },
  accepted: { zh: "已接收", en: "accepted" },
  returned: { zh: "已退回", en: "returned" },
  acknowledged: { zh: "已签收反馈", en: "answer acknowledged" },
} as const satisfies Record<string, Label>;

/** To whom a case was sent on, what it answered and under which number it goes on there. */
export function sendingText({ to, answer, ownNumber, acknowledgedAt }: Sending, language: Language): string {
  const acknowledged = acknowledgedAt === undefined ? [] : [answers.acknowledged[language]];
  const said = [
    answers[answer ?? "waiting"][language],
    ...(ownNumber === undefined ? [] : [ownNumber]),
    ...acknowledged,
  ];
  return `${to}${inBrackets(listed(said, language), language)}`;
}
