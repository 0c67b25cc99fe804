import type { FC } from "hono/jsx";
import type { DirectoryFile } from "../../../shared/client/directory-file.ts";
import { directoryLayouts } from "../../../shared/client/directory-layouts.ts";
import type { TableFile } from "../../../shared/client/table-file.ts";
import { heading } from "../../../shared/words/headings.ts";
import { inBrackets, inClauses, labelled } from "../../../shared/words/punctuation.ts";
import { administration } from "../administration-texts.ts";
import { emptyForm, fieldsFor, sentOf } from "../forms/entry.ts";
import { shownValue } from "../forms/form-state.ts";
import type { Said } from "../import.tsx";
import { importKinds, importOutcomes, importTemplates } from "../import-texts.ts";
import { Frame } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Kind = DirectoryFile["kind"];
const operations = {
  organisations: "putOrganisation",
  mediators: "putMediator",
  divisions: "putDivision",
} as const satisfies Record<Kind, string>;
const kinds = ["organisations", "mediators", "divisions"] as const satisfies readonly Kind[];
const outcomes = ["created", "updated", "unchanged", "refused"] as const satisfies readonly Said["outcome"][];

const back = (visit: Visit) => ({ href: "/console/directory", text: say(visit, "directory") });

/** Where a file of the directory is chosen. */
export const ImportPage: FC<{ visit: Visit; problem?: string }> = ({ visit, problem }) => (
  <Frame visit={visit} title={say(visit, administration.importFile)} back={back(visit)} problem={problem}>
    <p>{say(visit, administration.importText)}</p>
    <ul class="entries">
      {kinds.map((kind) => (
        <li>
          <a href={visit.link(`/console/import/${kind}.xlsx`)}>{say(visit, importTemplates[kind])}</a>
        </li>
      ))}
    </ul>
    <Form visit={visit} action="/console/import" enctype="multipart/form-data">
      <div class="field">
        <label for="table">{say(visit, administration.importChoose)}</label>
        <input id="table" type="file" name="table" accept=".xlsx,.csv" required />
      </div>
      <button type="submit" class="primary">
        {say(visit, "batchCheck")}
      </button>
    </Form>
  </Frame>
);

/** What a file would change or has changed; `open` are the rows that are still to be stored. */
export const ImportedPage: FC<{
  visit: Visit;
  kind: Kind;
  said: readonly Said[];
  open: TableFile;
  isStored?: boolean;
}> = ({ visit, kind, said, open, isStored = false }) => {
  const title = say(visit, isStored ? administration.importStored : "batchChecked");
  const count = (wanted: Said["outcome"]): number => said.filter(({ outcome }) => outcome === wanted).length;
  // An unchanged row needs no line of its own.
  const shown = said.filter(({ outcome }) => outcome !== "unchanged");
  return (
    <Frame visit={visit} title={title} of={say(visit, importKinds[kind])} back={back(visit)}>
      <p role="status">
        {outcomes
          .filter((outcome) => count(outcome) > 0)
          .map((outcome) => `${say(visit, importOutcomes[outcome])} ${count(outcome)}`)
          .join(" · ")}
      </p>
      {open.rows.length > 0 && (
        <Form visit={visit} action="/console/import/store">
          <input type="hidden" name="table" value={JSON.stringify(open)} />
          <button type="submit" class="primary">
            {`${say(visit, isStored ? administration.importRest : administration.importStore)}${inBrackets(open.rows.length, visit.language)}`}
          </button>
        </Form>
      )}
      {shown.length > 0 && <Rows visit={visit} kind={kind} said={shown} />}
      <p>
        <a class="button" href={visit.link("/console/import")}>
          {say(visit, "batchAnother")}
        </a>
      </p>
    </Frame>
  );
};

const Rows: FC<{ visit: Visit; kind: Kind; said: readonly Said[] }> = ({ visit, kind, said }) => (
  <table class="list told">
    <thead>
      <tr>
        <th scope="col">{heading(visit.language, "line")}</th>
        <th scope="col">{heading(visit.language, "id")}</th>
        <th scope="col">{heading(visit.language, "verdict")}</th>
        <th scope="col">{say(visit, administration.importChanges)}</th>
      </tr>
    </thead>
    <tbody>
      {said.map((row) => (
        <tr>
          <td>{row.line}</td>
          <td>{row.id}</td>
          <td>
            {say(visit, importOutcomes[row.outcome])}
            {row.outcome !== "refused" && row.takesTwo === true && (
              <span class="second">{say(visit, administration.importTakesTwo)}</span>
            )}
          </td>
          <td>
            {row.outcome === "refused"
              ? inClauses(row.reasons, visit.language)
              : changesIn(visit, kind, row).map((change) => <span class="second">{change}</span>)}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const truths = { yes: { zh: "是", en: "yes" }, no: { zh: "否", en: "no" } } as const;

/** Field by field what it is, or what it was and becomes. */
function changesIn(visit: Visit, kind: Kind, row: Exclude<Said, { outcome: "refused" }>): string[] {
  const operation = operations[kind];
  const form = emptyForm(visit, operation);
  const fields = fieldsFor(operation);
  return row.changed.flatMap((name) => {
    const field = fields.find((one) => one.name === name);
    if (field === undefined) return [];
    const told = (stored: Readonly<Record<string, unknown>> = {}): string =>
      field.kind === "flag"
        ? truths[stored[name] === true ? "yes" : "no"][visit.language]
        : shownValue(form, field, sentOf([field], stored));
    const title = { zh: directoryLayouts[kind].titles[name] ?? name, en: name }[visit.language];
    const after = told(row.after);
    return [labelled(title, row.before === undefined ? after : `${told(row.before)} → ${after}`, visit.language)];
  });
}
