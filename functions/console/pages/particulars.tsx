import type { FC } from "hono/jsx";
import { fieldsOf } from "../../../shared/contracts/body-fields.ts";
import type { CaseView } from "../../../shared/contracts/case-view.ts";
import { particulars } from "../../../shared/domain/particulars.ts";
import { yuan } from "../../../shared/words/format.ts";
import { inBrackets, inClauses } from "../../../shared/words/punctuation.ts";
import { type FormState, labelOf } from "../forms/form-state.ts";
import { type Occasion, occasionQuery } from "../forms/occasion.ts";
import type { Parts } from "../forms/particular-parts.ts";
import { occasionTexts, officialTexts } from "../official-texts.ts";
import { ErrorSummary } from "../parts/error-summary.tsx";
import { Field } from "../parts/field.tsx";
import { Form, Shell, say } from "../parts/shell.tsx";
import { problemText } from "../problem-words.ts";
import type { Visit } from "../visit.ts";

type Props = {
  form: FormState;
  view: CaseView;
  /** The session and the visit that it is about, and how many there were. */
  which: Occasion;
  counts: Required<Occasion>;
  /** The mark of each part as it was when the form was opened. */
  was: ReadonlyMap<string, string>;
  /** What others said meanwhile of parts that the person changed as well. */
  theirs?: Parts;
  /** The code of a problem that is no matter of one field. */
  problem?: string;
};

/** What is said for the papers alone, on one form. */
export const ParticularsPage: FC<Props> = ({ form, view, which, counts, was, theirs, problem }) => {
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
        <Occasions visit={visit} caseId={caseId} which={which} counts={counts} />
        <Form visit={visit} action={`/console/cases/${caseId}/particulars${occasionQuery(which)}`}>
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

/** Of several sessions or visits each has a page of its own. */
const Occasions: FC<{ visit: Visit; caseId: string } & Pick<Props, "which" | "counts">> = ({
  visit,
  caseId,
  which,
  counts,
}) => (
  <>
    {(["session", "visit"] as const)
      .filter((kind) => counts[kind] > 1)
      .map((kind) => (
        <nav class="occasions" aria-label={say(visit, occasionTexts[kind])}>
          {`${say(visit, occasionTexts[kind])}${say(visit, "colon")}`}
          {Array.from({ length: counts[kind] }, (_, index) => index + 1).map((number) => (
            <a
              href={visit.link(`/console/cases/${caseId}/particulars${occasionQuery({ ...which, [kind]: number })}`)}
              aria-current={number === (which[kind] ?? counts[kind]) ? "page" : undefined}
            >
              {` ${say(visit, officialTexts.nth).replace("{}", String(number))} `}
            </a>
          ))}
        </nav>
      ))}
  </>
);

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
