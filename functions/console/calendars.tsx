import { ApiError } from "../../shared/client/errors.ts";
import { type CalendarYear, calendarYear, shanghaiDate } from "../../shared/domain/calendar.ts";
import { administration } from "./administration-texts.ts";
import { emptyForm, errorsIn, fieldsFor, sentOf } from "./forms/entry.ts";
import type { FormState } from "./forms/form-state.ts";
import { bodyOf, type Sent, sentIn } from "./forms/step-form.ts";
import { CalendarPage } from "./pages/calendar.tsx";
import { DifferencePage } from "./pages/rules.tsx";
import { saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { may, ownSeat } from "./rights.ts";
import { type Here, NotForYou } from "./visit.ts";

const operation = "putCalendar";
const fields = () => fieldsFor(operation, ["year"]);

/** The calendar of this year. */
export function showThisYear(context: Here): Response {
  const { now, link } = context.get("visit");
  return context.redirect(link(`/console/calendars/${shanghaiDate(new Date(now).toISOString()).slice(0, 4)}`), 303);
}

async function asked(context: Here) {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  const year = Number(/^(20\d\d)$/.exec(context.req.param("year") ?? "")?.[1]);
  if (Number.isNaN(year)) throw new NotForYou();
  const calendar = await visit.client.showCalendar({ params: { year } }).then(
    ({ body }): CalendarYear | undefined => body,
    (error) => {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    },
  );
  return { visit, year, calendar, mayLoad: may(seat, operation, { act: "load-calendar" }) };
}

/** The days off and the make-up workdays of a year; who may load it has them in a form. */
export async function showCalendar(context: Here): Promise<Response> {
  const { visit, year, calendar, mayLoad } = await asked(context);
  const stored = calendar === undefined ? new Map() : sentOf(fields(), calendar);
  const form = formOf(context, visit.kept ?? stored);
  return context.html(
    <CalendarPage
      visit={visit}
      year={year}
      calendar={calendar}
      said={saidIn(context.req.query("said"))}
      {...(mayLoad ? { form, fields: fields() } : {})}
    />,
  );
}

const formOf = (context: Here, sent: Sent, errors: FormState["errors"] = new Map()): FormState => ({
  ...emptyForm(context.get("visit"), operation),
  sent,
  errors,
});

const warnings = {
  "not-a-weekend": administration.notAWeekend,
  "statutory-holiday-missing": administration.statutoryMissing,
  "unusual-number-of-days-off": administration.unusualDays,
} as const;

/** Shows what the calendar would change, day by day; once that is confirmed, loads it. */
export async function loadCalendar(context: Here): Promise<Response> {
  const { visit, year, calendar, mayLoad } = await asked(context);
  if (!mayLoad) throw new NotForYou();
  const sent = await sentIn(context.req.raw);
  const said = { ...bodyOf(fields(), sent), year };
  // A year without a make-up workday has an empty list of them.
  const body = { holidays: [], workdays: [], ...said };
  const parsed = calendarYear().safeParse(body);
  const isConfirmed = sent.has("confirmed");
  const address = `/console/calendars/${year}`;
  try {
    const answer = await visit.client.putCalendar({
      params: { year },
      query: { dryRun: isConfirmed ? "false" : "true" },
      // The API names the faults by its schema, in the person's language.
      body: parsed.success ? parsed.data : Object(body),
    });
    const { difference } = answer.body;
    const isSame = difference.length === 0 && answer.body.source === calendar?.source;
    if (isConfirmed || isSame)
      return context.redirect(visit.link(`${address}?said=${isSame ? "unchanged" : "done"}`), 303);
    return context.html(
      <DifferencePage
        visit={visit}
        title={`${say(visit, administration.calendar)} ${year}`}
        back={address}
        action={address}
        difference={difference}
        fields={Object.fromEntries(
          [...sent].filter(([name]) => !name.startsWith("form-")).map(([name, [text = ""]]) => [name, text]),
        )}
        notes={[
          say(visit, administration.clocksAnew),
          ...new Set(answer.body.warnings.map(({ code }) => say(visit, warnings[code]))),
        ]}
      />,
    );
  } catch (error) {
    const form = formOf(context, sent, errorsIn(error));
    return context.html(
      <CalendarPage visit={visit} year={year} calendar={calendar} form={form} fields={fields()} said={undefined} />,
      422,
    );
  }
}
