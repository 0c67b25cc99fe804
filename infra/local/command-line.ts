import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { queueNameOfArn } from "./aws-calls.ts";
import { bootstrapKey } from "./bootstrap-key.ts";
import { LocalFailure, messageOf } from "./failure.ts";
import { type IdentityProvider, type LocalPerson, startIdentityProvider } from "./identity-provider.ts";
import { type Platform, startPlatform } from "./platform.ts";
import { startSigningProvider } from "./signing-provider.ts";
import { takesParameter } from "./template.ts";

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

/** A platform that runs on this machine, and what is true of it alone. */
export type Launched = {
  platform: Platform;
  /** Where people open the console; undefined where the stack knows no identity provider. */
  consoleUrl: string | undefined;
  /** Whether the data folder was made by this start. */
  isNew: boolean;
};

/**
 * Starts the platform on the data folder, with the first coordinator's key made if there is none yet; and, on the next port, an
 * identity provider for these people, where the stack takes one.
 */
export async function launch({ port, data, engine }: Options, people: readonly LocalPerson[]): Promise<Launched> {
  if (!existsSync("cdk.out"))
    throw new LocalFailure("There is no cdk.out yet. Synthesise the stack first: npx cdk synth -q");
  const isNew = !existsSync(join(data, "platform.json"));
  const key = await bootstrapKey(data);
  const provider = (await takesParameter("cdk.out", "OidcIssuer"))
    ? await startIdentityProvider(people, { port: port === 0 ? 0 : port + 1 })
    : undefined;
  const signing = (await takesParameter("cdk.out", "SigningUrl")) ? await startSigningProvider() : undefined;
  try {
    const platform = await startPlatform({
      port,
      dataDir: data,
      ...(engine && { engine }),
      parameters: (apiUrl) => {
        signing?.serve(apiUrl);
        return {
          BootstrapKey: key,
          ...(provider && signInBy(provider, apiUrl)),
          ...(signing && { SigningUrl: signing.url, SigningKey: signing.publicKey }),
        };
      },
      environment: { WEBHOOK_ALLOW_LOOPBACK: "true" },
    });
    const stop = async () => {
      await platform.stop();
      await Promise.all([provider?.stop(), signing?.stop()]);
    };
    return { platform: { ...platform, stop }, isNew, consoleUrl: provider && `${platform.url}/console` };
  } catch (error) {
    await Promise.all([provider?.stop(), signing?.stop()]);
    throw error;
  }
}

/** The parameters of a stack whose people sign in by this provider. */
export const signInBy = ({ url }: IdentityProvider, apiUrl: string): Record<string, string> => ({
  OidcIssuer: url,
  ConsoleOrigin: apiUrl,
});

/** One screen: what runs where, and what to try. */
export function describe({ platform, consoleUrl }: Launched, { data }: Options): string {
  const { url, engine, dynamodbUrl, sqsUrl } = platform;
  const stack = platform.stack();
  const inside = relative(process.cwd(), resolve(data)) || ".";
  const folder = inside.startsWith("..") ? resolve(data) : inside;
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
  const accord = "npx accord --as justice-bureau";
  return [
    `${stack.name} is running. Ctrl-C stops it; nothing is lost.`,
    "",
    ...(consoleUrl === undefined ? [] : [`  Console          ${consoleUrl}`]),
    `  API              ${url}`,
    `  Documentation    ${url}/docs`,
    `  DynamoDB         ${dynamodbUrl} (${engine}, table ${platform.tableName})`,
    `  SQS              ${sqsUrl} (fauxqs)`,
    `  Data             ${folder}/ (functions.log, keys/)`,
    "",
    "Functions, and what calls them:",
    ...triggers,
    "",
    "Try, in another terminal:",
    `  export ACCORD_URL=${url} ACCORD_KEYS=${folder}/keys`,
    `  ${accord} directory import shared/sample-data/tongxiang-*.csv`,
    `  ${accord} token        and paste it under Authorize at ${url}/docs`,
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
