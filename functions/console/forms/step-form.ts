import { fenIn } from "../../../shared/client/money.ts";
import type { BodyField, FieldKind } from "../../../shared/contracts/body-fields.ts";

/** What a browser sent: each field's texts by its name, in order. */
export type Sent = ReadonlyMap<string, readonly string[]>;

type Value = unknown;

/** The body that a form makes. An empty field is absent; one that cannot be read stays as it was typed, so that it is named. */
export function bodyOf(fields: readonly BodyField[], sent: Sent, prefix = ""): Record<string, Value> {
  const values = fields.map((field) => [field.name, valueFor(field, sent, `${prefix}${field.name}`)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function valueFor(field: BodyField, sent: Sent, name: string): Value {
  switch (field.kind) {
    case "group": {
      const group = bodyOf(field.of, sent, `${name}.`);
      return Object.keys(group).length === 0 && !field.required ? undefined : group;
    }
    case "rows": {
      const rows = rowsIn(sent, name).map((row) => bodyOf(field.of, sent, `${name}.${row}.`));
      // The number of a party is no more than where its row stands, unless something must be said of each.
      const isRowAlone = field.of.every(({ name: column, required }) => column === "party" || !required);
      const said = rows.filter((row) =>
        Object.entries(row).some(([column, value]) => value !== false && !(isRowAlone && column === "party")),
      );
      return said.length === 0 && !field.required ? undefined : said;
    }
    case "list": {
      const texts = (sent.get(name) ?? []).flatMap((text) => text.split("\n"));
      const trimmed = texts.map((text) => text.trim());
      const said = trimmed.filter((text) => text !== "");
      // Times stand for the parties in their order: one that is missing keeps its place, so that it is named.
      const values = field.of.kind === "instant" && said.length > 0 ? trimmed : said;
      return values.length === 0 && !field.required ? undefined : values.map((text) => scalarOf(field.of, text));
    }
    case "flag":
      return sent.has(name) ? true : field.required ? false : undefined;
    default: {
      const text = sent.get(name)?.[0]?.trim() ?? "";
      return text === "" ? undefined : scalarOf(field, text);
    }
  }
}

/** The numbers of the rows that a form showed. */
const rowsIn = (sent: Sent, name: string): number[] => {
  const numbers = [...sent.keys()].flatMap((key) => {
    const rest = key.startsWith(`${name}.`) ? key.slice(name.length + 1) : "";
    const number = /^(\d{1,3})\./.exec(rest)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  return [...new Set(numbers)].toSorted((one, other) => one - other);
};

function scalarOf({ kind }: FieldKind, text: string): Value {
  if (kind === "money") return fenIn(text) ?? text;
  if (kind === "number") return /^-?\d+$/.test(text) ? Number(text) : text;
  // A browser sends the time of a wall clock; all offices go by China's.
  if (kind === "instant")
    return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text) ? new Date(`${text}+08:00`).toISOString() : text;
  return text;
}

/** What a browser sent with a form, its lines ended as they were shown. Files are sent by other means. */
export async function sentIn(request: Pick<Request, "formData">): Promise<Sent> {
  // A request that is no form says nothing, and so lacks the fields that every form of ours carries.
  const form = await request.formData().catch(() => new FormData());
  const byName = Map.groupBy(form.entries(), ([name]) => name);
  return new Map(
    [...byName].map(([name, all]) => [
      name,
      all.flatMap(([, value]) => (typeof value === "string" ? [value.replaceAll("\r\n", "\n")] : [])),
    ]),
  );
}

/** `/consents/0/answer`, as the API names it, is the field `consents.0.answer`. */
export const fieldAt = (pointer: string): string => pointer.replace(/^\//, "").replaceAll("/", ".");
