import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import { administration } from "../administration-texts.ts";
import { sentOf } from "../forms/entry.ts";
import { type FormState, labelOf, shownValue } from "../forms/form-state.ts";
import { say } from "./shell.tsx";

/** What is stored now beside what was typed, where they differ. */
export const Differences: FC<{
  form: FormState;
  fields: readonly BodyField[];
  stored: Readonly<Record<string, unknown>>;
}> = ({ form, fields, stored }) => {
  const now = sentOf(fields, stored);
  const differing = fields.filter(
    ({ name }) => (now.get(name) ?? []).join() !== (form.sent.get(name) ?? []).filter((text) => text !== "").join(),
  );
  return (
    <section class="since">
      <dl>
        {differing.map((field) => (
          <div>
            <dt>{labelOf(form.verb, field.name, form.visit.language)}</dt>
            <dd>{`${say(form.visit, administration.now)}${say(form.visit, "colon")}${shownValue(form, field, now)}`}</dd>
            <dd>{`${say(form.visit, administration.typed)}${say(form.visit, "colon")}${shownValue(form, field, form.sent)}`}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
