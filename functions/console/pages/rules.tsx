import type { FC } from "hono/jsx";
import type { FieldError } from "../../../shared/contracts/problems.ts";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { amountBy, scopeOfTariff, type Tariff } from "../../../shared/domain/incentive.ts";
import { nationwide } from "../../../shared/domain/scope.ts";
import { clockTime, yuan } from "../../../shared/words/format.ts";
import { lawLines, lawPath, lawSource, lawValue, tariffPath } from "../../../shared/words/law.ts";
import { administration } from "../administration-texts.ts";
import { ConfirmOrBack, Frame, type Said, Table } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import type { Kind, Loading, TypedRules } from "../rules.tsx";
import type { Visit } from "../visit.ts";

type Word = keyof typeof administration;
const words = (visit: Visit, ...names: Word[]): string[] => names.map((name) => say(visit, administration[name]));

type LawProps = {
  visit: Visit;
  day: string;
  law: OperationAnswer<"showLaw"> | undefined;
  packs: OperationAnswer<"listLawPacks">["packs"] | undefined;
  mayLoad: boolean;
  said: Said;
  typed: TypedRules | undefined;
};

/** The numbers in force on a day, each with its source, and the packs of the own layer. */
export const LawPage: FC<LawProps> = ({ visit, day, law, packs, mayLoad, said, typed }) => {
  const title = say(visit, administration.law);
  return (
    <Frame visit={visit} title={title} of={day} said={said} isWrong={typed?.fault !== undefined}>
      {typed?.fault !== undefined && <Faults visit={visit} fault={typed.fault} faults={typed.faults} />}
      <div class="filter">
        <form method="get" action={visit.link("/console/law")}>
          <div class="field">
            <label for="day">{say(visit, administration.lawOn)}</label>
            <input id="day" type="date" name="day" value={day} />
          </div>
          <button type="submit">{say(visit, "applyFilter")}</button>
        </form>
      </div>
      {packs !== undefined && (
        <section>
          <h2>{say(visit, administration.packs)}</h2>
          {packs.length === 0 ? (
            <p class="dim">{say(visit, administration.noPacks)}</p>
          ) : (
            <Table
              caption={say(visit, administration.packs)}
              heads={words(visit, "version", "inForceFrom", "loadedAt", "loadedBy")}
              rows={packs.map(({ version, effectiveFrom, loadedAt, loadedBy }) => [
                version,
                effectiveFrom,
                loadedAt === undefined ? say(visit, administration.bundled) : clockTime(loadedAt),
                loadedBy?.officer ?? "",
              ])}
            />
          )}
          {mayLoad && <LoadForm visit={visit} kind="law" typed={typed} />}
        </section>
      )}
      {law === undefined ? (
        <p class="empty">{say(visit, administration.noLaw)}</p>
      ) : (
        <details open={packs === undefined}>
          <summary>{`${say(visit, administration.inForce)} · ${say(visit, administration.version)} ${law.version}`}</summary>
          <Table
            caption={title}
            heads={words(visit, "item", "value", "source", "layer")}
            rows={lawLines(law.numbers, visit.language).map(({ number, item, value, source }) => [
              item,
              value,
              source,
              number.scope === nationwide ? say(visit, administration.national) : number.scope,
            ])}
          />
        </details>
      )}
    </Frame>
  );
};

type Rate = OperationAnswer<"listTariffs">["tariffs"][number];

/** The tariffs of the county, its province and the nation, with what each pays in two examples. */
export const TariffsPage: FC<{
  visit: Visit;
  tariffs: readonly Rate[];
  mayLoad: boolean;
  said: Said;
  typed: TypedRules | undefined;
}> = ({ visit, tariffs, mayLoad, said, typed }) => {
  const title = say(visit, administration.tariffs);
  return (
    <Frame visit={visit} title={title} said={said} isWrong={typed?.fault !== undefined}>
      {typed?.fault !== undefined && <Faults visit={visit} fault={typed.fault} faults={typed.faults} />}
      <Table
        caption={title}
        heads={words(visit, "version", "inForceFrom", "source", "exampleSimple", "exampleHard", "loadedAt")}
        rows={tariffs.map((rate) => [
          <>
            {rate.version}
            <span class="second">{ownerOf(visit, scopeOfTariff(rate))}</span>
          </>,
          rate.effectiveFrom,
          lawSource(rate.source, visit.language),
          ...examplesBy(rate),
          rate.loadedAt === undefined ? say(visit, administration.bundled) : clockTime(rate.loadedAt),
        ])}
      />
      {mayLoad && (
        <section class="next">
          <LoadForm visit={visit} kind="tariffs" typed={typed} />
        </section>
      )}
    </Frame>
  );
};

/** Whose tariff it is: the nation's, a province's by its digits, or the county's own. */
const ownerOf = (visit: Visit, scope: string): string => {
  if (scope === nationwide) return say(visit, administration.bundledTariff);
  return scope.length === 2 ? `${say(visit, administration.ofProvince)} ${scope}` : say(visit, administration.ofCounty);
};

/** What a tariff pays for a plain dispute, and for one that has everything, in yuan. */
const examplesBy = (rate: Tariff): [simple: string, hard: string] => {
  const plain = { hard: false, form: "oral", people: 2, agreedFen: 0, outcome: "performed" } as const;
  const grave = { hard: true, form: "written", people: 6, agreedFen: 12_000_000, outcome: "performed" } as const;
  return [yuan(amountBy(rate, plain).amountFen), yuan(amountBy(rate, grave).amountFen)];
};

const LoadForm: FC<{ visit: Visit; kind: Kind; typed: TypedRules | undefined }> = ({ visit, kind, typed }) => (
  <>
    <h2>{say(visit, administration.loadPack)}</h2>
    <p class="hint">{say(visit, kind === "law" ? administration.packText : administration.tariffText)}</p>
    <Form visit={visit} action={`/console/${kind}`} enctype="multipart/form-data">
      <div class={typed?.fault === undefined ? "field" : "field wrong"}>
        <label for="text">{say(visit, administration.pasted)}</label>
        <textarea id="text" name="text" rows={8} class="code" spellcheck={false}>
          {typed === undefined ? "" : `\n${typed.text}`}
        </textarea>
      </div>
      <div class="field">
        <label for="file">{say(visit, administration.chosen)}</label>
        <input id="file" type="file" name="file" accept=".json" />
      </div>
      <button type="submit" class="primary">
        {say(visit, administration.check)}
      </button>
    </Form>
  </>
);

const Faults: FC<{ visit: Visit; fault: string; faults: readonly FieldError[] | undefined }> = ({
  visit,
  fault,
  faults = [],
}) => (
  <div class="summary" role="alert" tabindex={-1} id="errors">
    <h2>{say(visit, administration.faultsIn)}</h2>
    <ul>
      <li>
        <a href="#text">{fault}</a>
      </li>
      {faults.map(({ path, message }) => (
        <li>
          <code>{path}</code> {message}
        </li>
      ))}
    </ul>
  </div>
);

type DifferenceProps = {
  visit: Visit;
  title: string;
  /** Where the form is sent, and its page is shown. */
  action: string;
  difference: Loading["difference"];
  /** What the form had, which is sent again when it is confirmed. */
  fields: Readonly<Record<string, string>>;
  notes?: readonly string[];
  /** A tariff, whose amounts are shown in examples. */
  rate?: Tariff;
  /** Something else was loaded since somebody looked at the difference, which is another now. */
  isStale?: boolean;
};

/** What would change, and the button that makes it so. */
export const DifferencePage: FC<DifferenceProps> = ({
  visit,
  title,
  action,
  difference,
  fields,
  notes = [],
  rate,
  isStale = false,
}) => {
  const heading = say(visit, administration.checked);
  return (
    <Frame visit={visit} title={heading} of={title} back={{ href: action, text: title }}>
      {isStale && (
        <p class="notice warning" role="alert">
          {say(visit, administration.comparedAnew)}
        </p>
      )}
      <p class="notice warning" role="status">
        {say(visit, administration.checkedText)}
      </p>
      {notes.map((note) => (
        <p>{note}</p>
      ))}
      {difference.length === 0 ? (
        <p class="empty">{say(visit, administration.noDifference)}</p>
      ) : (
        <Table
          caption={heading}
          heads={words(visit, "item", "before", "after", "source")}
          rows={difference.map(({ path, before, after, article }) => [
            tariffPath(path, visit.language) ?? lawPath(path, visit.language),
            inWords(visit, path, before),
            inWords(visit, path, after),
            lawSource(article, visit.language),
          ])}
        />
      )}
      {rate !== undefined && (
        <section>
          <h2>{say(visit, administration.examples)}</h2>
          <dl>
            {words(visit, "exampleSimple", "exampleHard").map((text, index) => (
              <div>
                <dt>{text}</dt>
                <dd>{examplesBy(rate)[index]}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section class="next">
        <Form visit={visit} action={action}>
          {Object.entries(fields).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <ConfirmOrBack visit={visit} />
        </Form>
      </section>
    </Frame>
  );
};

type Value = Loading["difference"][number]["after"];
/** A day of a calendar says what it is; a number says itself. */
const inWords = (visit: Visit, path: string, value: Value): string =>
  value === "holiday" || value === "workday"
    ? say(visit, administration[value])
    : lawValue(value, isAmount(path) ? `${path}Fen` : path, visit.language);
/** Whether a path of a tariff names pay, which is kept in fen. */
const isAmount = (path: string): boolean => /(^|\.)\w+Fen(\.\w+)?$/.test(path) && !path.endsWith("Fen");
