import type { FC } from "hono/jsx";
import { fieldsOf } from "../../../shared/contracts/body-fields.ts";
import type { CaseView } from "../../../shared/contracts/case-view.ts";
import { particulars } from "../../../shared/papers/particulars.ts";
import { yuan } from "../../../shared/words/format.ts";
import { inBrackets, inClauses } from "../../../shared/words/punctuation.ts";
import { type FormState, labelOf } from "../forms/form-state.ts";
import type { Parts } from "../forms/particular-parts.ts";
import { officialTexts } from "../official-texts.ts";
import { ErrorSummary } from "../parts/error-summary.tsx";
import { Field } from "../parts/field.tsx";
import { Form, Kept, Shell, say } from "../parts/shell.tsx";
import { problemText } from "../problem-words.ts";

type Props = {
  form: FormState;
  view: CaseView;
  /** The mark of each part as it was when the form was opened. */
  was: ReadonlyMap<string, string>;
  /** What others said meanwhile of parts that the person changed as well. */
  theirs?: Parts;
  /** The code of a problem that is no matter of one field. */
  problem?: string;
};

/** What is said for the papers alone, on one form. */
export const ParticularsPage: FC<Props> = ({ form, view, was, theirs, problem }) => {
  const { visit } = form;
  const { caseId, state } = view;
  const [{ sourceNumber }] = state.referrals;
  const isWrong = form.errors.size > 0 || theirs !== undefined || problem !== undefined;
  const words = say(visit, officialTexts.particulars);
  return (
    <Shell visit={visit} title={`${isWrong ? say(visit, "wrong") : ""}${words} · ${sourceNumber}`} current="work">
      <p>
        <a href={visit.link(`/console/cases/${caseId}`)}>{`${say(visit, "backToCase")} ${sourceNumber}`}</a>
        {"　"}
        <a href={visit.link(`/console/cases/${caseId}/official`)}>{say(visit, officialTexts.title)}</a>
      </p>
      <h1>{`${words} · ${sourceNumber}`}</h1>
      <Kept visit={visit} />
      {problem !== undefined && (
        <p class="notice warning" role="alert">
          {problemText(problem, visit.language)}
        </p>
      )}
      {theirs !== undefined && (
        <section class="since" role="alert">
          <h2>{say(visit, officialTexts.overtaken)}</h2>
          <p>{say(visit, officialTexts.overtakenText)}</p>
          <dl>
            {[...theirs].map(([name, value]) => (
              <div>
                <dt>{`${labelOf(form.verb, name, visit.language)}${inBrackets(say(visit, officialTexts.nowSays), visit.language)}`}</dt>
                <dd>{inWords(form, value)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
      <section class="next">
        <p class="hint">{say(visit, officialTexts.particularsHint)}</p>
        {form.errors.size > 0 && <ErrorSummary form={form} />}
        <Form visit={visit} action={`/console/cases/${caseId}/particulars`}>
          {[...was].map(([name, mark]) => (
            <input type="hidden" name={`was:${name}`} value={mark} />
          ))}
          {fieldsOf(particulars()).map((field) => (
            <Field form={form} field={field} name={field.name} path={field.name} />
          ))}
          <button type="submit" class="primary">
            {say(visit, theirs === undefined ? officialTexts.save : officialTexts.saveAnyway)}
          </button>
        </Form>
      </section>
    </Shell>
  );
};

/** A part as it can be read; of clauses each is a line. */
function inWords(form: FormState, value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value
    .map((row, index) => {
      const said = Object.entries(Object(row)).map(([name, one]) => {
        const text = name === "amountFen" ? yuan(Number(one)) : String(one);
        return name === "text" ? text : `${labelOf(form.verb, `clauses.${name}`, form.visit.language)} ${text}`;
      });
      return `${index + 1}. ${inClauses(said, form.visit.language)}`;
    })
    .join(" ");
}
