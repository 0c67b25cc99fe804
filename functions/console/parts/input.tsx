import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import type { FormState } from "../forms/form-state.ts";
import { Instant } from "./instant.tsx";
import { say } from "./shell.tsx";

const shortText = 200;

/** The control of a field that is typed, by its kind. */
export const Input: FC<{ form: FormState; field: BodyField; name: string; invalid: boolean }> = ({
  form,
  field,
  name,
  invalid,
}) => {
  const value = form.sent.get(name)?.join("\n") ?? "";
  const common = {
    id: name,
    name,
    "aria-invalid": invalid ? ("true" as const) : undefined,
    "aria-describedby": invalid ? `${name}-error` : undefined,
  };
  const kind = field.kind === "list" ? field.of.kind : field.kind;
  if (
    field.kind === "list" ||
    (field.kind === "text" && field.name !== "url" && (field.maximumLength ?? 0) > shortText)
  ) {
    return (
      <textarea {...common} rows={3}>
        {value}
      </textarea>
    );
  }
  if (field.name === "month") return <input {...common} type="month" placeholder="2019-03" value={value} />;
  if (kind === "day") return <input {...common} type="date" value={value} />;
  if (kind === "instant") return <Instant {...{ ...common, value }} visit={form.visit} />;
  if (kind === "money") {
    return (
      <span class="money">
        <input {...common} inputmode="decimal" value={value} /> {say(form.visit, "yuan")}
      </span>
    );
  }
  return <input {...common} inputmode={kind === "number" ? "numeric" : undefined} value={value} />;
};
