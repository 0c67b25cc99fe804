import { categories } from "./codes.ts";
import { averageDays, type FigureSeries, type SeriesPoint } from "./series.ts";
import type { Cell, Sheet } from "./sheet.ts";
import { caseSources } from "./tally.ts";

const platform = "本平台";

/** From where the figures of a point are. */
const originOf = ({ loaded, cases }: Pick<SeriesPoint, "loaded" | "cases">): string => {
  if (loaded === undefined) return platform;
  const earlier = `导入：${loaded.takenFrom.join("、")}`;
  return cases > loaded.cases ? `${platform}；${earlier}` : earlier;
};

/** The series as a table, one line a period. A figure that was loaded as unknown has no number. */
export function seriesSheet({ county, points }: FigureSeries): Sheet {
  const [first] = points;
  return {
    name: `统计 ${county}`,
    header: [
      "期间",
      "数据来源",
      "案件数",
      "当事人数",
      "调解成功数",
      "疑难复杂数",
      "履行完毕数",
      "协议涉及金额(元)",
      "平均办理天数",
      ...(first?.bySource ?? []).map(({ code }) => caseSources[code].zh),
      ...(first?.byCategory ?? []).map(({ code }) => categories[code].zh),
    ],
    rows: points.map((point): Cell[] => {
      const told = (name: "parties" | "successes" | "hard" | "performed"): Cell =>
        point.loaded?.unknown.includes(name) === true ? "" : point[name];
      return [
        point.period,
        originOf(point),
        point.cases,
        told("parties"),
        told("successes"),
        told("hard"),
        told("performed"),
        point.loaded?.unknown.includes("amountFen") === true ? "" : { amountFen: point.amountFen },
        averageDays(point),
        ...point.bySource.map(({ cases }) => cases),
        ...point.byCategory.map(({ cases }) => cases),
      ];
    }),
  };
}
