import type { CaseListItem } from "../../shared/contracts/case-lists.ts";
import { type OperationAnswer, routes } from "../../shared/contracts/routes.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import type { FigureSeries } from "../../shared/domain/series.ts";
import { aYearBefore, type Period, periodIn } from "./forms/period.ts";
import { isOffered } from "./parts/shell.tsx";
import type { Here, Visit } from "./visit.ts";

/** What a list is read by at most: so many pages of a hundred. */
const pagesOfCounty = 20;
const pagesOfOwn = 5;
const chasedAtMost = 20;

/** The present month in Shanghai. */
export const monthOf = ({ now }: Pick<Visit, "now">): string => shanghaiDate(new Date(now).toISOString()).slice(0, 7);

export const periodOf = (context: Here): Period => periodIn(context.req.query(), monthOf(context.get("visit")));

/** Whether the figures of a county can be asked for; the other organisations have those of their own cases. */
export const hasCounty = (visit: Visit): boolean => isOffered(visit, routes.showSeries.roles);

/** A county's series of a period, and the same a year before where it is shown by months or quarters. */
export async function seriesOf(
  { client }: Visit,
  period: Period,
): Promise<{ series: FigureSeries; before: FigureSeries | undefined }> {
  const { from, to, by } = period;
  const [now, before] = await Promise.all([
    client.showSeries({ query: { from, to, by, towns: "true" } }),
    by === "year" ? undefined : client.showSeries({ query: aYearBefore({ from, to, by }) }),
  ]);
  return { series: now.body, before: before?.body };
}

type Body = {
  organisationId: string;
  name: string;
  open: number;
  overdue: number;
  /** Since when the case that is overdue the longest is. */
  longestAt?: string;
};
/** What a county's offices look after. */
export type Supervised = {
  bodies: Body[];
  open: number;
  overdue: number;
  /** There are more open cases than were looked at. */
  isPart: boolean;
  chase: OperationAnswer<"listUnacknowledged"> | undefined;
};

/** What lies with whom in the county, from its list of open cases, and what is to be chased where that can be asked for. */
export async function supervisionOf(visit: Visit, unnamed: string): Promise<Supervised> {
  const [{ cases, names, isPart }, chase] = await Promise.all([
    casesIn(visit, { as: "county" }, pagesOfCounty),
    isOffered(visit, routes.listUnacknowledged.roles)
      ? visit.client.listUnacknowledged({ query: { limit: chasedAtMost } })
      : undefined,
  ]);
  const isOverdue = ({ clock }: CaseListItem): boolean => clock?.level === "overdue";
  const held = [...Map.groupBy(cases, ({ holderId = "" }) => holderId)].filter(([id]) => id !== "");
  const bodies = held.map(([organisationId, all]): Body => {
    const late = all.filter(isOverdue).flatMap(({ clock }) => clock?.dueAt ?? []);
    const [longestAt] = late.toSorted();
    return {
      organisationId,
      name: names[organisationId] ?? unnamed,
      open: all.length,
      overdue: late.length,
      ...(longestAt !== undefined && { longestAt }),
    };
  });
  return {
    bodies: bodies.toSorted((one, other) => other.overdue - one.overdue || one.name.localeCompare(other.name)),
    open: cases.length,
    overdue: cases.filter(isOverdue).length,
    isPart,
    chase: chase?.body,
  };
}

/** The cases of an organisation's own: those that it sent in a period, and those that it holds now. */
export async function ownCasesOf(visit: Visit, { from, to }: Period) {
  const query = { as: "sender" as const, from: `${from}-01`, to: lastDayOf(to) };
  const [sent, held] = await Promise.all([
    casesIn(visit, query, pagesOfOwn),
    casesIn(visit, { as: "holder" }, pagesOfOwn),
  ]);
  return { sent, held };
}

const lastDayOf = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);

type Asked = { as: "sender" | "holder" | "county"; from?: string; to?: string };

/** All cases of a list, as far as so many pages reach. */
async function casesIn({ client }: Visit, asked: Asked, pagesAtMost: number) {
  const cases: CaseListItem[] = [];
  const names: Record<string, string> = {};
  let cursor: string | undefined;
  for (let page = 0; page < pagesAtMost; page += 1) {
    const query = { ...asked, limit: 100, ...(cursor !== undefined && { cursor }) };
    const { body } = await client.listCases({ query });
    cases.push(...body.cases);
    Object.assign(names, body.names);
    cursor = body.cursor;
    if (cursor === undefined) break;
  }
  return { cases, names, isPart: cursor !== undefined };
}
