import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type BodyField, fieldsOf } from "../../shared/contracts/body-fields.ts";
import { note } from "../../shared/domain/body.ts";
import {
  freeText,
  isStandIn,
  standInBegins,
  standInsIn,
  withFreeTexts,
  withTexts,
} from "../../shared/domain/free-text.ts";
import { asked, callerVerbs } from "../../shared/domain/verbs.ts";

const loud = (text: string): string => text.toUpperCase();

describe("a free text", () => {
  it("is known in a body whatever is said of its field, in lists and in groups", () => {
    const schema = z.strictObject({
      plain: z.string(),
      note: freeText(20).exactOptional().describe("Why"),
      told: freeText(20).describe("What"),
      missing: z.array(freeText(20)),
      group: z.strictObject({ inner: freeText(20), code: z.string(), count: z.int() }),
    });
    const body = { plain: "a", note: "b", told: "c", missing: ["d"], group: { inner: "e", code: "f", count: 1 } };
    expect(withFreeTexts(schema, body, loud)).toEqual({
      ...{ plain: "a", note: "B", told: "C", missing: ["D"] },
      group: { inner: "E", code: "f", count: 1 },
    });
    expect(withFreeTexts(schema, { unknown: "x" }, loud)).toEqual({ unknown: "x" });
    expect(withFreeTexts(schema.shape.group, null, loud)).toBe(null);
  });

  it("is known in the variant that takes a body, and nothing is done where none does", () => {
    const schema = z.discriminatedUnion("form", [
      z.strictObject({ form: z.literal("one"), note: freeText(20) }),
      z.strictObject({ form: z.literal("two"), note: z.string() }),
    ]);
    expect(withFreeTexts(schema, { form: "one", note: "a" }, loud)).toEqual({ form: "one", note: "A" });
    expect(withFreeTexts(schema, { form: "two", note: "a" }, loud)).toEqual({ form: "two", note: "a" });
    expect(withFreeTexts(schema, { form: "three", note: "a" }, loud)).toEqual({ form: "three", note: "a" });
  });
});

/** Texts that are long and not free: laws and numbers name nobody, and the rest is sealed with parties or for papers. */
const sealedOtherwise = ["article", "summary", "breach", "finding", "requested"];

/** Every field of a body that people write sentences in. */
const sentences = (fields: readonly BodyField[]): BodyField[] =>
  fields.filter((field) => {
    const text = field.kind === "list" ? field.of : field;
    return text.kind === "text" && (text.maximumLength ?? 0) >= 200 && !sealedOtherwise.includes(field.name);
  });

describe("the free text of any step", () => {
  const all = callerVerbs.flatMap((verb) => sentences(fieldsOf(asked[verb].body())).map((field) => ({ verb, field })));

  it.each(all)("is free: $verb, $field.name", ({ verb, field }) => {
    const body: z.ZodType = asked[verb].body();
    const said = field.kind === "list" ? ["words"] : "words";
    const variants = body instanceof z.ZodUnion ? body.options : [body];
    for (const variant of variants) {
      expect(withFreeTexts(variant, { [field.name]: said }, loud)).toEqual({
        [field.name]: field.kind === "list" ? ["WORDS"] : "WORDS",
      });
    }
  });

  it("is said in many steps", () => expect(all.length).toBeGreaterThan(30));
});

describe("a stand-in for a text", () => {
  const one = `${standInBegins}${"a".repeat(43)}`;

  it("is told from texts, wherever it is", () => {
    expect([one, `${one}a`, "sealed:", "words"].map(isStandIn)).toEqual([true, false, false, false]);
    expect(standInsIn({ note: one, missing: ["words", one], count: 1, none: null })).toEqual([one, one]);
  });

  it("fits where the text does", () => expect(note().safeParse(one).success).toBe(true));

  it("can be changed back", () => {
    expect(withTexts({ note: one, missing: [one, 1] }, (text) => (text === one ? "words" : text))).toEqual({
      note: "words",
      missing: ["words", 1],
    });
  });
});
