import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { nationwide } from "../../../shared/domain/scope.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { inBrackets, labelled } from "../../../shared/words/punctuation.ts";
import { administration } from "../administration-texts.ts";
import { calendarTexts } from "../calendar-texts.ts";
import type { FormState } from "../forms/form-state.ts";
import { Entry, Frame, type Said } from "../parts/administration.tsx";
import { say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

/** The calendar of a layer; none where it has loaded none for the year. */
export type LayerCalendar = { scope: string; calendar: OperationAnswer<"showCalendar"> | undefined };

type Props = {
  visit: Visit;
  year: number;
  /** Whose calendar is shown, and those of the layers above it before it. */
  scope: string;
  layers: readonly LayerCalendar[];
  address: string;
  choosesLayer: boolean;
  said: Said;
  /** Absent for those who only read it. */
  form?: FormState;
  fields?: readonly BodyField[];
};

/** The days off and make-up workdays of a year, layer by layer. */
export const CalendarPage: FC<Props> = (props) => {
  const { visit, year, scope, layers, address, choosesLayer, said, form, fields = [] } = props;
  const title = `${say(visit, administration.calendar)} ${year}`;
  const to = (other: number) => visit.link(address.replace(`/${year}`, `/${other}`));
  return (
    <Frame visit={visit} title={title} said={said} isWrong={form !== undefined && form.errors.size > 0}>
      <nav class="tabs" aria-label={say(visit, administration.year)}>
        {[year - 1, year, year + 1].map((one) => (
          <a href={to(one)} aria-current={one === year ? "page" : undefined}>
            {String(one)}
          </a>
        ))}
      </nav>
      {choosesLayer && (
        <div class="filter">
          <form method="get" action={visit.link(`/console/calendars/${year}`)}>
            <div class="field">
              <label for="scope">{say(visit, calendarTexts.ofLayer)}</label>
              <input id="scope" name="scope" value={scope} pattern="cn|[1-9][0-9]|[1-9][0-9]{5}" required />
            </div>
            <button type="submit">{say(visit, calendarTexts.showLayer)}</button>
          </form>
        </div>
      )}
      {layers.map((layer) => (
        <Layer visit={visit} {...layer} />
      ))}
      {form !== undefined && (
        <section class="next">
          <h2>{say(visit, calendarTexts.loadCalendar)}</h2>
          {scope !== nationwide && <p class="hint">{say(visit, calendarTexts.layerText)}</p>}
          <Entry form={form} fields={fields} action={address} button={administration.check} />
        </section>
      )}
    </Frame>
  );
};

const Layer: FC<LayerCalendar & { visit: Visit }> = ({ visit, scope, calendar }) => {
  if (calendar === undefined) {
    return scope === nationwide ? (
      <p class="notice warning">{say(visit, calendarTexts.calendarMissing)}</p>
    ) : (
      <p class="dim">{labelled(nameOf(visit, scope), say(visit, calendarTexts.noneOfLayer), visit.language)}</p>
    );
  }
  const { source, holidays, workdays, loadedAt } = calendar;
  return (
    <section>
      <h2>{nameOf(visit, scope)}</h2>
      <dl>
        <div>
          <dt>{say(visit, administration.source)}</dt>
          <dd>{source}</dd>
        </div>
        <Days visit={visit} text="daysOff" days={holidays} />
        <Days visit={visit} text="makeUpDays" days={workdays} />
        {loadedAt !== undefined && (
          <div>
            <dt>{say(visit, administration.loadedAt)}</dt>
            <dd>{clockTime(loadedAt)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
};

function nameOf(visit: Visit, scope: string): string {
  if (scope === nationwide) return say(visit, calendarTexts.nationalCalendar);
  const { provinceCalendar, countyCalendar } = calendarTexts;
  return `${say(visit, scope.length === 2 ? provinceCalendar : countyCalendar)}${inBrackets(scope, visit.language)}`;
}

const weekdays = { zh: "日一二三四五六", en: "SMTWTFS" } as const;

/** Days one after the other, each with its day of the week. */
const Days: FC<{ visit: Visit; text: "daysOff" | "makeUpDays"; days: readonly string[] }> = ({ visit, text, days }) => (
  <div>
    <dt>{`${say(visit, calendarTexts[text])}${inBrackets(days.length, visit.language)}`}</dt>
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
