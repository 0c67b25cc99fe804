import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import type { ReferralCheck as Check } from "../../../shared/contracts/referral-check.ts";
import type { RoutingPreview as Preview } from "../../../shared/contracts/routing-preview.ts";
import { shanghaiDate } from "../../../shared/domain/calendar.ts";
import { triageReasons } from "../../../shared/domain/reasons.ts";
import { groundText } from "../../../shared/words/event-facts.ts";
import { nameOf } from "../../../shared/words/language.ts";
import { inBrackets, inClauses, labelled } from "../../../shared/words/punctuation.ts";
import { earlierSendings, eligibilities, passingReasons, routingRules } from "../../../shared/words/routing.ts";
import type { FormState } from "../forms/form-state.ts";
import { ErrorSummary } from "../parts/error-summary.tsx";
import { Field } from "../parts/field.tsx";
import { Form, Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Props = {
  visit: Visit;
  form: FormState;
  fields: readonly BodyField[];
  check?: Check;
  problem?: string;
};

/** One page for a new referral: what it is about, whom it concerns, and where it will go. */
export const ReferralPage: FC<Props> = ({ visit, form, fields, check, problem }) => {
  const title = say(visit, "newReferral");
  const isThere = check !== undefined && check.alike.length > 0;
  const wrong = form.errors.size > 0 || problem !== undefined;
  return (
    <Shell visit={visit} title={wrong ? `${say(visit, "wrong")}${title}` : title} current="new">
      <h1>{title}</h1>
      <p>
        <a href={visit.link("/console/batch")}>{say(visit, "batch")}</a>
      </p>
      {problem !== undefined && (
        <p class="notice warning" role="alert">
          {problem}
          {check?.earlier !== undefined && (
            <>
              {say(visit, "colon")}
              <a href={visit.link(`/console/cases/${check.earlier.caseId}`)}>{say(visit, "earlierCase")}</a>
            </>
          )}
        </p>
      )}
      {isThere && <Alike visit={visit} alike={check.alike} />}
      {form.errors.size > 0 && <ErrorSummary form={form} />}
      <Form visit={visit} action="/console/new" data-live="/console/new/destination">
        {blocksOf(fields).map((block) => (
          <section>
            {block.map((field) => (
              <Field form={form} field={field} name={field.name} path={field.name} />
            ))}
          </section>
        ))}
        <Foreseen visit={visit} check={check} />
        <p class="actions">
          <button type="submit" name="intent" value="preview">
            {say(visit, "preview")}
          </button>{" "}
          {isThere ? (
            <button type="submit" class="primary" name="intent" value="send-anyway">
              {say(visit, "submitAnyway")}
            </button>
          ) : (
            <button type="submit" class="primary" name="intent" value="send">
              {say(visit, "submit")}
            </button>
          )}
        </p>
      </Form>
    </Shell>
  );
};

/** The plain fields together, and each group by itself. */
function blocksOf(fields: readonly BodyField[]): BodyField[][] {
  const isPlain = ({ kind }: BodyField): boolean => kind !== "group" && kind !== "rows";
  return [fields.filter(isPlain), ...fields.filter((field) => !isPlain(field)).map((field) => [field])];
}

/** Where it will go, and whether it is there already; what is wrong so far the script puts beside the field. */
export const Foreseen: FC<{
  visit: Visit;
  check: Check | undefined;
  wrong?: readonly (readonly [name: string, message: string])[];
}> = ({ visit, check, wrong = [] }) => (
  <div id="foreseen" aria-live="polite">
    {wrong.map(([name, message]) => (
      <p class="error" data-of={name}>
        {message}
      </p>
    ))}
    {check?.earlier !== undefined && (
      <p class={check.earlier.outcome === "conflicting" ? "notice warning" : "notice"}>
        {earlierSendings[check.earlier.outcome][visit.language]}
        {say(visit, "colon")}
        <a href={visit.link(`/console/cases/${check.earlier.caseId}`)}>{say(visit, "earlierCase")}</a>
      </p>
    )}
    {check !== undefined && check.alike.length > 0 && <Alike visit={visit} alike={check.alike} />}
    {check?.preview !== undefined && <Destination visit={visit} preview={check.preview} names={check.names ?? {}} />}
  </div>
);

/** What the office itself sent before that may be the same. After a sending it also stands above the form, where the eyes are. */
const Alike: FC<{ visit: Visit; alike: Check["alike"] }> = ({ visit, alike }) => (
  <div class="notice warning">
    <p>{say(visit, "alike")}</p>
    <ul>
      {alike.map(({ caseId, sourceNumber, submittedAt }) => (
        <li>
          <a href={visit.link(`/console/cases/${caseId}`)}>{sourceNumber}</a> {shanghaiDate(submittedAt)}
        </li>
      ))}
    </ul>
  </div>
);

/** Where it will go and by when that body must answer; or why a person decides first. */
const Destination: FC<{ visit: Visit; preview: Preview; names: Readonly<Record<string, string>> }> = ({
  visit,
  preview,
  names,
}) => {
  const { language } = visit;
  const { eligibility, decision, clocks } = preview;
  const passedOver = decision.trace.filter(
    ({ verdict, organisationId }) => verdict === "passed-over" && organisationId !== undefined,
  );
  return (
    <section class="next" id="destination">
      <h2>{say(visit, "destination")}</h2>
      {eligibility.verdict !== "ok" && (
        <p class="notice warning">
          {inClauses(
            [
              eligibilities[eligibility.verdict][language],
              ...eligibility.grounds.map((ground) => groundText(ground, language)),
            ],
            visit.language,
          )}
        </p>
      )}
      {decision.outcome === "offered" ? (
        <p>
          <b>{names[decision.organisationId] ?? say(visit, "unnamed")}</b>
          {inBrackets(nameOf(routingRules, decision.rule, language), language)} ·{" "}
          {labelled(say(visit, "answerBy"), clocks.answer.by, language)}
        </p>
      ) : (
        <p>{triageReasons[decision.reason][language]}</p>
      )}
      {passedOver.length > 0 && (
        <details>
          <summary>{say(visit, "passedOver")}</summary>
          <ul>
            {passedOver.map(({ organisationId = "", why }) => (
              <li>
                {names[organisationId] ?? say(visit, "unnamed")}
                {say(visit, "colon")}
                {why === undefined ? "" : nameOf(passingReasons, why, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
};
