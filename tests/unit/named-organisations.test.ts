import { describe, expect, it } from "vitest";
import * as z from "zod";
import { organisationId, platform } from "../../shared/domain/case.ts";
import { caseState } from "../../shared/domain/case-state.ts";
import { newEvent } from "../../shared/domain/events.ts";
import { organisationFields, organisationsIn } from "../../shared/domain/named-organisations.ts";
import { mediating, police, town } from "../support/cases.ts";

/** The fields below a schema whose value is the id of an organisation, or a list of them. */
function fieldsNaming(schema: unknown, found: Set<string>, field = "", seen = new Set<unknown>()): Set<string> {
  if (schema === organisationId()) found.add(field);
  if (!(schema instanceof z.ZodType) || seen.has(schema)) return found;
  if (schema instanceof z.ZodObject) {
    seen.add(schema);
    for (const [name, inner] of Object.entries(schema.shape)) fieldsNaming(inner, found, name, seen);
  }
  const { def } = z
    .object({ def: z.looseObject({}) })
    .loose()
    .parse({ def: { ...schema.def } });
  const { innerType, element, rest, items, options, left, right, in: input, out } = def;
  for (const inner of [innerType, element, rest, items, options, left, right, input, out].flat())
    fieldsNaming(inner, found, field, seen);
  return found;
}

describe("the organisations that something names", () => {
  it("stand in fields that are all known", () => {
    const fields = fieldsNaming(newEvent(), fieldsNaming(caseState(), new Set()));
    expect(fields.size).toBeGreaterThan(10);
    expect([...organisationFields].sort()).toEqual([...fields].sort());
  });

  it("are found in a state, each once, without the platform and without days and divisions", () => {
    const state = mediating({ refusedBy: ["pmc-other"], coordinatorId: "justice-bureau" });
    expect(organisationsIn(state).sort()).toEqual(
      ["justice-bureau", "pmc-other", police.organisationId, town.organisationId].sort(),
    );
    expect(organisationsIn({ from: "2026-03-02", to: "330483" })).toEqual([]);
    const days = ["2026-03-02T10:00:00.000Z", "330483101", "330483101001"];
    const ids = ["a330483", "330483-a", "x2026-03-02", "2026-03", "3304831", "330483101001-a"];
    expect(organisationsIn({ to: [...days, ...ids] })).toEqual(ids);
    expect(organisationsIn([{ by: platform }, { by: { organisationId: "a-b" } }, { by: null }])).toEqual(["a-b"]);
  });
});
