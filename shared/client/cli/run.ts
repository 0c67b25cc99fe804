import { Command, CommanderError, Help, Option } from "commander";
import type { Label } from "../../domain/codes.ts";
import type { Language } from "../errors.ts";
import { addCaseCommands } from "./case.ts";
import { addDirectoryCommands } from "./directory.ts";
import { addDocumentCommands } from "./documents.ts";
import { describeFailure, exitCodes } from "./failure.ts";
import { addInboxCommands } from "./inbox.ts";
import { addIncentiveCommands } from "./incentives.ts";
import { addKeyCommands } from "./keys.ts";
import { addLawCommands } from "./law.ts";
import { addReferCommand } from "./refer.ts";
import { addReportCommands } from "./reports.ts";
import { RequiredOption } from "./required-option.ts";
import { addRoutingCommands } from "./routing.ts";
import { type OpenSession, openSession, type Terminal } from "./session.ts";
import { addStepCommands } from "./steps.ts";
import { addSupervisionCommands } from "./supervision.ts";
import { addTokenCommand } from "./token.ts";
import { addWebhookCommands } from "./webhooks.ts";

/** Runs the command line `accord` and gives its exit code: 0 done, 1 refused or failed, 2 wrong usage, 3 rows of an import refused. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const language = languageOf(args, terminal.env);
  const program = globalOptions(new Command("accord"), terminal, language);
  let exitCode = 0;
  const open: OpenSession = (command) => openSession(command, terminal, language, (code) => (exitCode = code));
  for (const add of [
    addKeyCommands,
    addTokenCommand,
    addDirectoryCommands,
    addReferCommand,
    addInboxCommands,
    addStepCommands,
    addCaseCommands,
    addDocumentCommands,
    addRoutingCommands,
    addSupervisionCommands,
    addReportCommands,
    addIncentiveCommands,
    addLawCommands,
    addWebhookCommands,
  ]) {
    add(program, open, language);
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
    const failure = describeFailure(error, language, args.includes("--json"));
    terminal.err(failure.text);
    return failure.exitCode;
  }
}

function globalOptions(program: Command, { env, out, err }: Terminal, language: Language): Command {
  const withEnv = (flags: string, description: string, variable: string): Option => {
    const option = new Option(flags, `${description} (env: ${variable})`);
    const value = env[variable];
    return value === undefined || value === "" ? option : option.default(value);
  };
  return program
    .description("Refer disputes to mediation, answer them, and follow them to their end.")
    .addOption(withEnv("--url <url>", "address of the platform", "ACCORD_URL"))
    .addOption(withEnv("--as <organisation>", "the organisation that calls", "ACCORD_AS"))
    .addOption(withEnv("--keys <directory>", "where private keys are: .local/keys or ~/.accord/keys", "ACCORD_KEYS"))
    .addOption(withEnv("--audience <name>", "name of the platform in tokens", "ACCORD_AUDIENCE"))
    .option("--officer <name>", "the human who acts, for the audit trail")
    .option("--json", "print one JSON value instead of a table")
    .addOption(new Option("--lang <language>", "language of tables and messages").choices(["en", "zh"]))
    .configureHelp({ optionDescription: (option) => optionDescription(option, language) })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out(text.trimEnd()),
      writeErr: (text) => err(text.trimEnd()),
    });
}

/** What the help says of an option, and that it is required where it is. */
function optionDescription(option: Option, language: Language): string {
  const isRequired = option.mandatory || option instanceof RequiredOption;
  const description = new Help().optionDescription(option);
  return isRequired ? `${description}${requiredMark[language]}` : description;
}

const requiredMark = { zh: "（必填）", en: " (required)" } as const satisfies Label;

/** Needed before the options are parsed, because the help is in that language too. */
function languageOf(args: readonly string[], env: Terminal["env"]): Language {
  const at = args.indexOf("--lang");
  const asked = at < 0 ? args.find((arg) => arg.startsWith("--lang="))?.slice("--lang=".length) : args[at + 1];
  const locale = env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "";
  return (asked ?? locale).toLowerCase().startsWith("zh") ? "zh" : "en";
}
