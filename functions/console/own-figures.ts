import type { CaseListItem } from "../../shared/contracts/case-lists.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { beforeClose, statuses } from "../../shared/domain/case-state.ts";
import { categories } from "../../shared/domain/codes.ts";
import { monthsBetween, periodOfMonth } from "../../shared/domain/series.ts";
import type { Language } from "../../shared/words/language.ts";
import { nameOf } from "../../shared/words/language.ts";
import type { ownCasesOf } from "./figure-data.ts";
import { type ChartTable, percentOf, shortOf } from "./figure-tables.ts";
import { figureTexts } from "./figure-texts.ts";
import { addressOf } from "./forms/list-filter.ts";
import type { Period } from "./forms/period.ts";

export type OwnCases = Awaited<ReturnType<typeof ownCasesOf>>;

/** The tables of an organisation that has no county's figures: of what it sent in the period, and of what it holds now. */
export function ownTables({ sent, held }: OwnCases, period: Period, language: Language): ChartTable[] {
  const tables = [
    sentByMonth(sent.cases, period, language),
    sentByCategory(sent.cases, period, language),
    heldBy(held.cases, language),
  ];
  return tables.filter(({ rows }) =>
    rows.some(({ cells }) => cells.some((cell) => typeof cell === "number" && cell > 0)),
  );
}

const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);

function sentByMonth(cases: readonly CaseListItem[], { from, to, by }: Period, language: Language): ChartTable {
  const months = Map.groupBy(monthsBetween(from, to), (month) => periodOfMonth(month, by));
  const monthOf = ({ at }: CaseListItem): string => shanghaiDate(at).slice(0, 7);
  return {
    name: "own-months",
    title: figureTexts.sentByMonth[language],
    label: figureTexts.period[language],
    columns: [figureTexts.stillOpen[language], figureTexts.ended[language]],
    rows: [...months].map(([label, within]) => {
      const then = cases.filter((one) => within.includes(monthOf(one)));
      const ended = then.filter(({ status }) => !beforeClose.some((one) => one === status)).length;
      const [first = from] = within;
      const days = { from: `${first}-01`, to: lastDayOf(within.at(-1) ?? to) };
      return {
        label,
        short: shortOf(label, months.keys().next().value === label, language),
        cells: [then.length - ended, ended],
        ...(then.length > 0 && { href: addressOf("sender", days) }),
      };
    }),
  };
}

function sentByCategory(cases: readonly CaseListItem[], { from, to }: Period, language: Language): ChartTable {
  const groups = [...Map.groupBy(cases, ({ category }) => category)].toSorted(
    ([, one], [, other]) => other.length - one.length,
  );
  return {
    name: "own-categories",
    title: figureTexts.sentByCategory[language],
    label: figureTexts.category[language],
    columns: [figureTexts.total[language], figureTexts.share[language]],
    rows: groups.map(([category, all]) => ({
      label: categories[category][language],
      short: categories[category][language],
      cells: [all.length, percentOf(all.length, cases.length)],
      links: [addressOf("sender", { category, from: `${from}-01`, to: lastDayOf(to) })],
    })),
  };
}

function heldBy(cases: readonly CaseListItem[], language: Language): ChartTable {
  const groups = [...Map.groupBy(cases, ({ status }) => status)];
  return {
    name: "own-held",
    title: figureTexts.heldByStatus[language],
    label: figureTexts.status[language],
    columns: [figureTexts.open[language], figureTexts.ofThemOverdue[language]],
    rows: groups.map(([status, all]) => {
      const overdue = all.filter(({ clock }) => clock?.level === "overdue").length;
      const late = overdue === 0 ? undefined : addressOf("holder", { status, due: "overdue" });
      return {
        label: nameOf(statuses, status, language),
        short: nameOf(statuses, status, language),
        cells: [all.length, overdue],
        links: [addressOf("holder", { status }), late],
      };
    }),
  };
}
