import type { Child, FC } from "hono/jsx";
import type { CaseListItem } from "../../../shared/contracts/case-lists.ts";
import { statuses } from "../../../shared/domain/case-state.ts";
import { categories, type Label, riskGrades } from "../../../shared/domain/codes.ts";
import { asked, type CallerVerb, callerVerbs } from "../../../shared/domain/verbs.ts";
import { heading } from "../../../shared/words/headings.ts";
import { nameOf } from "../../../shared/words/language.ts";
import { caseFlagNames } from "../../../shared/words/lists.ts";
import { inClauses, labelled } from "../../../shared/words/punctuation.ts";
import type { Visit } from "../visit.ts";
import { say } from "./shell.tsx";

const grave: readonly string[] = ["red", "orange"];

/** A table of cases on a wide screen, cards on a phone. The last column leads on. */
export const CaseTable: FC<{
  visit: Visit;
  caption: string;
  /** What the fourth column tells in place of deadlines. */
  times?: Label;
  children?: Child;
}> = ({ visit, caption, times, children }) => (
  <table class="list cases">
    <caption class="unseen">{caption}</caption>
    <thead>
      <tr>
        <th scope="col">{heading(visit.language, "case")}</th>
        <th scope="col">{say(visit, "organisations")}</th>
        <th scope="col">{heading(visit.language, "status")}</th>
        <th scope="col">{say(visit, times ?? "deadlines")}</th>
        <th scope="col">{say(visit, "nextStep")}</th>
      </tr>
    </thead>
    <tbody>{children}</tbody>
  </table>
);

type RowProps = {
  visit: Visit;
  row: CaseListItem;
  names: Readonly<Record<string, string>>;
  due: Child;
  /** The steps that lead on, the likeliest first; a link to the case where there is none. */
  steps: readonly string[];
  /** What the referrer was asked for, where the row is of that. */
  missing?: readonly string[] | undefined;
};

/** One case: its number and kind, who sent it and who has it, where it stands, by when and what is next. */
export const CaseRow: FC<RowProps> = ({ visit, row, names, due, steps, missing }) => {
  const { language, session } = visit;
  const { caseId, sourceNumbers, category, partyCount, status, agencyId, holderId, endedWithId, flags, riskGrade } =
    row;
  const own = session?.seat?.organisationId;
  const [number = categories[category][language], ...others] = sourceNumbers;
  const address = `/console/cases/${caseId}`;
  const step = callerVerbs.find((verb) => verb === steps[0]);
  const bodies = [...new Set([agencyId, holderId ?? endedWithId])].filter((id) => id !== undefined && id !== own);
  return (
    <tr>
      <td>
        <a href={visit.link(address)}>{number}</a>
        {others.length > 0 && <span class="dim"> +{others.length}</span>}
        <span class="second">
          {categories[category][language]} · {partyCount} {say(visit, "persons")}
          {row.mediatorName !== undefined && ` · ${row.mediatorName}`}
        </span>
        {missing !== undefined && (
          <span class="lacks">{labelled(heading(language, "missing"), inClauses(missing, language), language)}</span>
        )}
      </td>
      <td>
        {bodies.length === 0 && <span class="dim">{say(visit, "ownBody")}</span>}
        {bodies.map((id) => (
          <span class="body" title={names[id ?? ""]}>
            {names[id ?? ""] ?? say(visit, "unnamed")}
          </span>
        ))}
      </td>
      <td>
        <span class="status">{nameOf(statuses, status, language)}</span>
        <Marks visit={visit} flags={flags} risk={riskGrade} />
      </td>
      <td>{due}</td>
      <td>
        <Step visit={visit} address={address} step={step} number={number} />
      </td>
    </tr>
  );
};

const Marks: FC<{ visit: Visit; flags: CaseListItem["flags"]; risk: CaseListItem["riskGrade"] }> = ({
  visit: { language },
  flags,
  risk,
}) => (
  <>
    {grave.includes(risk) && (
      <span class={`mark ${risk}`}>{`${heading(language, "risk")} ${nameOf(riskGrades, risk, language)}`}</span>
    )}
    {flags.map((flag) => (
      <span class={flag === "danger" ? "mark red" : "mark"}>{caseFlagNames[flag][language]}</span>
    ))}
  </>
);

const Step: FC<{ visit: Visit; address: string; step: CallerVerb | undefined; number: string }> = ({
  visit,
  address,
  step,
  number,
}) => {
  const text = step === undefined ? say(visit, "open") : asked[step].words[visit.language];
  const href = step === undefined ? address : `${address}/${step}`;
  return (
    <a class="button" href={visit.link(href)} aria-label={`${text} ${number}`}>
      {text}
    </a>
  );
};
