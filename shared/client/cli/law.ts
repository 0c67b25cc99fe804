import { type Command, Option } from "commander";
import { type OperationAnswer, routes } from "../../contracts/routes.ts";
import type { Label } from "../../domain/codes.ts";
import { nationwide } from "../../domain/scope.ts";
import { clockTime } from "../../words/format.ts";
import type { Client } from "../client.ts";
import type { Language } from "../errors.ts";
import { bodyFor, jsonAnswer, jsonHelp, readJson } from "./json-input.ts";
import type { AddCommands, Session } from "./session.ts";
import { listing } from "./table.ts";

type Loading = OperationAnswer<"loadLawPack">;
type Query = { dryRun: "true" | "false"; revision?: string };
type Send = (client: Client, json: unknown, session: Session, query: Query) => Promise<{ body: Loading }>;

const words = {
  path: { zh: "事项", en: "Number" },
  value: { zh: "数值", en: "Value" },
  before: { zh: "原为", en: "Before" },
  after: { zh: "现为", en: "After" },
  article: { zh: "依据", en: "Source" },
  scope: { zh: "层级", en: "Layer" },
  version: { zh: "版本", en: "Version" },
  from: { zh: "施行日", en: "In force from" },
  loadedAt: { zh: "加载时间", en: "Loaded" },
  loadedBy: { zh: "加载人", en: "By" },
  bundled: { zh: "随版本发布", en: "with the release" },
  none: { zh: "没有变化", en: "It changes nothing" },
  stored: { zh: "已加载", en: "Loaded" },
  repeated: { zh: "此前已加载", en: "Loaded before" },
  revision: { zh: "比对版本", en: "Compared with" },
  checked: { zh: "仅检查，未加载", en: "Checked only, nothing is stored" },
} as const satisfies Record<string, Label>;

const head = (language: Language, ...names: (keyof typeof words)[]) => names.map((name) => words[name][language]);

/** accord law load | check | list | show | pack, accord tariff load | check | list */
export const addLawCommands: AddCommands = (program, open, language) => {
  const law = program
    .command("law")
    .description(
      { en: "Keep the law: packs of the nation, a province or a county", zh: "管理规则：国家、省、县各层" }[language],
    );
  const tariff = program
    .command("tariff")
    .description({ en: "Keep the tariffs of incentive pay, by layer", zh: "管理各层级以奖代补标准" }[language]);

  const loading = (noun: Command, operation: "loadLawPack" | "loadTariff", send: Send) => {
    for (const [name, dryRun] of [
      ["load", "false"],
      ["check", "true"],
    ] as const) {
      const one = noun
        .command(`${name} <file>`)
        .description(
          dryRun === "true" ? checking[language] : `${routes[operation].summary[language]}${jsonHelp[language]}`,
        )
        .action(async (file: string, options: { revision?: string }, command: Command) => {
          const session = open(command);
          const query = { dryRun, ...options };
          const { body } = await send(await session.client(), await readJson(file, session), session, query);
          session.print(body, () => loadingReport(body, language));
        });
      if (dryRun === "false") one.addOption(revisionOption(language));
    }
  };
  loading(law, "loadLawPack", (client, json, session, query) =>
    client.loadLawPack({ query, body: bodyFor(routes.loadLawPack.body(), json, session) }),
  );
  loading(tariff, "loadTariff", (client, json, session, query) =>
    client.loadTariff({ query, body: bodyFor(routes.loadTariff.body(), json, session) }),
  );

  law
    .command("list")
    .description(routes.listLawPacks.summary[language])
    .option(
      "--scope <scope>",
      {
        en: "cn, a province's two digits or a county's six; your own, when absent",
        zh: "cn、省两位或县六位代码；不填为本县",
      }[language],
    )
    .action(async (query: { scope?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listLawPacks({ query });
      session.print(body, () =>
        listing(
          head(language, "scope", "version", "from", "loadedAt", "loadedBy"),
          body.packs.map(({ scope, version, effectiveFrom, ...loaded }) => [
            scope,
            version,
            effectiveFrom,
            ...loadedBy(loaded, language),
          ]),
        ),
      );
    });

  law
    .command("show")
    .description(routes.showLaw.summary[language])
    .option(
      "--county <code>",
      { en: "division code of the county; your own, when absent", zh: "县（市、区）行政区划代码；不填为本县" }[
        language
      ],
    )
    .option("--day <day>", { en: "YYYY-MM-DD; today, when absent", zh: "YYYY-MM-DD；不填为今日" }[language])
    .action(async (query: { county?: string; day?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).showLaw({ query });
      session.print(body, () => {
        const numbers = listing(
          head(language, "path", "value", "article", "scope"),
          body.numbers.map(({ path, value, article = "", scope }) => [path, shown(value), article, scope]),
        );
        return `${body.county}  ${body.day}  ${body.version}\n${numbers}`;
      });
    });

  law
    .command("pack <scope> <version>")
    .description(`${routes.showLawPack.summary[language]}${jsonAnswer[language]}`)
    .action(async (scope: string, version: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).showLawPack({ params: { scope, version } });
      session.print(body, () => JSON.stringify(body, null, 2));
    });

  tariff
    .command("list")
    .description(routes.listTariffs.summary[language])
    .option(
      "--county <code>",
      { en: "division code of the county; your own, when absent", zh: "县（市、区）行政区划代码；不填为本县" }[
        language
      ],
    )
    .action(async (query: { county?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listTariffs({ query });
      session.print(body, () =>
        listing(
          head(language, "scope", "version", "from", "article", "loadedAt", "loadedBy"),
          body.tariffs.map(({ county, scope = county ?? nationwide, version, effectiveFrom, source, ...loaded }) => [
            scope,
            version,
            effectiveFrom,
            source,
            ...loadedBy(loaded, language),
          ]),
        ),
      );
    });
};

/** What the checking of a file does. */
export const checking = {
  en: "Show what a file would change, and store nothing (JSON; - : stdin)",
  zh: "检查文件并显示差异，不加载（JSON；- 表示标准输入）",
} as const satisfies Label;

const shown = (value: Loading["difference"][number]["after"]): string => [value ?? "-"].flat().join(", ");

const loadingReport = ({ outcome, difference, revision }: Loading, language: Language): string =>
  [
    differenceTable(difference, language),
    words[outcome][language],
    ...revisionLine({ outcome, revision }, language),
  ].join("\n");

/** Names what was looked at before: what is loaded is refused where that is another by then. */
export const revisionOption = (language: Language): Option =>
  new Option(
    "--revision <name>",
    {
      en: "what it was compared with, as the check told it; refused where that changed meanwhile",
      zh: "检查时显示的比对版本；其后有变化的不予加载",
    }[language],
  );
/** What a check was compared with. */
export const revisionLine = (
  { outcome, revision }: Pick<Loading, "outcome" | "revision">,
  language: Language,
): string[] => (outcome === "checked" ? [`${words.revision[language]}  ${revision}`] : []);

/** What a file changes, a number or a day a line. */
export const differenceTable = (difference: Loading["difference"], language: Language): string =>
  difference.length === 0
    ? words.none[language]
    : listing(
        head(language, "path", "before", "after", "article"),
        difference.map(({ path, before, after, article = "" }) => [path, shown(before), shown(after), article]),
      );

type LoadedBy = { loadedAt?: string; loadedBy?: { organisationId: string; officer?: string } };
const loadedBy = ({ loadedAt, loadedBy: by }: LoadedBy, language: Language): string[] =>
  by === undefined
    ? [words.bundled[language], ""]
    : [clockTime(loadedAt), by.officer === undefined ? by.organisationId : `${by.organisationId} (${by.officer})`];
