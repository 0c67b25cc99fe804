import * as z from "zod";
import { concurrently } from "../../shared/client/concurrently.ts";
import { earlierIn, monthIn, reasonOf } from "../../shared/client/earlier-table.ts";
import { ApiError, SpokenError } from "../../shared/client/errors.ts";
import { templateWorkbook } from "../../shared/client/template-workbook.ts";
import { routes } from "../../shared/contracts/routes.ts";
import { given } from "../../shared/domain/given.ts";
import { once } from "../../shared/domain/once.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import type { EarlierFigures, LoadingOfFigures } from "../../shared/domain/series.ts";
import { earlierTexts } from "./earlier-texts.ts";
import { emptyForm } from "./forms/entry.ts";
import { monthFields } from "./forms/month-form.ts";
import { bodyOf, fieldAt, type Sent } from "./forms/step-form.ts";
import { CheckedPage, EarlierPage, MonthPage } from "./pages/earlier.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { may, ownSeat } from "./rights.ts";
import { rowsAtMost, sentTable } from "./sent-table.ts";
import { type Here, NotForYou, sentHere, type Visit } from "./visit.ts";

/** Stored within one request; the others follow with the next press. */
const storedAtOnce = 100;
const atOnce = 8;

/** A month that is to be loaded: its line in the sheet, and which revision was there when it was checked. */
export type Month = { line: number; month: string; figures: EarlierFigures; revision?: number };
/** What the platform said of it. */
export type SaidOfMonth = { line: number; month: string } & (
  | { outcome: LoadingOfFigures["outcome"]; figures: EarlierFigures; before?: EarlierFigures; revision: number }
  | { outcome: "refused" | "stale"; reasons: string[] }
);
type Beside = "true" | "false";

async function loader(context: Here): Promise<Visit> {
  const visit = context.get("visit");
  const { seat, own } = await ownSeat(visit);
  if (!may(seat, "putEarlierFigures", { act: "load-figures", county: countyOf(own.divisionCode) }))
    throw new NotForYou();
  return visit;
}

/** The page on which a sheet of months is chosen. */
export const showEarlier = async (context: Here): Promise<Response> =>
  context.html(<EarlierPage visit={await loader(context)} isBeside={context.get("visit").kept?.has("beside")} />);

/** The empty sheet. */
export async function earlierTemplate(context: Here): Promise<Response> {
  const { language } = await loader(context);
  const name = encodeURIComponent({ zh: "历史数据", en: "earlier figures" }[language]);
  return new Response(await templateWorkbook("figures", language), {
    headers: {
      "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "Content-Disposition": `attachment; filename*=UTF-8''${name}.xlsx`,
    },
  });
}

/** What the chosen sheet would load and replace, month by month. Nothing is stored. */
export async function checkEarlier(context: Here): Promise<Response> {
  const visit = await loader(context);
  const form = await context.req.formData();
  const refuse = (problem: string) => context.html(<EarlierPage visit={visit} problem={problem} />, 422);
  try {
    const table = await sentTable(form);
    const rows = earlierIn(table, visit.language);
    const sound = rows.flatMap((row) => ("figures" in row ? [row] : []));
    const wrong = rows.flatMap((row): SaidOfMonth[] =>
      "reasons" in row ? [{ ...row, outcome: "refused" as const }] : [],
    );
    return checked(context, sound, { beside: form.has("beside") ? "true" : "false", wrong });
  } catch (error) {
    if (!(error instanceof SpokenError)) throw error;
    return refuse(error.text[visit.language]);
  }
}

async function checked(
  context: Here,
  months: readonly Month[],
  { beside, wrong = [], typed }: { beside: Beside; wrong?: readonly SaidOfMonth[]; typed?: Sent },
): Promise<Response> {
  const visit = context.get("visit");
  const said = await bring(visit, months, { beside, dryRun: "true" });
  const all = [...said, ...wrong].toSorted((one, other) => one.line - other.line);
  const open = all.flatMap((one): Month[] =>
    one.outcome === "loaded" || one.outcome === "replaced"
      ? [{ line: one.line, month: one.month, figures: one.figures, revision: one.revision }]
      : [],
  );
  const stale = staleOf(months, said);
  return context.html(<CheckedPage visit={visit} said={all} open={open} stale={stale} beside={beside} typed={typed} />);
}

/** The months that are to be checked again. */
function staleOf(months: readonly Month[], said: readonly SaidOfMonth[]): Month[] {
  const lines = new Set(said.filter(({ outcome }) => outcome === "stale").map(({ line }) => line));
  return months.filter(({ line }) => lines.has(line));
}

/** Too much at once: the month was not loaded, and can be checked and loaded again. */
const passing = [429, 503];

/** What the platform says of each month: what loading it would do, or did. */
const bring = (
  { client, language }: Visit,
  months: readonly Month[],
  { beside, dryRun }: { beside: Beside; dryRun: Beside },
): Promise<SaidOfMonth[]> =>
  concurrently(months, atOnce, async ({ line, month, figures, revision }): Promise<SaidOfMonth> => {
    const known = { line, month };
    try {
      const query = { beside, dryRun, ...given("revision", revision) };
      const { body } = await client.putEarlierFigures({ params: { month }, query, body: figures });
      const { outcome, before } = body;
      return { ...known, outcome, figures: body.figures, revision: body.revision, ...given("before", before) };
    } catch (error) {
      if (!(error instanceof ApiError) || ![400, 409, 422, ...passing].includes(error.status)) throw error;
      if (error.code === "changed-meanwhile")
        return { ...known, outcome: "stale", reasons: [earlierTexts.changedMeanwhile[language]] };
      if (passing.includes(error.status))
        return { ...known, outcome: "stale", reasons: [problemText(error.code, language)] };
      const errors = (error.problem.errors ?? []).map((one) => reasonOf(one, language));
      return {
        ...known,
        outcome: "refused",
        reasons: errors.length > 0 ? errors : [problemText(error.code, language)],
      };
    }
  });

/** The form of one month. */
export async function newMonth(context: Here): Promise<Response> {
  const visit = await loader(context);
  return context.html(
    <MonthPage form={{ ...emptyForm(visit, "put-earlier-figures"), sent: visit.kept ?? new Map() }} />,
  );
}

/** What a month that was typed in would load or replace. */
export async function checkMonth(context: Here): Promise<Response> {
  const visit = await loader(context);
  const sent = await sentHere(context);
  const { month: typed = "", ...figures } = bodyOf(monthFields(), sent);
  const month = monthIn(String(typed));
  const errors = new Map<string, string>();
  if (!routes.putEarlierFigures.params().safeParse({ month }).success)
    errors.set("month", say(visit, earlierTexts.monthWrong));
  const again = (errors: ReadonlyMap<string, string>) =>
    context.html(<MonthPage form={{ ...emptyForm(visit, "put-earlier-figures"), sent, errors }} />, 422);
  if (sent.has("back")) return context.html(<MonthPage form={{ ...emptyForm(visit, "put-earlier-figures"), sent }} />);
  const beside = sent.has("beside") ? "true" : "false";
  try {
    const parsed = routes.putEarlierFigures.body().safeParse(figures);
    // The API answers with the schema's error in the person's language; an invalid month is asked for as one that is over.
    const body = parsed.success ? parsed.data : Object(figures);
    const asked = errors.size > 0 ? "2000-01" : month;
    await visit.client.putEarlierFigures({ params: { month: asked }, query: { beside, dryRun: "true" }, body });
    if (errors.size > 0 || !parsed.success) return again(errors);
    return checked(context, [{ line: 1, month, figures: parsed.data }], { beside, typed: sent });
  } catch (error) {
    if (!(error instanceof ApiError) || ![400, 409, 422].includes(error.status)) throw error;
    for (const { path, message } of error.problem.errors ?? []) errors.set(fieldAt(path), message);
    if (errors.size === 0) errors.set("month", problemText(error.code, visit.language));
    return again(errors);
  }
}

const typedMonth = once(() =>
  z.object({
    line: z.int(),
    month: routes.putEarlierFigures.params().shape.month,
    figures: routes.putEarlierFigures.body(),
    revision: z.int().min(0).exactOptional(),
  }),
);
const typedMonths = once(() => z.array(typedMonth()).min(1).max(rowsAtMost));

function monthsIn(sent: Sent): Month[] | undefined {
  try {
    return typedMonths().safeParse(JSON.parse(sent.get("months")?.[0] ?? "")).data;
  } catch {
    return undefined;
  }
}
/** What was typed of a month; of a sheet nothing was. */
const typedIn = (sent: Sent): Sent | undefined =>
  sent.has("month") ? new Map([...sent].filter(([name]) => name !== "months")) : undefined;
const besideIn = (sent: Sent): Beside => (sent.has("beside") ? "true" : "false");

/** Looks again at months that were not loaded, since others came meanwhile. */
export async function checkAgain(context: Here): Promise<Response> {
  const visit = await loader(context);
  const sent = await sentHere(context);
  const months = monthsIn(sent);
  if (months === undefined) return context.html(<EarlierPage visit={visit} problem={say(visit, "badFormText")} />, 422);
  const entered = months.map(({ line, month, figures }) => ({ line, month, figures }));
  return checked(context, entered, { beside: besideIn(sent), ...given("typed", typedIn(sent)) });
}

/** Loads the months that were checked, a hundred at a time; one that others changed meanwhile is left as it is. */
export async function storeEarlier(context: Here): Promise<Response> {
  const visit = await loader(context);
  const sent = await sentHere(context);
  const months = monthsIn(sent);
  if (months === undefined) return context.html(<EarlierPage visit={visit} problem={say(visit, "badFormText")} />, 422);
  const beside = besideIn(sent);
  const said = await bring(visit, months.slice(0, storedAtOnce), { beside, dryRun: "false" });
  const stale = staleOf(months, said);
  const open = months.slice(storedAtOnce);
  return context.html(
    <CheckedPage visit={visit} said={said} open={open} stale={stale} beside={beside} typed={typedIn(sent)} isStored />,
  );
}
