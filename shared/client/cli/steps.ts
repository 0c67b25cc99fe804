import type { Option } from "commander";
import * as z from "zod";
import { type BodyField, fieldsOf } from "../../contracts/body-fields.ts";
import { type DescribedRoute, routes } from "../../contracts/routes.ts";
import type { Manners } from "../../domain/verb.ts";
import { asked, callerVerbs } from "../../domain/verbs.ts";
import type { Language } from "../errors.ts";
import { caseIdNamed } from "./case-name.ts";
import { caseSheet } from "./case-sheet.ts";
import { UsageError } from "./failure.ts";
import { bodyFor, readJson } from "./json-input.ts";
import { actOnMany, doneBefore, type StepAnswer } from "./many-cases.ts";
import type { AddCommands } from "./session.ts";
import { positionals } from "./step-flags.ts";
import { bodyHelp, caseHelp, casesHelp, fieldHelp, versionHelp } from "./step-help.ts";
import { type Given, type Input, inputOf } from "./step-input.ts";
import { compactRows } from "./step-rows.ts";

/** A command that moves a case on. */
type Step = {
  operation: string;
  /** Also the last word of the path. */
  verb: string;
  summary: string;
  schema: z.ZodType;
  /** The second argument, where the step takes one: an organisation, or another case. */
  other: BodyField | undefined;
  options: readonly Option[];
  onlyInBody: readonly BodyField[];
  /** The body that options make at a moment in Unix milliseconds; what was not given is absent. */
  body: (given: Given, other: unknown, now: number) => Record<string, unknown>;
};

/** The commands for every step of a route table, in its order, with help in that language. */
export const stepsOf = (table: Readonly<Record<string, DescribedRoute>>, language: Language): Step[] =>
  Object.entries(table).flatMap(([operation, route]) => {
    const [, verb] = /^\/v1\/cases\/\{caseId\}\/([a-z-]+)$/.exec(route.path) ?? [];
    return verb === undefined || !route.ifMatch ? [] : [stepOf(operation, verb, route, language)];
  });

function stepOf(operation: string, verb: string, { summary, body }: DescribedRoute, language: Language): Step {
  const schema = body();
  const fields = fieldsOf(schema);
  const other = fields.find(({ name }) => name in positionals);
  const inputs = fields
    .filter((field) => field !== other)
    .map((field) => ({ field, input: inputFor(verb, field, language) }));
  const values = inputs.flatMap(({ field, input }) => (input === undefined ? [] : [{ name: field.name, ...input }]));
  return {
    operation,
    verb,
    summary: summary[language],
    schema,
    other,
    options: values.flatMap(({ options }) => options),
    onlyInBody: inputs.filter(({ input }) => input === undefined).map(({ field }) => field),
    body: (given, otherGiven, now) => {
      const made = values.map(({ name, value }) => [name, value(given, now)] as const);
      const all = other === undefined ? made : [[other.name, otherGiven] as const, ...made];
      return Object.fromEntries(all.filter(([, value]) => value !== undefined));
    },
  };
}

function inputFor(verb: string, field: BodyField, language: Language): Input | undefined {
  if (field.kind !== "rows") return inputOf(field, fieldHelp(verb, field, language));
  return compactRows[field.name]?.(field, (column) => fieldHelp(verb, field, language, column));
}

function mannersOf(verb: string): Manners {
  const name = callerVerbs.find((one) => one === verb);
  return name === undefined ? {} : asked[name].manners;
}

const version = z.union([z.literal("*"), z.coerce.number().int().min(1)]);

/** accord accept | decline | …: a command for each step of the API */
export const addStepCommands: AddCommands = (program, open, language) => {
  for (const step of stepsOf(routes, language)) {
    const { alias, onMany: isOnMany = false } = mannersOf(step.verb);
    const command = program
      .command(step.verb)
      .description(step.summary)
      .argument(isOnMany ? "<cases...>" : "<case>", isOnMany ? casesHelp(language) : caseHelp(language))
      .option("--version <number>", versionHelp(language), "*")
      .option("--body <file>", bodyHelp(step.verb, step.onlyInBody, language));
    if (step.other !== undefined) command.argument(argumentOf(step.other), fieldHelp(step.verb, step.other, language));
    if (alias !== undefined) command.alias(alias);
    for (const option of step.options) command.addOption(option);

    command.action(async (named: string | string[], other: unknown) => {
      const session = open(command);
      const { version: expected, body: file, ...given } = stepOptions.parse(command.opts());
      const parsed = version.safeParse(expected);
      if (!parsed.success) throw new UsageError({ en: "--version is a number, or *", zh: "--version 须为数字或 *" });
      const client = await session.client();
      const otherId = isCase(step.other) && typeof other === "string" ? await caseIdNamed(client, other) : other;
      const body =
        file === undefined ? step.body(given, otherId, session.terminal.now()) : await readJson(file, session);
      const call = methodOf(client, step.operation);
      const checked = bodyFor(step.schema, body, session);
      const act = async (name: string): Promise<StepAnswer> => {
        const params = { caseId: await caseIdNamed(client, name) };
        return call({ params, version: parsed.data, body: checked });
      };
      const [first = "", ...more] = [named].flat();
      if (more.length > 0) return actOnMany(session, [first, ...more], parsed.data, act);
      const { body: view, effect } = await act(first);
      const isRepeat = effect === "unchanged";
      session.print(view, () => [...(isRepeat ? [doneBefore[language]] : []), caseSheet(view, language)].join("\n"));
    });
  }
};

const stepOptions = z.looseObject({ version: z.string(), body: z.string().optional() });

/** Whether what follows the case is another case. */
const isCase = (other: BodyField | undefined): boolean => other?.name === "into";

const argumentOf = ({ name, required }: BodyField): string =>
  required ? `<${positionals[name]}>` : `[${positionals[name]}]`;

/** What all methods of the client for steps have in common, once the body is known to fit the step's schema. */
type StepMethod = (request: {
  params: { caseId: string };
  version: number | "*";
  body: unknown;
}) => Promise<StepAnswer>;
const isStepMethod = (method: unknown): method is StepMethod => typeof method === "function";

function methodOf(client: Readonly<Record<string, unknown>>, operation: string): StepMethod {
  const method = client[operation];
  if (!isStepMethod(method)) throw new Error(`the client has no ${operation}`);
  return method;
}
