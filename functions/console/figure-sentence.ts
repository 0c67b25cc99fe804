import type { Label } from "../../shared/domain/codes.ts";
import type { FigureSeries } from "../../shared/domain/series.ts";
import { caseSources } from "../../shared/domain/tally.ts";
import type { Language } from "../../shared/words/language.ts";
import { changeIn, percentOf, sumOf, totalsOf } from "./figure-tables.ts";

const shareSays = {
  zh: (name: string, share: number, before: number | "") =>
    `${name}最多，占 ${share}%${before === "" ? "" : `（上年同期 ${before}%）`}`,
  en: (name: string, share: number, before: number | "") =>
    `${name.charAt(0).toLowerCase()}${name.slice(1)} come first with ${share} %${before === "" ? "" : ` (${before} % a year before)`}`,
};

/** The first thing to know, as a sentence: how many cases, from where most of them came, and how that has changed. */
export function sentenceOf(series: FigureSeries, before: FigureSeries | undefined, language: Language): string {
  const { cases, agreed, known } = totalsOf(series);
  const earlier = before && totalsOf(before).cases;
  const sources = (from: FigureSeries) => sourcesOf(from).toSorted((one, other) => other.cases - one.cases);
  const [most] = sources(series);
  const shareBefore = before && most && sourcesOf(before).find(({ code }) => code === most.code)?.cases;
  const change = earlier === undefined ? "" : changeIn(cases, earlier);
  const rate = percentOf(agreed, known);
  const words: Label = {
    zh: [
      `办结 ${cases} 件${change === "" ? "" : `，比上年同期${change >= 0 ? "增加" : "减少"} ${Math.abs(change)}%`}`,
      ...(most === undefined || most.cases === 0
        ? []
        : [
            shareSays.zh(
              caseSources[most.code].zh,
              percentOf(most.cases, cases) || 0,
              shareBefore === undefined || !earlier ? "" : percentOf(shareBefore, earlier),
            ),
          ]),
      ...(rate === "" ? [] : [`达成协议的占 ${rate}%`]),
    ].join("；"),
    en: [
      `${cases} ${cases === 1 ? "case" : "cases"} ended${change === "" ? "" : `, ${Math.abs(change)} % ${change >= 0 ? "more" : "fewer"} than a year before`}`,
      ...(most === undefined || most.cases === 0
        ? []
        : [
            shareSays.en(
              caseSources[most.code].en,
              percentOf(most.cases, cases) || 0,
              shareBefore === undefined || !earlier ? "" : percentOf(shareBefore, earlier),
            ),
          ]),
      ...(rate === "" ? [] : [`${rate} % ended with an agreement`]),
    ].join("; "),
  };
  return `${words[language]}${{ zh: "。", en: "." }[language]}`;
}

const sourcesOf = ({ points }: FigureSeries) =>
  (points[0]?.bySource ?? []).map(({ code }) => ({
    code,
    cases: sumOf(points.map(({ bySource }) => bySource.find((one) => one.code === code)?.cases ?? 0)),
  }));
