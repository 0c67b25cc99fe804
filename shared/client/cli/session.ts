import type { Command } from "commander";
import * as z from "zod";
import { sayIssue } from "../../contracts/issue-texts.ts";
import { organisationId } from "../../domain/case.ts";
import type { Label } from "../../domain/codes.ts";
import { type Client, createClient } from "../client.ts";
import type { Language } from "../errors.ts";
import { type PrivateJwk, signToken, type TokenClaims } from "../token.ts";
import { UsageError } from "./failure.ts";
import { keysDirectory, readKey } from "./key-files.ts";
import { openShownLeases, type ShownLeases } from "./shown-leases.ts";

/** What the command line needs of the machine it runs on. */
export type Terminal = {
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  out: (line: string) => void;
  err: (line: string) => void;
  readStdin: () => Promise<Uint8Array>;
  now: () => number;
  fetch: typeof fetch;
  /** Aborts on Ctrl-C, from when it is asked for. */
  interrupted: () => AbortSignal;
};

const globals = z.object({
  url: z.url().default("http://127.0.0.1:8787"),
  as: organisationId().optional(),
  keys: z.string().optional(),
  audience: z.string().default("accord"),
  officer: z.string().min(1).max(80).optional(),
  json: z.boolean().default(false),
});

/** One run of one command. */
export type Session = {
  terminal: Terminal;
  language: Language;
  json: boolean;
  keys: string;
  /** As what the platform is named in tokens. */
  audience: string;
  /** Prints the value for programs, or what `people` makes of it. */
  print: (value: unknown, people: () => string) => void;
  /** The typed client of `--as`, else of the organisation given. */
  client: (otherwise?: string) => Promise<Client>;
  /** The typed client of who needs no key. */
  anybody: () => Client;
  token: () => Promise<string>;
  /** What was shown of the inbox of `--as`. */
  shownLeases: () => ShownLeases;
  exitWith: (code: number) => void;
};
export type OpenSession = (command: Command) => Session;
/** Adds the commands about one noun. */
export type AddCommands = (program: Command, open: OpenSession, language: Language) => void;

const texts = {
  whoCalls: { en: "say which organisation calls: --as ORG, or ACCORD_AS", zh: "请指明机构：--as 机构，或设 ACCORD_AS" },
};

const wrong: Readonly<Record<string, Label>> = {
  as: {
    en: "an organisation's id: small letters, digits and hyphens, 2 to 60 of them",
    zh: "应为机构标识：小写字母、数字和短横，2 至 60 位",
  },
  url: { en: "an address such as http://127.0.0.1:8787", zh: "应为网址，如 http://127.0.0.1:8787" },
  officer: { en: "a name of 1 to 80 characters", zh: "姓名，1 至 80 字" },
};

function wrongGlobals({ issues }: z.ZodError): UsageError {
  const said = (language: Language): string =>
    issues
      .map((issue) => {
        const name = String(issue.path[0] ?? "");
        return `--${name}: ${wrong[name]?.[language] ?? sayIssue(issue, language)}`;
      })
      .join("\n");
  return new UsageError({ en: said("en"), zh: said("zh") });
}

/** Reads the global options of a command. Throws `UsageError` when one is wrong. */
export function openSession(
  command: Command,
  terminal: Terminal,
  language: Language,
  exitWith: (code: number) => void,
): Session {
  const parsed = globals.safeParse(command.optsWithGlobals());
  if (!parsed.success) throw wrongGlobals(parsed.error);
  const { url, as, audience, officer, json } = parsed.data;
  const keys = keysDirectory(parsed.data.keys, terminal.home);
  const caller = (otherwise?: string): string => {
    const organisation = as ?? otherwise;
    if (organisation === undefined) throw new UsageError(texts.whoCalls);
    return organisation;
  };
  const claims = async (otherwise?: string): Promise<TokenClaims> => {
    const organisation = caller(otherwise);
    const key: PrivateJwk = await readKey(keys, organisation);
    return { organisationId: organisation, key, audience, now: terminal.now, ...(officer && { officer }) };
  };
  return {
    terminal,
    language,
    json,
    keys,
    audience,
    print: (value, people) => terminal.out(json ? JSON.stringify(value, null, 2) : people()),
    client: async (otherwise) =>
      createClient({
        ...{ baseUrl: url, fetch: terminal.fetch, language, oneTimeTokens: true },
        ...(await claims(otherwise)),
      }),
    anybody: () => createClient({ baseUrl: url, fetch: terminal.fetch, language, session: undefined }),
    token: async () => signToken(await claims()),
    shownLeases: () => openShownLeases(keys, caller(), url),
    exitWith,
  };
}
