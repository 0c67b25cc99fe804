import type { Label } from "../domain/codes.ts";
import type { LoadingOfFigures, SeriesPoint } from "../domain/series.ts";
import type { Language } from "./language.ts";

const platform = { zh: "本平台", en: "this platform" } as const satisfies Label;
const loadedFrom = { zh: "导入：", en: "loaded: " } as const satisfies Label;

/** From where the figures of a period are: counted here, loaded, or both. */
export function originOf({ loaded, cases }: Pick<SeriesPoint, "loaded" | "cases">, language: Language): string {
  if (loaded === undefined) return platform[language];
  const earlier = loadedFrom[language] + loaded.takenFrom.join({ zh: "、", en: ", " }[language]);
  return cases > loaded.cases ? `${platform[language]}; ${earlier}` : earlier;
}

/** What loading the figures of a month did. */
export const loadingOutcomes = {
  loaded: { zh: "已导入", en: "Loaded" },
  unchanged: { zh: "此前已导入，没有变化", en: "Loaded before, nothing changed" },
  replaced: { zh: "已替换此前导入的数据", en: "Loaded in the place of other figures" },
} as const satisfies Record<LoadingOfFigures["outcome"], Label>;
