import { describe, expect, it } from "vitest";
import { type BodyField, fieldsOf } from "../../shared/contracts/body-fields.ts";
import { referralSubmission } from "../../shared/contracts/referral.ts";
import { routes } from "../../shared/contracts/routes.ts";
import { asked, callerVerbs } from "../../shared/domain/verbs.ts";
import { administrationFields, administrationForms } from "../../shared/words/administration.ts";
import { choiceLabels } from "../../shared/words/choices.ts";
import { referralFields } from "../../shared/words/referral-fields.ts";

type Placed = { path: string; field: BodyField };
const allIn = (fields: readonly BodyField[], above = ""): Placed[] =>
  fields.flatMap((field) => {
    const path = `${above}${field.name}`;
    const inner = field.kind === "rows" || field.kind === "group" ? allIn(field.of, `${path}.`) : [];
    return [{ path, field }, ...inner];
  });
const choicesOf = (verb: string, { field, path }: Placed) => {
  const value = field.kind === "list" ? field.of : field;
  if (value.kind !== "choice") return [];
  const labels = value.labels ?? choiceLabels(verb, path);
  return value.choices.map((code) => ({ verb, path, code, label: labels?.[code] }));
};

const bodies = [
  ...callerVerbs.map((verb) => ({ verb: String(verb), fields: fieldsOf(asked[verb].body()) })),
  { verb: "submit-referral", fields: fieldsOf(referralSubmission()) },
  ...administrationForms.map((form) => ({ verb: form, fields: fieldsOf(routes[form].body()) })),
];

describe("every code that a form offers", () => {
  const offered = bodies.flatMap(({ verb, fields }) => allIn(fields).flatMap((placed) => choicesOf(verb, placed)));

  it.each(offered)("$code of $verb $path has a name in both languages", ({ label }) => {
    const { zh, en } = label ?? { zh: "", en: "" };
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).toMatch(/[A-Za-z]/);
  });
});

describe("every field of a referral", () => {
  it.each(allIn(fieldsOf(referralSubmission())).map(({ path }) => path))("%s has a name", (path) => {
    expect(referralFields[path]).toBeDefined();
  });
});

describe("every field of a form of administration", () => {
  // These are changed by acts of their own, stand in the address, or are set by systems alone.
  const apart: Readonly<Record<string, readonly string[]>> = {
    putOrganisation: ["suspended"],
    putCalendar: ["year", "scope"],
  };
  const ids: Readonly<Record<string, readonly string[]>> = {
    putOrganisation: ["organisationId"],
    putMediator: ["mediatorId"],
  };

  it.each(administrationForms)("of %s has a name in both languages, and there is no name of another", (form) => {
    const asksFor = allIn(fieldsOf(routes[form].body())).map(({ path }) => path);
    const shown = asksFor.filter((path) => !(apart[form] ?? []).includes(path));
    const labels = administrationFields(form) ?? {};
    expect(Object.keys(labels).sort()).toEqual([...(ids[form] ?? []), ...shown].sort());
    for (const { zh, en } of Object.values(labels)) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[ -~]+$/);
    }
  });
});
