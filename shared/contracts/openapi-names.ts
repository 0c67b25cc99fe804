import * as z from "zod";

type Schema = z.core.$ZodType;
export type Names = ReadonlyMap<Schema, string>;
export type Given = { name: string; schema: Schema };
export type Naming = {
  /** Schemas with names of their own; any other is called after where it stands first. */
  own: readonly Given[];
  /** What the names of the variants of a union end in: `offered` of the state of a case is an `OfferedCase`. */
  endings: Readonly<Record<string, string>>;
  /** Schemas that are told as another one. */
  instead: ReadonlyMap<Schema, Schema>;
};

/** A variant that is told by more codes than these is the other one. */
const codesInNameAtMost = 3;

/** The schema without the descriptions and checks that were put on it: what they share is one component. */
export function rootOf(schema: Schema): Schema {
  const { parent } = schema._zod;
  return parent === undefined ? schema : rootOf(parent);
}

/** `case.submitted` is `CaseSubmitted`. */
export const inOneWord = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join("");

/** One of a list: `entries` is a list of `entry`. */
function oneOf(name: string): string {
  if (name.endsWith("ies")) return `${name.slice(0, -3)}y`;
  return /[^s]s$/.test(name) ? name.slice(0, -1) : `${name}Item`;
}

/** What tells the variants of a union apart: a field that has other values in each. Undefined where there is none. */
export function toldApart(union: Schema): { by: string; variants: { values: string[]; schema: Schema }[] } | undefined {
  if (!(union instanceof z.ZodUnion)) return undefined;
  const fields = union.options.map((option: Schema) => option._zod.propValues ?? {});
  const by = Object.keys(fields[0] ?? {}).find((name) => {
    const values = fields.map((field) => [...(field[name] ?? [])]);
    return values.every((own) => own.length > 0) && new Set(values.flat()).size === values.flat().length;
  });
  if (by === undefined) return undefined;
  const valuesOf = (option: Schema): string[] => [...(option._zod.propValues?.[by] ?? [])].map(String);
  return { by, variants: union.options.map((schema: Schema) => ({ schema, values: valuesOf(schema) })) };
}

/**
 * A name for every object, union and list of codes within the roots. One that has no name of its own is called after where it
 * stands first: `CaseListItemClock` is the clock in an item of the case list, and a variant after what tells it apart.
 */
export function namesOf({ own, endings, instead }: Naming, roots: readonly Given[]): Names {
  const names = new Map<Schema, string>();
  const ownNames = new Map(own.map(({ name, schema }) => [rootOf(schema), name]));
  const codes = new Map(
    own.flatMap(({ name, schema }) => (schema instanceof z.ZodEnum ? [[codesOf(schema), name]] : [])),
  );
  // A list of codes stands where it is used, unless it has a name: in some languages the codes of all named ones share one space.
  const taken = new Set<string>();
  const seen = new Set<Schema>();

  function name(schema: Schema, id: string): void {
    if (taken.has(id)) throw new Error(`two schemas of the description are called ${id}`);
    taken.add(id);
    names.set(schema, id);
  }

  function visit(given: Schema, place: string): void {
    const schema = instead.get(rootOf(given)) ?? rootOf(given);
    if (seen.has(schema)) return;
    seen.add(schema);
    const id = ownNames.get(schema) ?? place;
    if (schema instanceof z.ZodEnum) {
      const known = codes.get(codesOf(schema));
      if (known !== undefined) names.set(schema, known);
    } else if (isUnionOfObjects(schema)) {
      const variants = toldApart(schema)?.variants;
      name(schema, id);
      for (const [index, option] of schema.options.entries()) {
        const values = variants?.[index]?.values;
        visit(option, values === undefined ? `${id}${index + 1}` : variantOf(id, values));
      }
    } else if (schema instanceof z.ZodObject) {
      name(schema, id);
      for (const [key, field] of Object.entries(schema.shape)) visit(field, `${id}${inOneWord(key)}`);
    } else visitWithin(schema, id);
  }

  function visitWithin(schema: Schema, id: string): void {
    if (schema instanceof z.ZodArray) visit(schema.element, oneOf(id));
    else if (schema instanceof z.ZodTuple) for (const item of schema.def.items) visit(item, oneOf(id));
    else if (schema instanceof z.ZodRecord) {
      visit(schema.keyType, `${id}Key`);
      visit(schema.valueType, oneOf(id));
    } else if (schema instanceof z.ZodPipe) {
      visit(schema.in, id);
      visit(schema.out, id);
    } else if (isWrapping(schema)) visit(schema._zod.def.innerType, id);
  }

  function variantOf(id: string, values: readonly string[]): string {
    const told = values.length > codesInNameAtMost ? "Other" : values.map(inOneWord).join("Or");
    const ending = endings[id];
    return ending === undefined ? `${id}${told}` : `${told}${ending}`;
  }

  for (const { name: place, schema } of roots) {
    visit(schema, place);
    if (!names.has(rootOf(schema))) name(rootOf(schema), place);
  }
  return names;
}

const codesOf = ({ options }: z.ZodEnum): string => JSON.stringify(options);

type Wrapping = Schema & { _zod: { def: { innerType: Schema } } };
const isWrapping = (schema: Schema): schema is Wrapping => "innerType" in schema._zod.def;

const isUnionOfObjects = (schema: Schema): schema is z.ZodUnion =>
  schema instanceof z.ZodUnion &&
  schema.options.every((option: Schema) => option instanceof z.ZodObject || isUnionOfObjects(option));
