import type { FC } from "hono/jsx";
import { heading } from "../../../shared/words/headings.ts";
import { inClauses } from "../../../shared/words/punctuation.ts";
import type { Verdict } from "../batch-rows.ts";
import { Form, Shell, say } from "../parts/shell.tsx";
import type { TextName } from "../texts.ts";
import type { Visit } from "../visit.ts";

/** Where a table of referrals is chosen. */
export const BatchPage: FC<{ visit: Visit; problem?: string }> = ({ visit, problem }) => {
  const title = say(visit, "batch");
  return (
    <Shell visit={visit} title={problem === undefined ? title : `${say(visit, "wrong")}${title}`} current="new">
      <h1>{title}</h1>
      {problem !== undefined && (
        <p class="notice warning" role="alert">
          {problem}
        </p>
      )}
      <p>{say(visit, "batchText")}</p>
      <p>
        <a href={visit.link("/console/batch/template.xlsx")}>{say(visit, "batchTemplate")}</a>
      </p>
      <Form visit={visit} action="/console/batch" enctype="multipart/form-data">
        <input type="hidden" name="scripted" value="" />
        <div class="field">
          <label for="table">{say(visit, "batchFile")}</label>
          <input id="table" type="file" name="table" accept=".xlsx,.csv" required />
        </div>
        <button type="submit" class="primary">
          {say(visit, "batchCheck")}
        </button>
      </Form>
    </Shell>
  );
};

const outcomes = {
  waiting: "rowWaiting",
  fit: "rowFit",
  alike: "rowAlike",
  there: "rowThere",
  wrong: "rowWrong",
  sent: "rowSent",
} as const satisfies Record<Verdict["outcome"], TextName>;
const sendable: readonly Verdict["outcome"][] = ["waiting", "fit", "alike"];

/** The rows with their verdicts, and what can be done with them. */
export const SheetPage: FC<{
  visit: Visit;
  columns: readonly string[];
  verdicts: readonly Verdict[];
  isSent?: boolean;
}> = ({ visit, columns, verdicts, isSent = false }) => {
  const title = say(visit, isSent ? "batchSent" : "batchChecked");
  const count = (...wanted: Verdict["outcome"][]): number =>
    verdicts.filter(({ outcome }) => wanted.includes(outcome)).length;
  return (
    <Shell visit={visit} title={title} current="new">
      <h1>{title}</h1>
      <p role="status" id="batch-status">
        {(["sent", "fit", "alike", "there", "wrong", "waiting"] as const)
          .filter((outcome) => count(outcome) > 0)
          .map((outcome) => `${say(visit, outcomes[outcome])} ${count(outcome)}`)
          .join(" · ")}
      </p>
      <Form visit={visit} action="/console/batch/send" data-batch={say(visit, "batchStopped")}>
        <input type="hidden" name="columns" value={JSON.stringify(columns)} />
        <p class="actions">
          {count(...sendable) > 0 && (
            <button type="submit" class="primary">
              {say(visit, "batchSend")}
            </button>
          )}{" "}
          <button type="submit" formaction={visit.link("/console/batch/failed")}>
            {say(visit, "batchFailed")}
          </button>{" "}
          <a class="button" href={visit.link("/console/batch")}>
            {say(visit, "batchAnother")}
          </a>
        </p>
        <BatchTable visit={visit} verdicts={verdicts} />
      </Form>
    </Shell>
  );
};

/** The table itself, which the script puts together from parts. */
export const BatchTable: FC<{ visit: Visit; verdicts: readonly Verdict[] }> = ({ visit, verdicts }) => (
  <table class="list told" id="batch">
    <thead>
      <tr>
        <th scope="col">{heading(visit.language, "line")}</th>
        <th scope="col">{heading(visit.language, "sourceNumber")}</th>
        <th scope="col">{heading(visit.language, "verdict")}</th>
        <th scope="col">{say(visit, "destination")}</th>
        <th scope="col">{say(visit, "reason")}</th>
      </tr>
    </thead>
    <tbody>
      {verdicts.map((verdict) => (
        <Row visit={visit} verdict={verdict} />
      ))}
    </tbody>
  </table>
);

const Row: FC<{ visit: Visit; verdict: Verdict }> = ({ visit, verdict }) => {
  const { row, sourceNumber, outcome, destination = "", caseIds, reasons } = verdict;
  return (
    <tr id={`row-${row.line}`} data-outcome={outcome} data-name={say(visit, outcomes[outcome])}>
      <td>{row.line}</td>
      <td>{sourceNumber}</td>
      <td>
        {say(visit, outcomes[outcome])}
        {sendable.includes(outcome) && <input type="hidden" name="row" value={JSON.stringify(row)} />}
        {outcome === "wrong" && <input type="hidden" name="failed" value={JSON.stringify({ ...row, reasons })} />}
      </td>
      <td>{destination}</td>
      <td>
        {inClauses(reasons, visit.language)}
        {caseIds.map((caseId) => (
          <>
            {" "}
            <a href={visit.link(`/console/cases/${caseId}`)}>{say(visit, "earlierCase")}</a>
          </>
        ))}
      </td>
    </tr>
  );
};
