import { describe, expect, it } from "vitest";
import { type BodyField, fieldsOf } from "../../../shared/contracts/body-fields.ts";
import type { Route } from "../../../shared/contracts/route.ts";
import { routes } from "../../../shared/contracts/routes.ts";
import { fieldLabels, fieldsOfVerbs } from "../../../shared/words/fields.ts";

const all: Route[] = Object.values(routes);
const steps = all
  .filter(({ path, ifMatch }) => ifMatch && path.startsWith("/v1/cases/{caseId}/"))
  .map(({ path, body }) => ({ verb: path.replace("/v1/cases/{caseId}/", ""), paths: pathsOf(fieldsOf(body())) }));

/** The names of all fields; a column stands under the name of its table, after a dot. */
function pathsOf(fields: readonly BodyField[], table = ""): string[] {
  return fields.flatMap((field) => {
    const path = `${table}${field.name}`;
    return [path, ...(field.kind === "rows" || field.kind === "group" ? pathsOf(field.of, `${path}.`) : [])];
  });
}

describe("the words for the fields of steps", () => {
  it.each(steps)("name each field and column of $verb in both languages", ({ verb, paths }) => {
    const labels = new Map(Object.entries(fieldLabels(verb)));
    for (const path of paths) {
      const { zh, en } = labels.get(path) ?? { zh: "", en: "" };
      expect([path, zh, en]).toEqual([
        path,
        expect.stringMatching(/\p{Script=Han}/u),
        expect.stringMatching(/^[ -~]+$/),
      ]);
    }
  });

  it("are for fields that there are", () => {
    const known = new Set(steps.flatMap(({ paths }) => paths));
    expect(Object.keys(fieldLabels("")).filter((path) => !known.has(path))).toEqual([]);
    for (const [verb, labels] of Object.entries(fieldsOfVerbs)) {
      const paths = steps.find((step) => step.verb === verb)?.paths ?? [];
      expect([verb, Object.keys(labels).filter((path) => !paths.includes(path))]).toEqual([verb, []]);
    }
  });
});
