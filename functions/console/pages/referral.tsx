import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { groundText } from "../../../shared/words/event-facts.ts";
import { nameOf } from "../../../shared/words/language.ts";
import { eligibilities, passingReasons, routingRules, triageReasons } from "../../../shared/words/routing.ts";
import { ErrorSummary } from "../parts/error-summary.tsx";
import { Field, type FormState } from "../parts/field.tsx";
import { Form, Kept, Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Preview = OperationAnswer<"previewRouting">;
type Props = {
  visit: Visit;
  form: FormState;
  fields: readonly BodyField[];
  preview: Preview | undefined;
  names: ReadonlyMap<string, string>;
  problem?: string;
};

/** One page for a new referral: what it is about, whom it concerns, and where it will go. */
export const ReferralPage: FC<Props> = ({ visit, form, fields, preview, names, problem }) => {
  const title = say(visit, "newReferral");
  const wrong = form.errors.size > 0 || problem !== undefined;
  return (
    <Shell visit={visit} title={wrong ? `${say(visit, "wrong")}${title}` : title} current="new">
      <h1>{title}</h1>
      {problem !== undefined && (
        <p class="notice warning" role="alert">
          {problem}
        </p>
      )}
      <Kept visit={visit} />
      {form.errors.size > 0 && <ErrorSummary form={form} />}
      <Form visit={visit} action="/console/new">
        {blocksOf(fields).map((block) => (
          <section>
            {block.map((field) => (
              <Field form={form} field={field} name={field.name} path={field.name} />
            ))}
          </section>
        ))}
        {preview !== undefined && <Destination visit={visit} preview={preview} names={names} />}
        <p class="actions">
          <button type="submit" name="intent" value="preview">
            {say(visit, "preview")}
          </button>{" "}
          <button type="submit" class="primary" name="intent" value="send">
            {say(visit, "submit")}
          </button>
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

/** Where it will go and by when that body must answer; or why a person decides first. */
const Destination: FC<{ visit: Visit; preview: Preview; names: ReadonlyMap<string, string> }> = ({
  visit,
  preview,
  names,
}) => {
  const { language } = visit;
  const { eligibility, decision, clocks } = preview;
  return (
    <section class="next" id="destination" aria-live="polite">
      <h2>{say(visit, "destination")}</h2>
      {eligibility.verdict !== "ok" && (
        <p class="notice warning">
          {[
            eligibilities[eligibility.verdict][language],
            ...eligibility.grounds.map((ground) => groundText(ground, language)),
          ].join("；")}
        </p>
      )}
      {decision.outcome === "offered" ? (
        <p>
          <b>{names.get(decision.organisationId) ?? decision.organisationId}</b>（
          {nameOf(routingRules, decision.rule, language)}）· {say(visit, "answerBy")} {clocks.answer.by}
        </p>
      ) : (
        <p>{triageReasons[decision.reason][language]}</p>
      )}
      <details>
        <summary>{say(visit, "passedOver")}</summary>
        <ul>
          {decision.trace
            .filter(({ verdict, organisationId }) => verdict === "passed-over" && organisationId !== undefined)
            .map(({ organisationId = "", why }) => (
              <li>
                {names.get(organisationId) ?? organisationId}
                {say(visit, "colon")}
                {why === undefined ? "" : nameOf(passingReasons, why, language)}
              </li>
            ))}
        </ul>
      </details>
    </section>
  );
};
