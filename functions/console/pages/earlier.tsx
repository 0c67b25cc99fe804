import type { FC } from "hono/jsx";
import { earlierTitles } from "../../../shared/client/earlier-table.ts";
import { type EarlierFigures, monthAfter, monthsBetween, seriesMonthsAtMost } from "../../../shared/domain/series.ts";
import { loadingOutcomes } from "../../../shared/words/figures.ts";
import { yuan } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import type { Language } from "../../../shared/words/language.ts";
import { inBrackets, inClauses, labelled } from "../../../shared/words/punctuation.ts";
import { administration } from "../administration-texts.ts";
import type { Month, SaidOfMonth } from "../earlier.tsx";
import { earlierFields, earlierTexts } from "../earlier-texts.ts";
import type { FormState } from "../forms/form-state.ts";
import { monthFields, monthLabels } from "../forms/month-form.ts";
import type { Sent } from "../forms/step-form.ts";
import { Entry, Frame, Hidden } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

const back = (visit: Visit) => ({ href: "/console/earlier", text: say(visit, earlierTexts.title) });

const Beside: FC<{ visit: Visit; checked: boolean }> = ({ visit, checked }) => (
  <div class="field">
    <label class="tick">
      <input type="checkbox" name="beside" value="yes" checked={checked} /> {say(visit, earlierTexts.beside)}
    </label>
  </div>
);

/** Where a sheet of months is chosen. */
export const EarlierPage: FC<{ visit: Visit; problem?: string; isBeside?: boolean | undefined }> = ({
  visit,
  problem,
  isBeside = false,
}) => (
  <Frame visit={visit} title={say(visit, earlierTexts.title)} problem={problem}>
    <p>{say(visit, earlierTexts.text)}</p>
    <p>
      <a href={visit.link("/console/earlier/template.xlsx")}>{say(visit, earlierTexts.template)}</a>
    </p>
    <Form visit={visit} action="/console/earlier" enctype="multipart/form-data">
      <div class="field">
        <label for="table">{say(visit, earlierTexts.choose)}</label>
        <input id="table" type="file" name="table" accept=".xlsx,.csv" required />
      </div>
      <Beside visit={visit} checked={isBeside} />
      <button type="submit" class="primary">
        {say(visit, "batchCheck")}
      </button>
    </Form>
    <p>
      <a class="button" href={visit.link("/console/earlier/month")}>
        {say(visit, earlierTexts.byHand)}
      </a>
    </p>
  </Frame>
);

/** The form of one month. */
export const MonthPage: FC<{ form: FormState }> = ({ form }) => {
  const { visit, sent, errors } = form;
  return (
    <Frame visit={visit} title={say(visit, earlierTexts.byHand)} back={back(visit)} isWrong={errors.size > 0}>
      <p>{say(visit, earlierTexts.byHandText)}</p>
      <Entry form={form} fields={monthFields()} action="/console/earlier/month" button={administration.check}>
        <Beside visit={visit} checked={sent.has("beside")} />
      </Entry>
    </Frame>
  );
};

/** What months would do or did; `open` are those that are still to be loaded, `stale` those that others changed meanwhile. */
export const CheckedPage: FC<{
  visit: Visit;
  said: readonly SaidOfMonth[];
  open: readonly Month[];
  stale?: readonly Month[];
  beside: "true" | "false";
  /** What was typed into the form of a month, to be corrected there. */
  typed?: Sent | undefined;
  isStored?: boolean;
}> = ({ visit, said, open, stale = [], beside, typed, isStored = false }) => {
  const title = say(visit, isStored ? earlierTexts.stored : "batchChecked");
  const words = isStored ? afterwards : before;
  const counted = [...Map.groupBy(said, ({ outcome }) => outcome)];
  const loaded = said.filter(({ outcome }) => outcome !== "refused" && outcome !== "stale").map(({ month }) => month);
  // A figure that stays as it is needs no line of its own before it is loaded.
  const shown = isStored ? said : said.filter(({ outcome }) => outcome !== "unchanged");
  return (
    <Frame visit={visit} title={title} of={say(visit, earlierTexts.title)} back={back(visit)}>
      <p role="status">{counted.map(([outcome, all]) => `${say(visit, words[outcome])} ${all.length}`).join(" · ")}</p>
      {!isStored && open.length > 0 && <p>{say(visit, earlierTexts.nothingStored)}</p>}
      {open.length > 0 && (
        <Send visit={visit} months={open} beside={beside} typed={typed} action="/console/earlier/store">
          {`${say(visit, isStored ? earlierTexts.rest : earlierTexts.store)}${inBrackets(open.length, visit.language)}`}
        </Send>
      )}
      {stale.length > 0 && (
        <Send visit={visit} months={stale} beside={beside} typed={typed} action="/console/earlier/check">
          {`${say(visit, earlierTexts.checkAgain)}${inBrackets(stale.length, visit.language)}`}
        </Send>
      )}
      {typed !== undefined && (
        <Form visit={visit} action="/console/earlier/month">
          <Hidden sent={typed} />
          <button type="submit" name="back" value="yes">
            {say(visit, earlierTexts.correct)}
          </button>
        </Form>
      )}
      {shown.length > 0 && <Rows visit={visit} said={shown} words={words} />}
      <p class="actions">
        {isStored && loaded.length > 0 && (
          <a class="button" href={visit.link(`/console/figures?${spanOf(loaded)}`)}>
            {say(visit, earlierTexts.showFigures)}
          </a>
        )}{" "}
        <a class="button" href={visit.link("/console/earlier")}>
          {say(visit, "batchAnother")}
        </a>{" "}
        <a class="button" href={visit.link("/console/earlier/month")}>
          {say(visit, earlierTexts.byHand)}
        </a>
      </p>
    </Frame>
  );
};

const before = {
  loaded: earlierTexts.willLoad,
  replaced: earlierTexts.willReplace,
  unchanged: earlierTexts.noChange,
  refused: earlierTexts.wrong,
  stale: earlierTexts.stale,
} as const;
const afterwards = { ...loadingOutcomes, refused: earlierTexts.wrong, stale: earlierTexts.stale } as const;

/** The months as the figures can show them: the last ten years of them. */
function spanOf(months: readonly string[]): string {
  const sorted = months.toSorted();
  const [first = "", last = ""] = [sorted[0], sorted.at(-1)];
  const from =
    monthsBetween(first, last).length > seriesMonthsAtMost ? monthAfter(last, 1 - seriesMonthsAtMost) : first;
  return `from=${from}&to=${last}`;
}

const Send: FC<{
  visit: Visit;
  months: readonly Month[];
  beside: "true" | "false";
  typed: Sent | undefined;
  action: string;
  children?: string;
}> = ({ visit, months, beside, typed = new Map(), action, children }) => (
  <Form visit={visit} action={action}>
    <input type="hidden" name="months" value={JSON.stringify(months)} />
    <Hidden sent={new Map([...typed].filter(([name]) => name !== "beside"))} />
    {beside === "true" && <input type="hidden" name="beside" value="yes" />}
    <button type="submit" class="primary">
      {children}
    </button>
  </Form>
);

const Rows: FC<{ visit: Visit; said: readonly SaidOfMonth[]; words: typeof before | typeof afterwards }> = ({
  visit,
  said,
  words,
}) => (
  <table class="list told">
    <thead>
      <tr>
        <th scope="col">{heading(visit.language, "line")}</th>
        <th scope="col">{earlierFields["month"]?.[visit.language]}</th>
        <th scope="col">{heading(visit.language, "verdict")}</th>
        <th scope="col">{say(visit, administration.importChanges)}</th>
      </tr>
    </thead>
    <tbody>
      {said.map((row) => (
        <tr>
          <td data-head={heading(visit.language, "line")}>{row.line}</td>
          <td>{row.month}</td>
          <td>{say(visit, words[row.outcome])}</td>
          <td>
            {"reasons" in row
              ? inClauses(row.reasons, visit.language)
              : changesIn(visit, row).map((change) => <span class="second">{change}</span>)}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

/** Field by field what it is, or what it was and becomes. */
function changesIn(visit: Visit, { figures, before }: { figures: EarlierFigures; before?: EarlierFigures }): string[] {
  const [then, now] = [before === undefined ? undefined : toldIn(before), toldIn(figures)];
  return Object.keys(earlierTitles).flatMap((path) => {
    const [was, is] = [then?.get(path), now.get(path)];
    if (was === is) return [];
    const text = then === undefined ? (is ?? "") : `${was ?? "–"} → ${is ?? "–"}`;
    return [labelled(titleOf(path, visit.language), text, visit.language)];
  });
}

/** What a figure is called: in Chinese as the column of the sheet is; in English that has the names of programs, and the form has words. */
function titleOf(path: string, language: Language): string {
  // The part of a whole has a colon in its title, as its column has.
  if (language === "zh") return earlierTitles[path]?.zh.replace("：", "·") ?? path;
  const [whole = ""] = path.split(".");
  return [...new Set([whole, path])].map((one) => monthLabels[one]?.en ?? one).join(" · ");
}

/** Each figure in words, by the path of its field. */
function toldIn({ bySource, byCategory, amountFen, ...plain }: EarlierFigures): ReadonlyMap<string, string> {
  const told = (figures: object, prefix = ""): [string, string][] =>
    Object.entries(figures).map(([name, value]) => [`${prefix}${name}`, String(value)]);
  return new Map([
    ...told(plain),
    ...told(amountFen === undefined ? {} : { amountFen: yuan(amountFen) }),
    ...told(bySource, "bySource."),
    ...told(byCategory, "byCategory."),
  ]);
}
