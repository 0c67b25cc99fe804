import { describe, expect, it } from "vitest";
import * as z from "zod";
import { party } from "../../shared/domain/party.ts";
import { asked, callerVerbs } from "../../shared/domain/verbs.ts";

const anyBody = z.looseObject({});

/** The codes of what a body is refused for, each with its path. */
const faultsOf = (schema: z.ZodType, value: unknown): string[] =>
  (schema.safeParse(value).error?.issues ?? []).map(({ path, message }) => `${path.join("/")}: ${message}`);

describe("the body of a verb", () => {
  const reason = (schema: z.ZodType) => (schema instanceof z.ZodObject ? schema.shape["reason"] : undefined);
  const withReason = callerVerbs.filter((verb) => {
    const codes = reason(asked[verb].body());
    return codes instanceof z.ZodEnum && codes.options.includes("other");
  });

  it.each(withReason)("of %s says in words what no code says", (verb) => {
    const schema: z.ZodType = asked[verb].body();
    const rest = { organisationId: "pmc-1", to: "town", track: "people", next: "void", place: "330421" };
    const { shape } = z.object({ shape: anyBody }).parse(schema);
    const known = Object.fromEntries(Object.entries(rest).filter(([field]) => field in shape));
    expect(faultsOf(schema, { ...known, reason: "other" })).toEqual(["note: required"]);
    expect(faultsOf(schema, { ...known, reason: "other", note: "as both say" })).toEqual([]);
  });

  it.each<[readonly string[], readonly string[]]>([
    [["m-2"], []],
    [["m-2", "m-3", "m-4", "m-5", "m-6"], []],
    [["m-1"], ["coMediatorIds: mediator-twice"]],
    [["m-2", "m-2"], ["coMediatorIds: mediator-twice"]],
  ])("that names mediators names each once: m-1 and %j", (coMediatorIds, faults) => {
    expect(faultsOf(asked["assign-mediator"].body(), { mediatorId: "m-1", coMediatorIds })).toEqual(faults);
  });

  it("names five helpers at most, and none by leaving them out", () => {
    for (const coMediatorIds of [[], ["m-2", "m-3", "m-4", "m-5", "m-6", "m-7"]])
      expect(faultsOf(asked["assign-mediator"].body(), { mediatorId: "m-1", coMediatorIds })).toHaveLength(1);
  });

  it("is built once, when it is first asked for", () => {
    for (const verb of callerVerbs) expect(asked[verb].body()).toBe(asked[verb].body());
  });

  it("names fields that it has", () => {
    for (const verb of callerVerbs) {
      const { shape = {} } = z.object({ shape: anyBody.optional() }).parse(asked[verb].body());
      for (const field of Object.keys(asked[verb].names)) expect(shape, verb).toHaveProperty(field);
    }
  });
});

describe("a party's document", () => {
  const named = (kind: string, number: string) => ({
    side: "applicant",
    kind: "natural_person",
    name: "张样例",
    document: { kind, number },
  });

  it.each([
    ["resident_id", "330483199001010001"],
    ["credit_code", "91330483MA2XXXXXX0"],
  ])("of the kind %s is refused with a wrong check digit, at its number", (kind, number) => {
    const [fault = ""] = faultsOf(party(), named(kind, number));
    expect(fault).toMatch(/^document\/number: /);
  });

  it("of a kind without a check digit is taken as it is, in capitals", () => {
    expect(party().parse(named("passport", "e1234567")).document).toEqual({ kind: "passport", number: "E1234567" });
  });
});
