import type { FC } from "hono/jsx";
import { shanghaiDate } from "../../../shared/domain/calendar.ts";
import { statuses } from "../../../shared/domain/case-state.ts";
import { dueFilters } from "../../../shared/domain/clock-level.ts";
import { categories, channels, type Label, riskGrades } from "../../../shared/domain/codes.ts";
import { heading } from "../../../shared/words/headings.ts";
import type { Language } from "../../../shared/words/language.ts";
import { dueFilterNames } from "../../../shared/words/lists.ts";
import { inBrackets } from "../../../shared/words/punctuation.ts";
import { addressOf, type Filters, type ListView, without } from "../forms/list-filter.ts";
import type { Visit } from "../visit.ts";
import { say } from "./shell.tsx";

type Labels = Readonly<Record<string, Label>>;
const choices = {
  status: statuses,
  channel: channels,
  category: categories,
  risk: riskGrades,
} as const satisfies Record<string, Labels>;
type Choice = keyof typeof choices;
const choiceNames: readonly Choice[] = ["status", "channel", "category", "risk"];

type FilterProps = {
  visit: Visit;
  view: ListView;
  filters: Filters;
  /** The organisations on this page, by which it can be narrowed further. */
  names: Readonly<Record<string, string>>;
};

/** By what a list is narrowed: links for deadlines, a form for the rest, and what is set, each to be taken off again. */
export const ListFilter: FC<FilterProps> = (props) => {
  const { visit, view, filters } = props;
  const set = Object.keys(filters).length;
  return (
    <div class="filter">
      {filters.month === undefined && (
        <nav class="chips" aria-label={say(visit, "byDeadline")}>
          {dueFilters.map((due) => (
            <a
              class="chip"
              href={visit.link(addressOf(view, { ...filters, due }))}
              aria-current={filters.due === due ? "true" : undefined}
            >
              {dueFilterNames[due][visit.language]}
            </a>
          ))}
          <a class="chip" href={visit.link(addressOf(view, { ...without(filters, "due"), month: monthOf(visit) }))}>
            {say(visit, "closedThisMonth")}
          </a>
        </nav>
      )}
      {set > 0 && <Chips {...props} />}
      <details>
        <summary>{`${say(visit, "filter")}${set > 0 ? inBrackets(set, visit.language) : ""}`}</summary>
        <FilterForm {...props} />
      </details>
    </div>
  );
};

const monthOf = ({ now }: Visit): string => shanghaiDate(new Date(now).toISOString()).slice(0, 7);

const Chips: FC<FilterProps> = ({ visit, view, filters, names }) => (
  <p class="chips">
    <span class="dim">{say(visit, "filteredBy")}</span>
    {Object.entries(filters).map(([name, value]) => {
      const isName = (key: string): key is keyof Filters => key in filters;
      if (!isName(name) || value === undefined) return null;
      const text = `${nameOfFilter(name, visit)} ${nameOfValue(name, value, visit.language, names)}`;
      return (
        <a
          class="chip set"
          href={visit.link(addressOf(view, without(filters, name)))}
          aria-label={`${say(visit, "clearOne")} ${text}`}
        >
          {text} <span class="off">×</span>
        </a>
      );
    })}
    <a href={visit.link(addressOf(view, {}))}>{say(visit, "clearFilter")}</a>
  </p>
);

function nameOfFilter(name: keyof Filters, visit: Visit): string {
  const { language } = visit;
  const texts: Readonly<Record<keyof Filters, string>> = {
    status: heading(language, "status"),
    due: say(visit, "deadlines"),
    channel: heading(language, "channel"),
    category: heading(language, "category"),
    risk: heading(language, "risk"),
    holder: heading(language, "holder"),
    mediator: heading(language, "mediator"),
    agency: heading(language, "source"),
    from: say(visit, "fromDay"),
    to: say(visit, "toDay"),
    month: say(visit, "closedMonth"),
  };
  return texts[name];
}

function nameOfValue(
  name: keyof Filters,
  value: string,
  language: Language,
  names: Readonly<Record<string, string>>,
): string {
  const labels: Readonly<Partial<Record<keyof Filters, Labels>>> = { ...choices, due: dueFilterNames };
  return labels[name]?.[value]?.[language] ?? names[value] ?? value;
}

const FilterForm: FC<FilterProps> = ({ visit, view, filters, names }) => {
  const { language, session } = visit;
  const organisations = Object.entries(names).toSorted(([, one], [, other]) => one.localeCompare(other));
  const mine = session?.seat?.mediatorId;
  return (
    <form method="get" action={visit.link("/console/cases")}>
      <input type="hidden" name="as" value={view} />
      {filters.due !== undefined && <input type="hidden" name="due" value={filters.due} />}
      {choiceNames.map((name) => (
        <Select
          visit={visit}
          name={name}
          label={nameOfFilter(name, visit)}
          value={filters[name]}
          options={labelled(choices[name], language)}
        />
      ))}
      {(["agency", "holder"] as const)
        .filter((name) => (name === "agency" ? view !== "sender" : view !== "holder"))
        .map((name) => (
          <Select
            visit={visit}
            name={name}
            label={nameOfFilter(name, visit)}
            value={filters[name]}
            options={organisations}
          />
        ))}
      {mine !== undefined && (
        <label class="tick">
          <input type="checkbox" name="mediator" value={mine} checked={filters.mediator === mine} />{" "}
          {say(visit, "mine")}
        </label>
      )}
      {(["from", "to"] as const).map((name) => (
        <div class="field">
          <label for={`filter-${name}`}>{nameOfFilter(name, visit)}</label>
          <input type="date" id={`filter-${name}`} name={name} value={filters[name] ?? ""} />
        </div>
      ))}
      <div class="field">
        <label for="filter-month">{say(visit, "closedMonth")}</label>
        <input type="month" id="filter-month" name="month" placeholder="2026-01" value={filters.month ?? ""} />
      </div>
      <button type="submit">{say(visit, "applyFilter")}</button>
    </form>
  );
};

const labelled = (labels: Labels, language: Language): [string, string][] =>
  Object.entries(labels).map(([code, label]) => [code, label[language]]);

const Select: FC<{
  visit: Visit;
  name: string;
  label: string;
  value: string | undefined;
  options: readonly (readonly [string, string])[];
}> = ({ visit, name, label, value, options }) => (
  <div class="field">
    <label for={`filter-${name}`}>{label}</label>
    <select id={`filter-${name}`} name={name}>
      <option value="">{say(visit, "any")}</option>
      {/* A filter that is set stays set, on this page or not. */}
      {value !== undefined && options.every(([code]) => code !== value) && (
        <option value={value} selected>
          {value}
        </option>
      )}
      {options.map(([code, text]) => (
        <option value={code} selected={code === value}>
          {text}
        </option>
      ))}
    </select>
  </div>
);
