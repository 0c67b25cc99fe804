import type { FC } from "hono/jsx";
import { type BodyField, fieldsOf } from "../../../shared/contracts/body-fields.ts";
import type { CaseView } from "../../../shared/contracts/case-view.ts";
import type { Label } from "../../../shared/domain/codes.ts";
import { asked, type CallerVerb } from "../../../shared/domain/verbs.ts";
import { listed } from "../../../shared/words/punctuation.ts";
import { choicesOf, type FormState, labelOf } from "../forms/form-state.ts";
import { ConfirmOrBack, Hidden } from "../parts/administration.tsx";
import { Form, Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

/** What will follow from a grave step and what was typed for it; it is taken only from here. */
export const ForetoldPage: FC<{
  visit: Visit;
  view: CaseView;
  verb: CallerVerb;
  form: FormState;
  text: Label;
}> = ({ visit, view, verb, form, text }) => {
  const [{ sourceNumber }] = view.state.referrals;
  const { words, manners } = asked[verb];
  const said = saidIn(form, fieldsOf(asked[verb].body()));
  return (
    <Shell
      visit={visit}
      title={`${say(visit, "foretoldTitle")}${words[visit.language]} · ${sourceNumber}`}
      current="work"
    >
      <p>
        <a href={visit.link(`/console/cases/${view.caseId}`)}>{`${say(visit, "backToCase")} ${sourceNumber}`}</a>
      </p>
      <h1>{`${say(visit, "foretoldTitle")}${words[visit.language]}`}</h1>
      <section class="next">
        <p class="notice warning" role="status">
          {say(visit, text)}
        </p>
        {manners.takesTwo !== undefined && <p>{say(visit, "foretoldTwo")}</p>}
        {said.length > 0 && (
          <dl>
            {said.map(({ name, value }) => (
              <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <p>{say(visit, "foretoldText")}</p>
        <Form visit={visit} action={`/console/cases/${view.caseId}/${verb}`}>
          <Hidden sent={new Map([...form.sent].filter(([name]) => name !== "confirmed"))} />
          <input type="hidden" name="confirmed" value="yes" />
          <ConfirmOrBack visit={visit} button={words} isGrave />
        </Form>
      </section>
    </Shell>
  );
};

/** What the form says, a field a line; what was left empty is no line. */
function saidIn(form: FormState, fields: readonly BodyField[], prefix = ""): { name: string; value: string }[] {
  return fields.flatMap((field) => {
    const path = `${prefix}${field.name}`;
    if (field.kind === "group") return saidIn(form, field.of, `${path}.`);
    const texts = (form.sent.get(path) ?? []).filter((text) => text !== "");
    if (texts.length === 0) return [];
    const { language } = form.visit;
    const names = new Map(choicesOf(form, field, path)?.map(({ id, name }) => [id, name]));
    const told = texts.map((text) => (field.kind === "flag" ? say(form.visit, "yes") : (names.get(text) ?? text)));
    return [{ name: labelOf(form.verb, path, language), value: listed(told, language) }];
  });
}
