import { Option } from "commander";
import type { BodyField } from "../../contracts/body-fields.ts";
import { RequiredOption } from "./required-option.ts";
import { flagOf } from "./step-flags.ts";
import { fenOf, type Input, inputOf, textsOf } from "./step-input.ts";

type Rows = Extract<BodyField, { kind: "rows" }>;
/** `help` says what a column is for; without a column, what the whole table is for. */
type CompactRows = (field: Rows, help: (column?: BodyField) => string) => Input;

/** Tables that people can give in options, by their field. This is written by hand; any other table needs `--body`. */
export const compactRows: Readonly<Record<string, CompactRows>> = {
  consents: rowForEachParty,
  instalments: dayAndAmount,
};

/** `--party 1 2 --channel telephone`: a row for each party, alike in all other columns. */
function rowForEachParty(field: Rows, help: (column?: BodyField) => string): Input {
  const inputs = field.of.flatMap((column) => {
    const { name, required } = column;
    const isParty = name === "party";
    const given: BodyField = isParty ? { name, required, kind: "list", of: { kind: "number" } } : column;
    const input = inputOf(given, help(column), required && field.required);
    return input === undefined ? [] : [{ name, isParty, ...input }];
  });
  return {
    options: inputs.flatMap(({ options }) => options),
    value: (given, now) => {
      const valuesOf = (ofParties: boolean) =>
        inputs
          .filter(({ isParty }) => isParty === ofParties)
          .map(({ name, value }) => [name, value(given, now)] as const)
          .filter(([, value]) => value !== undefined);
      const alike = Object.fromEntries(valuesOf(false));
      const parties = valuesOf(true).flatMap(([, numbers]) => numbers);
      return parties.length === 0 ? undefined : parties.map((party) => ({ ...alike, party }));
    },
  };
}

/** `--instalment 2026-08-01=500 2026-09-01`: each the day and, where it is known, the amount in yuan. */
function dayAndAmount(field: Rows, help: (column?: BodyField) => string): Input {
  const flags = `--${flagOf(field)} <day=yuan...>`;
  const option = field.required ? new RequiredOption(flags, help()) : new Option(flags, help());
  return {
    options: [option],
    value: (given) =>
      textsOf(given, option)?.map((text) => {
        const [dueOn, yuan] = text.split("=");
        return yuan === undefined ? { dueOn } : { dueOn, amountFen: fenOf(yuan) };
      }),
  };
}
