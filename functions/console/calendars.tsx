import { ApiError } from "../../shared/client/errors.ts";
import { type CalendarWarning, calendarYear, shanghaiDate } from "../../shared/domain/calendar.ts";
import type { Label } from "../../shared/domain/codes.ts";
import { lawScope } from "../../shared/domain/division.ts";
import { given } from "../../shared/domain/given.ts";
import { nationwide, scopeOf, scopesOver } from "../../shared/domain/scope.ts";
import { administration } from "./administration-texts.ts";
import { calendarTexts } from "./calendar-texts.ts";
import { emptyForm, errorsIn, fieldsFor, sentOf, typed } from "./forms/entry.ts";
import type { FormState } from "./forms/form-state.ts";
import { bodyOf, type Sent } from "./forms/step-form.ts";
import { CalendarPage, type LayerCalendar } from "./pages/calendar.tsx";
import { DifferencePage } from "./pages/rules.tsx";
import { saidIn } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { may, ownSeat } from "./rights.ts";
import { unlessChanged } from "./rules.tsx";
import { type Here, leadTo, NotForYou, sentHere, type Visit } from "./visit.ts";

const operation = "putCalendar";
const fields = () => fieldsFor(operation, ["year", "scope"]);

/** The calendar of this year. */
export function showThisYear(context: Here): Response {
  const { now, link } = context.get("visit");
  return context.redirect(link(`/console/calendars/${shanghaiDate(new Date(now).toISOString()).slice(0, 4)}`), 303);
}

/** The calendars of a year in the layer that the address names, else the person's own, and in those above it. */
async function asked(context: Here) {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  const own = scopeOf(seat.divisionCode);
  const year = Number(/^(20\d\d)$/.exec(context.req.param("year") ?? "")?.[1]);
  const scope = lawScope().safeParse(context.req.query("scope") ?? own).data;
  if (Number.isNaN(year) || scope === undefined) throw new NotForYou();
  const layers = await Promise.all(
    scopesOver(scope).map(async (one) => ({ scope: one, calendar: await calendarOf(visit, year, one) })),
  );
  const mayLoad = may(seat, operation, { act: "load-law", scope });
  const address = `/console/calendars/${year}${scope === own ? "" : `?scope=${scope}`}`;
  // A person who loads every layer chooses one.
  return { visit, year, scope, layers, mayLoad, address, choosesLayer: mayLoad && own === nationwide };
}

async function calendarOf({ client }: Visit, year: number, scope: string): Promise<LayerCalendar["calendar"]> {
  try {
    return (await client.showCalendar({ params: { year }, query: { scope } })).body;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** The days off and the make-up workdays of a year; who may load it has them in a form. */
export async function showCalendar(context: Here): Promise<Response> {
  const page = await asked(context);
  const calendar = page.layers.at(-1)?.calendar;
  const stored = calendar === undefined ? new Map() : sentOf(fields(), calendar);
  const form = formOf(context, page.visit.kept ?? stored);
  return context.html(
    <CalendarPage {...page} said={saidIn(context)} {...(page.mayLoad ? { form, fields: fields() } : {})} />,
  );
}

const formOf = (context: Here, sent: Sent, errors: FormState["errors"] = new Map()): FormState => ({
  ...emptyForm(context.get("visit"), operation),
  sent,
  errors,
});

const warnings: Readonly<Record<CalendarWarning["code"], Label>> = {
  "not-a-weekend": calendarTexts.notAWeekend,
  "statutory-holiday-missing": calendarTexts.statutoryMissing,
  "unusual-number-of-days-off": calendarTexts.unusualDays,
  "day-as-above": calendarTexts.dayAsAbove,
};

/** Shows what the calendar would change, day by day; once that is confirmed, loads it. */
export async function loadCalendar(context: Here): Promise<Response> {
  const page = await asked(context);
  const { visit, year, scope, mayLoad, address } = page;
  if (!mayLoad) throw new NotForYou();
  const ofForm = { fields: fields(), said: undefined };
  const sent = await sentHere(context);
  const revision = typed(sent, "revision");
  const said = { ...bodyOf(fields(), sent), year, ...given("scope", scope === nationwide ? undefined : scope) };
  // A year without a make-up workday has an empty list of them.
  const body = { holidays: [], workdays: [], ...said };
  const parsed = calendarYear().safeParse(body);
  const send = (query: { dryRun: "true" | "false"; revision?: string }) =>
    // The API names the faults by its schema, in the person's language.
    visit.client.putCalendar({ params: { year }, query, body: parsed.success ? parsed.data : Object(body) });
  if (sent.has("back")) return context.html(<CalendarPage {...page} form={formOf(context, sent)} {...ofForm} />);
  try {
    if (revision !== "") {
      const loaded = await send({ dryRun: "false", revision }).catch(unlessChanged);
      const outcome = loaded?.body.outcome === "stored" ? "done" : "unchanged";
      if (loaded !== undefined) return leadTo(context, address, outcome);
    }
    const answer = await send({ dryRun: "true" });
    if (answer.body.outcome === "repeated") return leadTo(context, address, "unchanged");
    return context.html(
      <DifferencePage
        visit={visit}
        title={`${say(visit, administration.calendar)} ${year}${scope === nationwide ? "" : ` · ${scope}`}`}
        action={address}
        difference={answer.body.difference}
        fields={{
          ...Object.fromEntries(
            [...sent].filter(([name]) => !name.startsWith("form-")).map(([name, [text = ""]]) => [name, text]),
          ),
          revision: answer.body.revision,
        }}
        isStale={revision !== ""}
        notes={[
          say(visit, calendarTexts.clocksAnew),
          ...new Set(answer.body.warnings.map(({ code }) => say(visit, warnings[code]))),
        ]}
      />,
      revision === "" ? 200 : 409,
    );
  } catch (error) {
    const form = formOf(context, sent, errorsIn(error));
    return context.html(<CalendarPage {...page} form={form} {...ofForm} />, 422);
  }
}
