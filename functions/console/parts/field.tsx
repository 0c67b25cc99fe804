import type { Child, FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import { choiceName, choicesOf, type FormState, type FoundBodies, labelOf } from "../forms/form-state.ts";
import { optionalLabel } from "../forms/optional.ts";
import { Input } from "./input.tsx";
import { Instant } from "./instant.tsx";
import { say } from "./shell.tsx";

const choicesAsButtons = 8;

/** A choice that was a mistake can be taken back: a radio button alone cannot be cleared. */
const noneOf = ({ visit }: FormState, field: BodyField, isOptional: boolean): { id: string; name: string }[] =>
  (field.required && !isOptional) || field.kind === "list" ? [] : [{ id: "", name: say(visit, "noneOfThese") }];

type FieldProps = {
  form: FormState;
  field: BodyField;
  name: string;
  path: string;
  /** What it stands in may be left out whole. */
  isOptional?: boolean;
};

/** One field of a body as a form shows it. */
export const Field: FC<FieldProps> = ({ form, field, name, path, isOptional = false }) => {
  const { visit, verb } = form;
  const label = labelOf(verb, path, visit.language);
  const error = form.errors.get(name);
  const when = field.when && (
    <span class="hint">
      {say(visit, "onlyIf")}
      {field.when.is.map((code) => choiceName(form, field.when?.field ?? "", code)).join(" / ")}
    </span>
  );
  if (field.kind === "group") {
    const inner = field.of.map((one) => (
      <Field
        form={form}
        field={one}
        name={`${name}.${one.name}`}
        path={`${path}.${one.name}`}
        isOptional={!field.required}
      />
    ));
    if (!field.required) {
      const isOpen = saysSomethingOf(form, name);
      return (
        <Slot name={name} error={error}>
          <details class="group" open={isOpen} id={name}>
            <summary>{optionalLabel(label, visit)}</summary>
            {inner}
          </details>
        </Slot>
      );
    }
    return (
      <fieldset>
        <legend>{label}</legend>
        {inner}
      </fieldset>
    );
  }
  if (field.kind === "rows") return <Rows form={form} field={field} name={name} path={path} />;
  if (field.kind === "list" && field.of.kind === "instant")
    return <Times form={form} name={name} label={label} when={when} />;
  if (field.kind === "flag") {
    return (
      <Slot name={name} error={error}>
        <label class="tick">
          <input type="checkbox" name={name} id={name} value="yes" checked={form.sent.has(name)} /> {label}
        </label>
        {when}
      </Slot>
    );
  }
  const choices = choicesOf(form, field, path);
  const isMany = field.kind === "list";
  const bodies = form.bodies?.[field.name];
  const search = bodies && <Search form={form} name={name} label={label} found={bodies} />;
  // There is nothing to pick, e.g. no paper in the file yet.
  if (choices?.length === 0 && !field.required && (bodies === undefined || bodies.q === "")) return null;
  const isShort = choices !== undefined && choices.length <= choicesAsButtons && bodies === undefined;
  if (choices !== undefined && (isMany || isShort)) {
    return (
      <Slot name={name} error={error}>
        <fieldset class="choices" id={name}>
          <legend>{field.required ? label : optionalLabel(label, visit)}</legend>
          {when}
          {search}
          {[...choices, ...noneOf(form, field, isOptional)].map(({ id, name: text }) => (
            <label class="tick">
              <input
                type={isMany ? "checkbox" : "radio"}
                name={name}
                value={id}
                checked={form.sent.get(name)?.includes(id) ?? id === ""}
              />{" "}
              {text}
            </label>
          ))}
        </fieldset>
      </Slot>
    );
  }
  return (
    <Slot name={name} error={error}>
      <label for={name}>{field.required ? label : optionalLabel(label, visit)}</label>
      {when}
      {isMany && choices === undefined && <span class="hint">{say(visit, "onePerLine")}</span>}
      {search}
      {choices === undefined ? (
        <Input form={form} field={field} name={name} invalid={error !== undefined} />
      ) : (
        <select id={name} name={name} aria-describedby={error === undefined ? undefined : `${name}-error`}>
          <option value="">{say(visit, "choose")}</option>
          {choices.map(({ id, name: text }) => (
            <option value={id} selected={form.sent.get(name)?.[0] === id}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Slot>
  );
};

/** Whether anything was typed into a group, or is wrong with it, so that it must be seen. */
const saysSomethingOf = ({ sent, errors }: FormState, name: string): boolean =>
  [...sent].some(([key, texts]) => isWithin(key, name) && texts.some((text) => text !== "")) ||
  [...errors.keys()].some((key) => isWithin(key, name));
const isWithin = (key: string, name: string): boolean => key === name || key.startsWith(`${name}.`);

/** Finds organisations by a part of their name; without script too, as the button brings the page back with what was typed. */
const Search: FC<{ form: FormState; name: string; label: string; found: FoundBodies }> = ({
  form: { visit, sent },
  name,
  label,
  found,
}) => (
  <div class="find" data-found={sent.get("find")?.[0] === name ? "yes" : undefined}>
    <input
      type="search"
      name={`find:${name}`}
      aria-label={`${label}${say(visit, "colon")}${say(visit, "nameContains")}`}
      placeholder={say(visit, "nameContains")}
      maxlength={40}
      value={found.q}
    />{" "}
    <button type="submit" name="find" value={name} formnovalidate>
      {say(visit, "search")}
    </button>
    {found.choices.length === 0 && <span class="find-note dim">{say(visit, "noOrganisations")}</span>}
    {found.more && <span class="find-note dim">{say(visit, "moreOrganisations")}</span>}
  </div>
);

/** A time for each party, in their order. */
const Times: FC<{ form: FormState; name: string; label: string; when: Child }> = ({ form, name, label, when }) => (
  <Slot name={name} error={form.errors.get(name)}>
    <fieldset class="rows" id={name}>
      <legend>{label}</legend>
      {when}
      {Array.from({ length: form.partyCount }, (_, index) => {
        const id = `${name}.${index}`;
        const error = form.errors.get(id);
        return (
          <Slot name={id} error={error}>
            <label for={id}>{`${say(form.visit, "party")} ${index + 1}`}</label>
            <Instant
              visit={form.visit}
              id={id}
              name={name}
              value={form.sent.get(name)?.[index] ?? ""}
              aria-invalid={error === undefined ? undefined : "true"}
              aria-describedby={error === undefined ? undefined : `${id}-error`}
            />
          </Slot>
        );
      })}
    </fieldset>
  </Slot>
);

const Slot: FC<{ name: string; error: string | undefined; children?: Child }> = ({ name, error, children }) => (
  <div class={error === undefined ? "field" : "field wrong"}>
    {children}
    {error !== undefined && (
      <p class="error" id={`${name}-error`}>
        {error}
      </p>
    )}
  </div>
);

/** A table: a row for each party where it asks the parties, else as many as were sent and one more. */
const Rows: FC<FieldProps> = ({ form, field, name, path }) => {
  if (field.kind !== "rows") return null;
  const { visit, verb } = form;
  const isOfParties = field.of.some((column) => column.name === "party");
  const sentRows = [...form.sent.keys(), ...form.errors.keys()]
    .filter((key) => key.startsWith(`${name}.`))
    .map((key) => Number(key.slice(name.length + 1).split(".")[0]));
  const isSaid = (row: number): boolean => saysSomethingOf(form, `${name}.${row}`);
  const open = isOfParties ? form.partyCount : Math.max(rowsOpen, ...sentRows.filter(isSaid).map((row) => row + 1));
  const count = isOfParties ? open : open + rowsMore;
  const columns = isOfParties ? field.of.filter((column) => column.name !== "party") : field.of;
  const error = form.errors.get(name);
  // Of many columns the rare ones wait behind a line of their own.
  const isLong = columns.length > columnsAtOnce;
  const often = columns.filter(({ name: column, required }) => !isLong || required || usual.includes(column));
  const rare = columns.filter((column) => !often.includes(column));
  const cells = (row: number, some: readonly BodyField[]) =>
    some.map((column) => (
      <Field form={form} field={column} name={`${name}.${row}.${column.name}`} path={`${path}.${column.name}`} />
    ));
  const rows = Array.from({ length: count }, (_, row) => (
    <fieldset class="row">
      <legend>
        {isOfParties || field.name === "parties"
          ? `${say(visit, "party")} ${row + 1}`
          : `${say(visit, "row")} ${row + 1} ${say(visit, "ofRows")}`}
      </legend>
      {isOfParties && <input type="hidden" name={`${name}.${row}.party`} value={String(row + 1)} />}
      {cells(row, often)}
      {rare.length > 0 && (
        <details class="group" open={rare.some((column) => saysSomethingOf(form, `${name}.${row}.${column.name}`))}>
          <summary>{say(visit, "more")}</summary>
          {cells(row, rare)}
        </details>
      )}
    </fieldset>
  ));
  // Optional fields of each party would push the required ones out of sight.
  if (isOfParties && !field.required) {
    const isSaidOf = rows.some((_, row) => columns.some((one) => saysSomethingOf(form, `${name}.${row}.${one.name}`)));
    return (
      <Slot name={name} error={error}>
        <details class="group" id={name} open={isSaidOf}>
          <summary>{optionalLabel(labelOf(verb, path, visit.language), visit)}</summary>
          {rows}
        </details>
      </Slot>
    );
  }
  return (
    <Slot name={name} error={error}>
      <fieldset class="rows" id={name}>
        <legend>
          {field.required
            ? labelOf(verb, path, visit.language)
            : optionalLabel(labelOf(verb, path, visit.language), visit)}
        </legend>
        {rows.slice(0, open)}
        {count > open && (
          <details class="group">
            <summary>{say(visit, "moreRows")}</summary>
            {rows.slice(open)}
          </details>
        )}
      </fieldset>
    </Slot>
  );
};

const rowsOpen = 2;
const rowsMore = 3;
const columnsAtOnce = 6;
const usual: readonly string[] = ["phone", "document", "place"];
