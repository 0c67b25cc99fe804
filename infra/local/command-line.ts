import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { queueNameOfArn } from "./aws-calls.ts";
import { LocalFailure, messageOf } from "./failure.ts";
import type { Platform } from "./platform.ts";

const optionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535),
  data: z.string().min(1),
  engine: z.enum(["dynoxide", "dynamodb-local"]).exactOptional(),
  empty: z.boolean(),
});

export type Options = z.infer<typeof optionsSchema>;

const usage = "Options: --port N (8787), --data FOLDER (.local), --engine dynoxide|dynamodb-local, --empty";

/** The options of `npm start` and `npm run dev`; throws LocalFailure with the usage on any other. */
export function parseOptions(given: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: {
        port: { type: "string", default: "8787" },
        data: { type: "string", default: ".local" },
        engine: { type: "string" },
        empty: { type: "boolean", default: false },
      },
    });
    return optionsSchema.parse(values);
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error).replaceAll("\n", " ") : messageOf(error);
    throw new LocalFailure(`${reason}\n${usage}`);
  }
}

/** The data folder as it is named from here: relative where it lies below. */
export function folderFromHere(data: string): string {
  const inside = relative(process.cwd(), resolve(data)) || ".";
  return inside.startsWith("..") ? resolve(data) : inside;
}

/** What runs where: the addresses of the API by name, the engines, and the functions with what calls them. */
export function describe(platform: Platform, data: string, addresses: Record<string, string>): string {
  const { engine, dynamodbUrl, sqsUrl } = platform;
  const stack = platform.stack();
  const called = stack.functions.map(({ name }) => {
    const causes = [
      ...stack.mappings
        .filter((mapping) => mapping.function.name === name)
        .map(({ EventSourceArn }) => sourceOf(EventSourceArn)),
      ...stack.schedules
        .filter(({ targets }) => targets.some((to) => to.function.name === name))
        .map(({ expression }) => expression),
      ...(platform.servesApi(name) ? ["HTTP requests"] : []),
    ];
    return { name, why: causes.join(", ") || "nothing calls it" };
  });
  const triggers = [...Map.groupBy(called, ({ why }) => why)].map(
    ([why, alike]) =>
      `  ${alike
        .map(({ name }) => name)
        .join(", ")
        .padEnd(16)} ${why}`,
  );
  return [
    `${stack.name} is running. Ctrl-C stops it; nothing is lost.`,
    "",
    ...Object.entries(addresses).map(([name, url]) => `  ${name.padEnd(16)} ${url}`),
    `  DynamoDB         ${dynamodbUrl} (${engine}, table ${platform.tableName})`,
    `  SQS              ${sqsUrl} (fauxqs)`,
    `  Data             ${folderFromHere(data)}/ (functions.log, keys/)`,
    "",
    "Functions, and what calls them:",
    ...triggers,
  ].join("\n");
}

/** Resolves at Ctrl-C or a request to end. Asked for before the start, so that a start is never cut short. */
export function stopSignal(): Promise<undefined> {
  return new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => resolve(undefined));
  });
}

/** Runs until the signal or a failed engine, then stops in order; answers the exit status. */
export async function runUntilStopped(platform: Platform, signal: Promise<undefined>): Promise<number> {
  const failure = await Promise.race([signal, platform.failed]);
  if (failure) process.stderr.write(`${failure.message}\n`);
  await platform.stop();
  if (!failure) process.stdout.write("\nStopped.\n");
  return failure ? 1 : 0;
}

/** Runs a command and exits with its status; a failure is one paragraph on stderr and status 1. */
export async function main(command: () => Promise<number>): Promise<never> {
  // The engines' SQLite module still announces itself as experimental.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name !== "ExperimentalWarning") process.stderr.write(`${warning.message}\n`);
  });
  try {
    process.exit(await command());
  } catch (error) {
    process.stderr.write(`${error instanceof LocalFailure ? error.message : `Unexpected: ${messageOf(error)}`}\n`);
    process.exit(1);
  }
}

function sourceOf(arn: string): string {
  const table = /:table\/([^/]+)\/stream\//.exec(arn)?.[1];
  return table === undefined ? `queue ${queueNameOfArn(arn)}` : `stream of ${table}`;
}
