import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import type { CalendarYear } from "../../../shared/domain/calendar.ts";
import { inBrackets } from "../../../shared/words/punctuation.ts";
import { administration } from "../administration-texts.ts";
import type { FormState } from "../forms/form-state.ts";
import { Entry, Frame, type Said } from "../parts/administration.tsx";
import { say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Props = {
  visit: Visit;
  year: number;
  calendar: CalendarYear | undefined;
  said: Said;
  /** Absent for those who only read it. */
  form?: FormState;
  fields?: readonly BodyField[];
};

/** The days off and make-up workdays of a year, month by month. */
export const CalendarPage: FC<Props> = ({ visit, year, calendar, said, form, fields = [] }) => {
  const title = `${say(visit, administration.calendar)} ${year}`;
  const to = (other: number) => visit.link(`/console/calendars/${other}`);
  return (
    <Frame visit={visit} title={title} said={said} isWrong={form !== undefined && form.errors.size > 0}>
      <nav class="tabs" aria-label={say(visit, administration.year)}>
        {[year - 1, year, year + 1].map((one) => (
          <a href={to(one)} aria-current={one === year ? "page" : undefined}>
            {String(one)}
          </a>
        ))}
      </nav>
      {calendar === undefined ? (
        <p class="notice warning">{say(visit, administration.calendarMissing)}</p>
      ) : (
        <section>
          <dl>
            <div>
              <dt>{say(visit, administration.source)}</dt>
              <dd>{calendar.source}</dd>
            </div>
            <Days visit={visit} text="daysOff" days={calendar.holidays} />
            <Days visit={visit} text="makeUpDays" days={calendar.workdays} />
          </dl>
        </section>
      )}
      {form !== undefined && (
        <section class="next">
          <h2>{say(visit, administration.loadCalendar)}</h2>
          <Entry form={form} fields={fields} action={`/console/calendars/${year}`} button={administration.check} />
        </section>
      )}
    </Frame>
  );
};

const weekdays = { zh: "日一二三四五六", en: "SMTWTFS" } as const;

/** Days one after the other, each with its day of the week. */
const Days: FC<{ visit: Visit; text: "daysOff" | "makeUpDays"; days: readonly string[] }> = ({ visit, text, days }) => (
  <div>
    <dt>{`${say(visit, administration[text])}${inBrackets(days.length, visit.language)}`}</dt>
    <dd>
      <ul class="days">
        {days.toSorted().map((day) => (
          <li>
            <time datetime={day}>{day}</time>{" "}
            <span class="dim">{weekdays[visit.language].charAt(new Date(`${day}T00:00:00Z`).getUTCDay())}</span>
          </li>
        ))}
      </ul>
    </dd>
  </div>
);
