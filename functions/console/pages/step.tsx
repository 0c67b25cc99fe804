import type { FC } from "hono/jsx";
import { fieldsOf } from "../../../shared/contracts/body-fields.ts";
import type { CaseHistory, CaseView } from "../../../shared/contracts/case-view.ts";
import { askedFor, owedBy } from "../../../shared/domain/owed.ts";
import { asked, type CallerVerb } from "../../../shared/domain/verbs.ts";
import { deadline } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import type { FormState } from "../forms/form-state.ts";
import type { Sent } from "../forms/step-form.ts";
import { ErrorSummary } from "../parts/error-summary.tsx";
import { Field } from "../parts/field.tsx";
import { Form, Shell, say } from "../parts/shell.tsx";
import { Timeline } from "../parts/timeline.tsx";
import type { Visit } from "../visit.ts";

/** Whether the step is late, as the case says, the platform has just said, or the person has written. */
const asksWhyLate = ({ late = [] }: CaseView, verb: CallerVerb, { sent, errors }: FormState): boolean =>
  late.includes(verb) || errors.has("lateReason") || (sent.get("lateReason")?.[0] ?? "") !== "";

/** The form of one step, from the schema of its body. */
export const StepForm: FC<{
  visit: Visit;
  view: CaseView;
  verb: CallerVerb;
  form: FormState;
  version?: string | undefined;
  anyway?: boolean;
}> = ({ visit, view, verb, form, version = String(view.version), anyway = false }) => (
  <>
    {form.errors.size > 0 && <ErrorSummary form={form} />}
    <Lacking visit={visit} view={view} verb={verb} />
    <Form visit={visit} action={`/console/cases/${view.caseId}/${verb}`}>
      <input type="hidden" name="form-version" value={version} />
      {fieldsOf(asked[verb].body())
        .filter(({ name }) => name !== "lateReason" || asksWhyLate(view, verb, form))
        .map((field) => (
          <Field form={form} field={field} name={field.name} path={field.name} />
        ))}
      {view.possible.includes(verb) && (
        <button type="submit" class="primary">
          {anyway ? say(visit, "sendAnyway") : asked[verb].words[visit.language]}
        </button>
      )}
    </Form>
  </>
);

/** What the referrer was asked for, above the form by which it answers. */
const Lacking: FC<{ visit: Visit; view: CaseView; verb: CallerVerb }> = ({ visit, view: { state }, verb }) => {
  const { settles } = asked[verb].manners;
  const asks = askedFor(settles, state);
  if (asks.length === 0) return null;
  const due = owedBy(state).find(({ what }) => what === settles)?.dueAt;
  return (
    <div class="notice warning">
      <b>{heading(visit.language, "missing")}</b>
      <ul>
        {asks.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
      {due !== undefined && `${say(visit, "byWhen")}${deadline(due)}`}
    </div>
  );
};

/** A step on a page of its own, e.g. one that was sent with faults, or that had gone on meanwhile. */
export const StepPage: FC<{
  visit: Visit;
  /** What was typed before the session ended. */
  kept?: Sent | undefined;
  view: CaseView;
  verb: CallerVerb;
  form: FormState;
  /** What happened since the form was opened; absent unless that is why it comes back. */
  since?: CaseHistory | undefined;
  /** Whether the step can be taken all the same. */
  anyway?: boolean;
  names: ReadonlyMap<string, string>;
  problem?: string | undefined;
}> = ({ visit, view, verb, form, since, anyway = false, names, problem, kept }) => {
  const words = asked[verb].words[visit.language];
  const [sent] = view.state.referrals;
  const hasErrors = form.errors.size > 0 || problem !== undefined;
  return (
    <Shell
      visit={visit}
      title={`${hasErrors ? say(visit, "wrong") : ""}${words} · ${sent.sourceNumber}`}
      current="work"
    >
      <p>
        <a href={visit.link(`/console/cases/${view.caseId}`)}>{`${say(visit, "backToCase")} ${sent.sourceNumber}`}</a>
      </p>
      <h1>{since === undefined ? words : say(visit, "staleTitle")}</h1>
      {problem !== undefined && (
        <p class="notice warning" role="alert">
          {problem}
        </p>
      )}
      {since !== undefined && (
        <section class="since">
          <h2>{say(visit, "changedMeanwhile")}</h2>
          {anyway && <p>{say(visit, "staleText")}</p>}
          <Timeline visit={visit} history={since} nameFor={(id) => names.get(id) ?? id} />
        </section>
      )}
      <section class="next">
        {since !== undefined && <h2>{say(visit, "yourEntries")}</h2>}
        <StepForm
          visit={visit}
          view={view}
          verb={verb}
          form={form}
          // It was decided on the case as it stood then.
          version={kept?.get("form-version")?.[0]}
          anyway={anyway}
        />
      </section>
    </Shell>
  );
};
