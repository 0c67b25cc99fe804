import type { FC } from "hono/jsx";
import type { CaseListItem } from "../../../shared/contracts/case-lists.ts";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import type { Role } from "../../../shared/domain/case.ts";
import { obligations } from "../../../shared/domain/obligations.ts";
import { obligationNames } from "../../../shared/words/lists.ts";
import { addressOf, type Filters, type ListView } from "../forms/list-filter.ts";
import { CaseRow, CaseTable } from "../parts/case-row.tsx";
import { Due } from "../parts/clock.tsx";
import { ListFilter } from "../parts/list-filter.tsx";
import { Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Work = OperationAnswer<"listWork">;
type Counts = OperationAnswer<"countWork">;

/** What the organisation owes, each kind under its name with the number of all there are. */
export const WorkPage: FC<{ visit: Visit; list: Work; counts: Counts }> = ({ visit, list, counts }) => {
  const { language } = visit;
  const title = say(visit, "work");
  const kinds = obligations.filter((what) => list.work.some((one) => one.what === what));
  const numbers = new Map(counts.groups.map((group) => [group.what, group]));
  return (
    <Shell visit={visit} title={title} current="work">
      <h1>
        {title}
        <Count visit={visit} count={counts.total} overdue={counts.overdue} />
      </h1>
      <p
        id="new-work"
        class="notice"
        role="status"
        hidden
        data-from={visit.link("/console/work/count")}
        data-total={String(counts.total)}
      >
        <span data-words={say(visit, "newWork")} /> <a href={visit.link("/console/work")}>{say(visit, "refresh")}</a>
      </p>
      {list.work.length === 0 && (
        <p class="empty">{say(visit, list.cursor === undefined ? "noWork" : "noneFitHere")}</p>
      )}
      {kinds.map((what) => (
        <section class="group">
          <h2>
            {obligationNames[what][language]}
            <Count visit={visit} count={numbers.get(what)?.count} overdue={numbers.get(what)?.overdue} />
          </h2>
          <CaseTable visit={visit} caption={obligationNames[what][language]}>
            {list.work
              .filter((one) => one.what === what)
              .map(({ case: row, dueAt, steps, missing }) => (
                <CaseRow
                  visit={visit}
                  row={row}
                  names={list.names}
                  due={<DueOf visit={visit} row={row} dueAt={dueAt} />}
                  missing={missing}
                  steps={[...steps.filter((step) => step === row.next), ...steps, ...(row.next ? [row.next] : [])]}
                />
              ))}
          </CaseTable>
        </section>
      ))}
      <More visit={visit} address={list.cursor && `/console/work?cursor=${encodeURIComponent(list.cursor)}`} />
    </Shell>
  );
};

/** How many there are, and how many of them are late. */
const Count: FC<{ visit: Visit; count: number | undefined; overdue: number | undefined }> = ({
  visit,
  count = 0,
  overdue = 0,
}) => (
  <>
    {count > 0 && <span class="number"> {count}</span>}
    {overdue > 0 && <span class="number over">{` ${say(visit, "overdueOf")} ${overdue}`}</span>}
  </>
);

/** When something is due, with its bar where it is the clock that the case shows. */
const DueOf: FC<{ visit: Visit; row: CaseListItem; dueAt: string | undefined }> = ({
  visit,
  row: { clock },
  dueAt,
}) => <Due visit={visit} dueAt={dueAt} {...(clock?.dueAt === dueAt && clock && { startedAt: clock.startedAt })} />;

/** The way to the next page, where there is one. */
export const More: FC<{ visit: Visit; address: string | undefined }> = ({ visit, address }) =>
  address === undefined ? null : (
    <p>
      <a class="button" href={visit.link(address)}>
        {say(visit, "nextPage")}
      </a>
    </p>
  );

/** Which lists there are for an organisation, the one that is looked at most first. */
export const viewsOf: Readonly<Record<Role, readonly ListView[]>> = {
  agency: ["sender", "holder"],
  committee: ["holder", "sender"],
  coordinator: ["county", "holder"],
  auditor: ["county"],
};
const viewNames = { sender: "sent", holder: "held", county: "ofCounty" } as const;

type CasesProps = {
  visit: Visit;
  view: ListView;
  filters: Filters;
  listing: OperationAnswer<"listCases">;
};

/** A list of cases: a table on a wide screen, cards on a phone. */
export const CasesPage: FC<CasesProps> = ({ visit, view, filters, listing }) => {
  const { cases, names, total, cursor } = listing;
  const title = say(visit, viewNames[view]);
  const set = Object.keys(filters).length;
  const views = viewsOf[visit.session?.seat?.role ?? "agency"];
  return (
    <Shell visit={visit} title={set === 0 ? title : `${title} · ${say(visit, "filter")} ${set}`} current="cases">
      <h1>{title}</h1>
      {views.length > 1 && (
        <nav class="tabs" aria-label={say(visit, "whichCases")}>
          {views.map((one) => (
            <a href={visit.link(addressOf(one, {}))} aria-current={one === view ? "page" : undefined}>
              {say(visit, viewNames[one])}
            </a>
          ))}
        </nav>
      )}
      <ListFilter visit={visit} view={view} filters={filters} names={names} />
      {cases.length === 0 ? (
        <Empty visit={visit} view={view} filters={filters} hasMore={cursor !== undefined} />
      ) : (
        <>
          <p class="dim">
            {`${say(visit, total === undefined ? "onThisPage" : "inAll")} ${total ?? cases.length} ${say(visit, "casesCounted")}`}
          </p>
          <CaseTable visit={visit} caption={title}>
            {cases.map((row) => (
              <CaseRow
                visit={visit}
                row={row}
                names={names}
                due={<Due visit={visit} dueAt={row.dueAt} {...(row.clock && { startedAt: row.clock.startedAt })} />}
                steps={row.next === undefined ? [] : [row.next]}
              />
            ))}
          </CaseTable>
        </>
      )}
      <More visit={visit} address={cursor && addressOf(view, filters, cursor)} />
    </Shell>
  );
};

const Empty: FC<Pick<CasesProps, "visit" | "view" | "filters"> & { hasMore: boolean }> = ({
  visit,
  view,
  filters,
  hasMore,
}) => {
  if (hasMore) return <p class="empty">{say(visit, "noneFitHere")}</p>;
  if (Object.keys(filters).length === 0) return <p class="empty">{say(visit, "noCases")}</p>;
  return (
    <p class="empty">
      {say(visit, "noneFit")} <a href={visit.link(addressOf(view, {}))}>{say(visit, "clearFilter")}</a>
    </p>
  );
};
