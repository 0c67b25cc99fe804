import type { Language } from "../../shared/words/language.ts";

/**
 * The language that an Accept-Language prefers (RFC 9110, 12.5.4): of those with the highest weight the first one named. What
 * is told by `*` alone, or refused, or left out, is the usual one where that is not refused.
 */
export function preferred(header: string | undefined, usual: Language): Language {
  const ranges = (header ?? "").split(",").flatMap(rangeIn);
  const weightOf = (language: Language): number | undefined =>
    max(ranges.filter((range) => range.language === language)) ??
    max(ranges.filter(({ language }) => language === "*"));
  const other = usual === "en" ? "zh" : "en";
  const [ours, theirs] = [weightOf(usual), weightOf(other)];
  if (ours === undefined) return theirs === undefined || theirs === 0 ? usual : other;
  // A language that is not named goes before one that is refused.
  if (theirs === undefined) return ours === 0 ? other : usual;
  if (ours !== theirs) return ours > theirs ? usual : other;
  // The first one named of those that are wanted alike.
  const first = ranges.find(({ language, weight }) => language !== "*" && weight === ours)?.language;
  return ours > 0 && first === other ? other : usual;
}

type Range = { language: Language | "*"; weight: number };

const max = (ranges: readonly Range[]): number | undefined =>
  ranges.length === 0 ? undefined : Math.max(...ranges.map(({ weight }) => weight));

/** A range such as `zh-Hans-CN;q=0.8`; nothing for other languages and what is no range. */
function rangeIn(text: string): Range[] {
  const found = /^\s*(zh|en|\*)(?:-[a-z\d-]+)?\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?$/i.exec(text);
  const name = found?.[1]?.toLowerCase();
  if (name !== "zh" && name !== "en" && name !== "*") return [];
  return [{ language: name, weight: Number(found?.[2] ?? 1) }];
}
