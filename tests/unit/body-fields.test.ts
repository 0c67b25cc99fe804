import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type BodyField, fieldsOf } from "../../shared/contracts/body-fields.ts";
import type { Route } from "../../shared/contracts/route.ts";
import { routes } from "../../shared/contracts/routes.ts";
import { suspensionReasons } from "../../shared/domain/reasons.ts";
import { stepBodies } from "../support/steps.ts";

const all: [string, Route][] = Object.entries(routes);
const steps = all
  .filter(([, { path, ifMatch }]) => ifMatch && path.startsWith("/v1/cases/{caseId}/"))
  .map(([operation, { body }]) => ({ operation, body: body() }));
const fieldsOfStep = (operation: keyof typeof routes): BodyField[] =>
  steps.filter((step) => step.operation === operation).flatMap(({ body }) => fieldsOf(body));
const paper = {
  name: "documentId",
  required: false,
  kind: "text",
  description: "The paper in the file that shows it",
};
const note = { name: "note", required: false, kind: "text", maximumLength: 500 };

/** What names a case, and what lists organisations, by another word than its id. */
const namesCase = ["into"];
const listsIds = ["organisationIds", "attended"];

/** A value as a form would give it for a field. */
function sampleOf(field: BodyField): unknown {
  if (field.name.endsWith("Id") || namesCase.includes(field.name)) return "0190a0de-0000-7000-8000-000000000001";
  if (field.name === "place") return "330421";
  switch (field.kind) {
    case "text":
      return "样例";
    case "number":
    case "money":
      return 1;
    case "day":
      return "2026-07-01";
    case "instant":
      return "2026-07-01T01:30:00.000Z";
    case "flag":
      return true;
    case "choice":
      return field.choices.find((choice) => choice !== "other");
    case "list":
      return [sampleOf({ ...field.of, name: listsIds.includes(field.name) ? "listedId" : "", required: true })];
    case "rows":
      return [bodyOf(field.of)];
    case "group":
      return bodyOf(field.of);
  }
}
/** A body of nothing but the required fields, as they are where each choice is the first one. */
function bodyOf(fields: readonly BodyField[]): Record<string, unknown> {
  const values = new Map<string, unknown>();
  for (const field of fields) {
    const exists = field.when === undefined || field.when.is.some((one) => one === values.get(field.when?.field ?? ""));
    if (field.required && exists) values.set(field.name, sampleOf(field));
  }
  return Object.fromEntries(values);
}

describe("the fields of a step's body", () => {
  it.each(steps)("of $operation make a body that the step takes", ({ body }) => {
    const made = bodyOf(fieldsOf(body));
    expect(body.safeParse(made).error?.issues).toBeUndefined();
  });

  it.each(steps)("of $operation are each missed where they are required, and only there", ({ body }) => {
    const fields = fieldsOf(body);
    const made = bodyOf(fields);
    const accepted = Object.keys(made).filter((left) => {
      const without = Object.fromEntries(Object.entries(made).filter(([name]) => name !== left));
      return body.safeParse(without).success;
    });
    expect(accepted).toEqual([]);
  });

  it.each(steps)("of $operation are all that there are", ({ operation, body }) => {
    const known = new Set(fieldsOf(body).map(({ name }) => name));
    const sample = Object.entries(stepBodies).find(([name]) => name === operation)?.[1] ?? {};
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(sample)).filter((name) => !known.has(name))).toEqual([]);
    const strange = body.safeParse({ ...bodyOf(fieldsOf(body)), strange: 1 });
    expect(strange.error?.issues.map(({ code }) => code)).toEqual(["unrecognized_keys"]);
  });

  it.each(steps)("of $operation say how long a text may be", ({ body }) => {
    const fields = fieldsOf(body);
    for (const field of fields) {
      if (field.kind !== "text" || field.maximumLength === undefined || field.when !== undefined) continue;
      const codesWith = (length: number) =>
        body
          .safeParse({ ...bodyOf(fields), [field.name]: "字".repeat(length) })
          .error?.issues.map(({ code }) => code) ?? [];
      expect(codesWith(field.maximumLength)).not.toContain("too_big");
      expect(codesWith(field.maximumLength + 1)).toContain("too_big");
    }
  });

  it.each(steps)("of $operation are neither blank texts nor empty lists", ({ body }) => {
    const fields = fieldsOf(body);
    const without = (field: BodyField): unknown => (field.kind === "text" ? " \u3000" : []);
    // An id is looked up, and an agreement can be performed without instalments.
    const said = fields.filter(({ name, when }) => when === undefined && !/Id$|^instalments$/.test(name));
    const taken = said.filter(
      (field) =>
        (field.kind === "text" || field.kind === "list" || field.kind === "rows") &&
        body.safeParse({ ...bodyOf(fields), [field.name]: without(field) }).success,
    );
    expect(taken.map(({ name }) => name)).toEqual([]);
  });

  it.each(steps)("of $operation are stored without blanks around them", ({ body }) => {
    const fields = fieldsOf(body).filter(
      ({ name, kind, when }) => kind === "text" && when === undefined && !/Id$|^into$/.test(name),
    );
    for (const { name } of fields) {
      const parsed = body.safeParse({ ...bodyOf(fieldsOf(body)), [name]: " 330421 \u3000" }).data;
      expect(parsed === undefined ? "refused" : Object(parsed)[name], name).toBe("330421");
    }
  });

  it.each(steps)("of $operation hold no text and no list without an end", ({ body }) => {
    const endless: string[] = [];
    const look = (node: unknown, at: string): void => {
      if (typeof node !== "object" || node === null) return;
      const { type, enum: codes, const: code, format, pattern, maxLength, maxItems } = Object(node);
      const isFixed = [codes, code, format, pattern, maxLength].some((one) => one !== undefined);
      if ((type === "string" && !isFixed) || (type === "array" && maxItems === undefined)) endless.push(at);
      for (const [key, part] of Object.entries(node)) look(part, `${at}/${key}`);
    };
    look(z.toJSONSchema(body, { io: "input", unrepresentable: "any" }), "");
    expect(endless).toEqual([]);
  });

  it("are in the order of the schema", () => {
    const choices = ["appraisal", "sham_check", "incapacity", "other"];
    expect(fieldsOfStep("suspend")).toEqual([
      { name: "reason", required: true, kind: "choice", choices, labels: suspensionReasons },
      { ...note, description: "Required when the reason is other" },
      paper,
    ]);
  });

  it("say what a list is of, and what the rows of a table hold", () => {
    expect(fieldsOfStep("askForInfo")).toEqual([
      { name: "missing", required: true, kind: "list", of: { kind: "text", maximumLength: 500 } },
      paper,
    ]);
    expect(fieldsOfStep("startPerformance")).toEqual([
      {
        name: "instalments",
        required: false,
        kind: "rows",
        of: [
          { name: "dueOn", required: true, kind: "day" },
          { name: "amountFen", required: false, kind: "money" },
        ],
      },
      paper,
    ]);
  });

  it("are not required where the schema fills them in", () => {
    const override = fieldsOfStep("assign").find(({ name }) => name === "override");
    expect(override).toMatchObject({ kind: "flag", required: false });
  });

  it("of a union begin with the one that decides, and say when the others exist", () => {
    const written = { required: true, when: { field: "form", is: ["written"] } };
    expect(fieldsOfStep("recordAgreement")).toEqual([
      { name: "form", required: true, kind: "choice", choices: ["written", "oral"] },
      { name: "signedAt", kind: "list", of: { kind: "instant" }, description: "When each party signed", ...written },
      {
        name: "mediatorSignedAt",
        kind: "instant",
        description: "When the mediator signed it",
        required: false,
        when: { field: "form", is: ["written"] },
      },
      { name: "sealedAt", kind: "instant", description: "When the committee sealed it", ...written },
      { name: "agreedAt", required: true, kind: "instant", when: { field: "form", is: ["oral"] } },
      {
        name: "documentNumber",
        required: false,
        kind: "text",
        maximumLength: 80,
        description: "That of its paper, when absent; of a correction, the one that stands",
      },
      { name: "amountFen", required: false, kind: "money" },
      { name: "performBy", required: false, kind: "day" },
      {
        name: "lateReason",
        required: false,
        kind: "text",
        maximumLength: 500,
        description: "Required once the time for this step is over",
      },
      {
        name: "clauses",
        required: false,
        kind: "rows",
        of: [
          { name: "text", required: true, kind: "text", maximumLength: 2_000 },
          { name: "amountFen", required: false, kind: "money" },
          { name: "payee", required: false, kind: "text", maximumLength: 100 },
          {
            name: "way",
            required: false,
            kind: "text",
            maximumLength: 100,
            description: "How it is performed, such as by transfer",
          },
          { name: "day", required: false, kind: "day", description: "By when" },
        ],
        description: "What was agreed on, in order",
      },
      {
        name: "breach",
        required: false,
        kind: "text",
        maximumLength: 1_000,
        description: "What a breach of the agreement entails (违约责任)",
      },
      { name: "copies", required: false, kind: "number" },
      paper,
    ]);
  });
});

describe("the fields of any body", () => {
  it("are read through everything that makes them optional", () => {
    const body = z.strictObject({
      twice: z.string().max(9).optional().default("a").describe("Outside"),
      inner: z.iso.date().describe("Inside").exactOptional(),
      tick: z.literal(true),
      group: z.strictObject({ one: z.int() }).refine(({ one }) => one > 0),
    });
    expect(fieldsOf(body)).toEqual([
      { name: "twice", required: false, kind: "text", maximumLength: 9, description: "Outside" },
      { name: "inner", required: false, kind: "day", description: "Inside" },
      { name: "tick", required: true, kind: "flag" },
      { name: "group", required: true, kind: "group", of: [{ name: "one", required: true, kind: "number" }] },
    ]);
  });

  it("are required in a union only where every variant that has them requires them", () => {
    const body = z.discriminatedUnion("way", [
      z.strictObject({ way: z.literal("a"), both: z.string(), of: z.int() }),
      z.strictObject({ way: z.enum(["b", "c"]), both: z.string().exactOptional() }),
    ]);
    expect(fieldsOf(body)).toEqual([
      { name: "way", required: true, kind: "choice", choices: ["a", "b", "c"] },
      { name: "of", required: true, kind: "number", when: { field: "way", is: ["a"] } },
      { name: "both", required: false, kind: "text" },
    ]);
  });

  it("are refused where no form can be made of them", () => {
    expect(() => fieldsOf(z.strictObject({ odd: z.map(z.string(), z.string()) }))).toThrow("odd, which is of type map");
    expect(() => fieldsOf(z.string())).toThrow("not string");
    const twoKinds = z.discriminatedUnion("way", [
      z.strictObject({ way: z.literal("a"), same: z.string() }),
      z.strictObject({ way: z.literal("b"), same: z.int() }),
    ]);
    expect(() => fieldsOf(twoKinds)).toThrow("same has two kinds, by way");
  });
});
