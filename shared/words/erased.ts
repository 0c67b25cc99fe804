import type { CaseState } from "../domain/case-state.ts";
import type { Label } from "../domain/codes.ts";
import { isStandIn, withTexts } from "../domain/free-text.ts";
import { erasureOf } from "../domain/phases/erasure.ts";
import { type Retention, retentionClasses } from "../domain/retention.ts";
import { clockTime } from "./format.ts";
import type { Language } from "./language.ts";
import { lawSource } from "./law.ts";
import { inClauses } from "./punctuation.ts";

const erased: Label = { zh: "（文字内容已删除）", en: "(this text was erased)" };
const texts = {
  ended: { zh: "已销毁", en: "Erased on" },
  begun: { zh: "正在销毁，开始于", en: "Being erased since" },
  years: { zh: "保管", en: "kept for" },
  unit: { zh: "年", en: "years" },
} as const satisfies Record<string, Label>;

/** What is shown to people, with words in place of texts that nobody can open any more. */
export const withWordsForErased = <Shown extends object>(shown: Shown, language: Language): Shown =>
  Object.assign(
    {},
    shown,
    withTexts(shown, (text) => (isStandIn(text) ? erased[language] : text)),
  );

/** For how long a case is kept, and by which rule. */
export const retentionText = ({ class: kept, years, article }: Retention, language: Language): string =>
  `${retentionClasses[kept][language]} · ${years} ${texts.unit[language]} · ${lawSource(article, language)}`;

/** That a case was erased, when, and by which rule; undefined of one that is whole. */
export function erasureText(state: CaseState, language: Language): string | undefined {
  const erasure = erasureOf(state);
  if (erasure === undefined) return undefined;
  const { begunAt, endedAt, years, article } = erasure;
  const [begins, at] = endedAt === undefined ? [texts.begun, begunAt] : [texts.ended, endedAt];
  const kept = `${texts.years[language]} ${years} ${texts.unit[language]}`;
  return inClauses(
    [
      `${begins[language]} ${clockTime(at)}`,
      retentionClasses[erasure.class][language],
      kept,
      lawSource(article, language),
    ],
    language,
  );
}
