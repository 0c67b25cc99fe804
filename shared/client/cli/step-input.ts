import { Option } from "commander";
import type { BodyField, FieldKind } from "../../contracts/body-fields.ts";
import { fenIn } from "../money.ts";
import { UsageError } from "./failure.ts";
import { RequiredOption } from "./required-option.ts";
import { flagOf } from "./step-flags.ts";

/** What was given on the command line, by the names under which commander keeps options. */
export type Given = Readonly<Record<string, unknown>>;

/** A field of a body as the command line takes it: its options, and the value they make at a moment in Unix milliseconds; undefined when none is given. */
export type Input = { options: readonly Option[]; value: (given: Given, now: number) => unknown };

type Scalar = Exclude<FieldKind["kind"], "list" | "group" | "rows">;
const placeholders: Readonly<Record<Exclude<Scalar, "flag">, string>> = {
  choice: "code",
  day: "day",
  instant: "time",
  money: "yuan",
  number: "number",
  text: "text",
};

/** The input of a field that is one value or a list of such; undefined for tables and groups. `isAsked`: the help marks it as required. */
export function inputOf(field: BodyField, help: string, isAsked = field.required): Input | undefined {
  const value = field.kind === "list" ? field.of : field;
  switch (value.kind) {
    case "list":
    case "group":
    case "rows":
      return undefined;
    case "flag":
      return tick(field, help);
    case "choice":
      return values(field, value.kind, help, isAsked, value.choices);
    case "text":
    case "number":
    case "money":
    case "day":
    case "instant":
      return values(field, value.kind, help, isAsked);
  }
}

function tick(field: BodyField, help: string): Input {
  const option = new Option(`--${flagOf(field)}`, help);
  const otherwise = field.required ? false : undefined;
  return { options: [option], value: (given) => given[option.attributeName()] ?? otherwise };
}

function values(
  field: BodyField,
  kind: Exclude<Scalar, "flag">,
  help: string,
  isAsked: boolean,
  choices?: readonly string[],
): Input {
  const isList = field.kind === "list";
  const placeholder = /Ids?$/.test(field.name) ? "id" : placeholders[kind];
  const flags = `--${flagOf(field)} <${placeholder}${isList ? "..." : ""}>`;
  const isRequired = isAsked && field.when === undefined && !isNowWhenAbsent(field);
  const option = isRequired ? new RequiredOption(flags, help) : new Option(flags, help);
  if (choices !== undefined) option.choices(choices);
  return {
    options: [option],
    value: (given, now) => {
      const texts = textsOf(given, option);
      if (texts !== undefined) return isList ? texts.map(readers[kind]) : texts.map(readers[kind])[0];
      return isNowWhenAbsent(field) && exists(field, given) ? new Date(now).toISOString() : undefined;
    },
  };
}

/** Whether the field means the moment of the command where it is not given: what is done is mostly recorded at once. */
export const isNowWhenAbsent = (field: BodyField): boolean =>
  field.kind === "instant" && field.required && flagOf(field) === "at";

function exists({ when }: BodyField, given: Given): boolean {
  if (when === undefined) return true;
  const decides = new Option(`--${flagOf({ name: when.field, kind: "choice" })}`);
  return when.is.some((value) => value === given[decides.attributeName()]);
}

/** What an option was given, word by word; undefined when it was not given. */
export function textsOf(given: Given, option: Option): string[] | undefined {
  const value = given[option.attributeName()];
  return value === undefined ? undefined : [value].flat().map(String);
}

const readers: Readonly<Record<Exclude<Scalar, "flag">, (text: string) => unknown>> = {
  choice: (text) => text,
  day: (text) => text,
  instant: instantOf,
  money: fenOf,
  number: Number,
  text: (text) => text,
};

/** Whole fen of an amount in yuan. Throws `UsageError` on what is none. */
export function fenOf(given: string): number {
  const fen = fenIn(given);
  if (fen !== undefined) return fen;
  throw new UsageError({
    en: `"${given}" is no amount in yuan such as 1234.50`,
    zh: `“${given}”不是以元为单位的金额，应如 1234.50`,
  });
}

/** An instant as people give it: with an offset, or else in China's time. Throws `UsageError` on anything else. */
function instantOf(given: string): string {
  const local = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$/.test(given);
  const milliseconds = Date.parse(local ? `${given.replace(" ", "T")}+08:00` : given);
  if (Number.isNaN(milliseconds))
    throw new UsageError({
      en: `"${given}" is no time such as 2026-07-01T09:30`,
      zh: `“${given}”不是时间，应如 2026-07-01T09:30`,
    });
  return new Date(milliseconds).toISOString();
}
