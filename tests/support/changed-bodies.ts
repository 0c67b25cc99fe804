import * as z from "zod";
import { asked, type CallerVerb } from "../../shared/domain/verbs.ts";

type Node = { [key: string]: unknown };
const node = z.looseObject({});
const nodes = z.array(node);

/** Each way to say something else by a verb: one field of the body changed, left out or added, where its schema takes that. */
export function changedBodies(verb: CallerVerb, body: object): { field: string; body: object }[] {
  const schema: z.ZodType = asked[verb].body();
  const before = JSON.stringify(schema.parse(body));
  return shapesOf(schema).flatMap((properties) =>
    Object.entries(properties).flatMap(([field, its]) => {
      const { [field]: value, ...rest } = node.parse(body);
      const changed = [...otherValues(node.parse(its), value).map((other) => ({ ...rest, [field]: other })), rest];
      const taken = changed.flatMap((each) => {
        const { data, success } = schema.safeParse(each);
        return success && JSON.stringify(data) !== before ? [{ field, body: node.parse(data) }] : [];
      });
      return taken.slice(0, 3);
    }),
  );
}

/** The fields of a body, once for each of its forms. */
function shapesOf(schema: z.ZodType): Node[] {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input", reused: "inline", unrepresentable: "any" });
  const forms = nodes.parse(json.oneOf ?? json.anyOf ?? [json]);
  return forms.map(({ properties }) => node.parse(properties));
}

/** Values for a field that differ from the one it has. */
function otherValues(schema: Node, value: unknown): unknown[] {
  const { type, format } = schema;
  const choices = z.array(z.unknown()).parse(schema["enum"] ?? []);
  if (choices.length > 0) return choices.filter((choice) => choice !== value);
  if (Array.isArray(schema["anyOf"])) return nodes.parse(schema["anyOf"]).flatMap((each) => otherValues(each, value));
  if (type === "boolean") return [value !== true];
  if (type === "integer") return [typeof value === "number" ? value + 1 : 1];
  if (type === "array") return otherLists(node.parse(schema["items"]), Array.isArray(value) ? value : []);
  if (type === "object") {
    const whole = node.safeParse(value).data ?? {};
    const fields = Object.entries(node.parse(schema["properties"]));
    return fields.flatMap(([field, its]) =>
      otherValues(node.parse(its), whole[field]).map((other) => ({ ...whole, [field]: other })),
    );
  }
  if (format === "uuid") return ["0190a0de-0000-7000-8000-0000000000ff"];
  if (format === "date") return ["2026-06-18", "2026-03-02"];
  if (format === "date-time") return ["2026-02-01T01:02:03.000Z", "2026-03-01T01:02:03.000Z"];
  return ["in-other-words", "330483102", "other"];
}

function otherLists(items: Node, list: readonly unknown[]): unknown[] {
  const [first, ...others] = list;
  return [
    ...otherValues(items, first).map((other) => [other, ...others]),
    [...list, ...otherValues(items, undefined)].slice(0, list.length + 1),
    others,
  ];
}
