import { Command, CommanderError, Option } from "commander";
import packageFile from "../../../package.json" with { type: "json" };
import type { Label } from "../../domain/codes.ts";
import type { Language } from "../errors.ts";
import { addApprovalCommands } from "./approvals.ts";
import { addAuditCommands } from "./audit.ts";
import { addCaseCommands } from "./case.ts";
import { addCaseListCommand } from "./case-list.ts";
import { speak } from "./commander-texts.ts";
import { addCompletionCommand } from "./completion.ts";
import { addDirectoryCommands } from "./directory.ts";
import { addDocumentCommands } from "./documents.ts";
import { addErasureCommands } from "./erasure.ts";
import { addEventTypesCommand } from "./event-types.ts";
import { describeFailure, exitCodes } from "./failure.ts";
import { addInboxCommands } from "./inbox.ts";
import { addIncentiveCommands } from "./incentives.ts";
import { addKeyCommands } from "./keys.ts";
import { addLawCommands } from "./law.ts";
import { addLimitCommands } from "./limits.ts";
import { addPaperCommands } from "./papers.ts";
import { addPeopleCommands } from "./people.ts";
import { addReferCommand } from "./refer.ts";
import { addReplayCommand } from "./replay.ts";
import { addReportCommands } from "./reports.ts";
import { addRoutingCommands } from "./routing.ts";
import { type OpenSession, openSession, type Terminal } from "./session.ts";
import { addSettingsCommands } from "./settings.ts";
import { addStepCommands } from "./steps.ts";
import { addSupervisionCommands } from "./supervision.ts";
import { addTokenCommand } from "./token.ts";
import { addWebhookCommands } from "./webhooks.ts";
import { addWorkCommands } from "./work.ts";

/** Runs the command line `accord` and gives its exit code: 0 done, 1 refused or failed, 2 wrong usage, 3 rows of an import refused. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const language = languageOf(args, terminal.env);
  const program = globalOptions(new Command("accord"), terminal, language);
  let exitCode = 0;
  const open: OpenSession = (command) => openSession(command, terminal, language, (code) => (exitCode = code));
  for (const add of [
    addKeyCommands,
    addApprovalCommands,
    addSettingsCommands,
    addTokenCommand,
    addDirectoryCommands,
    addLimitCommands,
    addAuditCommands,
    addPeopleCommands,
    addReferCommand,
    addInboxCommands,
    addEventTypesCommand,
    addStepCommands,
    addCaseCommands,
    addCaseListCommand,
    addWorkCommands,
    addDocumentCommands,
    addPaperCommands,
    addRoutingCommands,
    addSupervisionCommands,
    addReportCommands,
    addIncentiveCommands,
    addLawCommands,
    addWebhookCommands,
    addReplayCommand,
    addErasureCommands,
    addCompletionCommand,
  ]) {
    add(program, open, language);
  }
  if (asksForVersion(args, program)) {
    terminal.out(packageFile.version);
    return 0;
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
  const withEnv = (flags: string, description: Label, variable: string): Option => {
    const option = new Option(flags, `${description[language]}${variables[language](variable)}`);
    const value = env[variable];
    return value === undefined || value === "" ? option : option.default(value);
  };
  program
    .description(texts.program[language])
    .addOption(withEnv("--url <url>", texts.url, "ACCORD_URL"))
    .addOption(withEnv("--as <organisation>", texts.as, "ACCORD_AS"))
    .addOption(withEnv("--keys <directory>", texts.keys, "ACCORD_KEYS"))
    .addOption(withEnv("--audience <name>", texts.audience, "ACCORD_AUDIENCE"))
    .addOption(withEnv("--officer <name>", texts.officer, "ACCORD_OFFICER"))
    .option("--json", texts.json[language])
    .addOption(new Option("--lang <language>", texts.lang[language]).choices(["en", "zh"]))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out(text.trimEnd()),
      writeErr: (text) => err(text.trimEnd()),
    });
  speak(program, language);
  return program;
}

const variables = {
  en: (name: string) => ` (env: ${name})`,
  zh: (name: string) => `（环境变量 ${name}）`,
};
const texts = {
  program: {
    en: "Refer disputes to mediation, answer them, and follow them to their end.",
    zh: "移送纠纷、受理调解，直至办结反馈。",
  },
  url: { en: "address of the platform", zh: "平台地址" },
  as: { en: "the organisation that calls", zh: "以哪个机构的身份调用" },
  keys: {
    en: "where private keys are: .local/keys or ~/.accord/keys",
    zh: "私钥目录，默认 .local/keys 或 ~/.accord/keys",
  },
  audience: { en: "name of the platform in tokens", zh: "令牌中的平台名称" },
  officer: { en: "the human who acts, for the audit trail", zh: "经办人，载入案件经过" },
  json: { en: "print one JSON value instead of a table", zh: "输出 JSON，供程序读取" },
  lang: { en: "language of tables and messages", zh: "表格和提示的语言" },
} as const satisfies Record<string, Label>;

/** Whether the version is asked for: before any command, since a step has an option of that name. */
function asksForVersion(args: readonly string[], program: Command): boolean {
  const commands = new Set(program.commands.flatMap((command) => [command.name(), ...command.aliases()]));
  const own = args.slice(0, args.findIndex((arg) => commands.has(arg)) >>> 0);
  return own.includes("--version") || own.includes("-V");
}

/** Needed before the options are parsed, because the help is in that language too. */
function languageOf(args: readonly string[], env: Terminal["env"]): Language {
  const at = args.indexOf("--lang");
  const asked = at < 0 ? args.find((arg) => arg.startsWith("--lang="))?.slice("--lang=".length) : args[at + 1];
  const locale = env["LC_ALL"] || env["LC_MESSAGES"] || env["LANG"] || "";
  return (asked ?? locale).toLowerCase().startsWith("zh") ? "zh" : "en";
}
