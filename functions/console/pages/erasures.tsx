import type { FC } from "hono/jsx";
import { hindrances } from "../../../shared/domain/keeping.ts";
import { monthAfter } from "../../../shared/domain/series.ts";
import { retentionText } from "../../../shared/words/erased.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import { approvalTexts } from "../approval-texts.ts";
import { erasureTexts } from "../erasure-texts.ts";
import type { DueCase } from "../erasures.tsx";
import { Frame, Table } from "../parts/administration.tsx";
import { say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Props = {
  visit: Visit;
  /** In which the cases ended. */
  month: string;
  cases: readonly DueCase[];
  next: string | undefined;
  /** The cases whose erasing waits for a second person. */
  waiting: ReadonlySet<string>;
  /** The visitor may ask for it. */
  asks: boolean;
  problem: string | undefined;
};

/** The cases that need not be kept any longer, what stands against erasing each, and the way to ask for it. */
export const ErasuresPage: FC<Props> = ({ visit, month, cases, next, waiting, asks, problem }) => {
  const { language, link } = visit;
  const title = say(visit, erasureTexts.title);
  const at = (other: string): string => link(`/console/erasures?month=${other}`);
  return (
    <Frame visit={visit} title={title} of={month} problem={problem}>
      <p>{say(visit, erasureTexts.text)}</p>
      <form method="get" action={link("/console/erasures")} class="period">
        <div class="field">
          <label for="month">{say(visit, erasureTexts.month)}</label>
          <input id="month" name="month" type="month" placeholder="2019-03" value={month} required />
        </div>
        <button type="submit">{say(visit, "applyFilter")}</button>
      </form>
      <nav class="tabs" aria-label={say(visit, erasureTexts.month)}>
        {[-12, -1, 0, 1, 12].map((step) => (
          <a href={at(monthAfter(month, step))} aria-current={step === 0 ? "page" : undefined}>
            {monthAfter(month, step)}
          </a>
        ))}
      </nav>
      {cases.length === 0 ? (
        <p class="empty">{say(visit, next === undefined ? erasureTexts.none : erasureTexts.noneHere)}</p>
      ) : (
        <Table
          acts={asks}
          caption={title}
          heads={[
            heading(language, "sourceNumber"),
            say(visit, erasureTexts.keptUntil),
            say(visit, erasureTexts.rule),
            heading(language, "status"),
            ...(asks ? [say(visit, erasureTexts.ask)] : []),
          ]}
          rows={cases.map((one) => [
            <>
              <a href={link(`/console/cases/${one.caseId}`)}>{one.sourceNumber}</a>
              <span class="second">{`${say(visit, erasureTexts.endedOn)} ${clockTime(one.closedAt)}`}</span>
            </>,
            <time datetime={one.keptUntil}>{clockTime(one.keptUntil)}</time>,
            retentionText(one.retention, language),
            standingOf(visit, one, waiting),
            ...(asks ? [isReady(one) && !waiting.has(one.caseId) ? <Ask visit={visit} of={one} /> : "—"] : []),
          ])}
        />
      )}
      {next !== undefined && (
        <p>
          <a class="button" href={`${at(month)}&cursor=${encodeURIComponent(next)}`}>
            {say(visit, "nextPage")}
          </a>
        </p>
      )}
      {asks && (
        <p>
          <a class="button" href={link("/console/approvals")}>
            {say(visit, approvalTexts.title)}
          </a>
        </p>
      )}
    </Frame>
  );
};

const isReady = ({ hindrance, begunAt }: DueCase): boolean => hindrance === undefined && begunAt === undefined;

const standingOf = (visit: Visit, one: DueCase, waiting: ReadonlySet<string>): string => {
  if (one.begunAt !== undefined) return say(visit, erasureTexts.begun);
  if (one.hindrance !== undefined) return say(visit, hindrances[one.hindrance]);
  return say(visit, waiting.has(one.caseId) ? erasureTexts.waits : erasureTexts.ready);
};

const Ask: FC<{ visit: Visit; of: DueCase }> = ({ visit, of: { caseId, sourceNumber } }) => (
  <a class="button" href={visit.link(`/console/erasures/${caseId}`)}>
    {say(visit, erasureTexts.ask)}
    <span class="unseen">{` ${sourceNumber}`}</span>
  </a>
);
