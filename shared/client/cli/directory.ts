import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { headings } from "../../words/headings.ts";
import { parseDirectoryFile } from "../directory-file.ts";
import { type ImportResult, importDirectory, type RowResult } from "../directory-import.ts";
import { type Language, parseInput } from "../errors.ts";
import { knownPlaces } from "../known-places.ts";
import { organisationsOf } from "../organisations-of.ts";
import { exitCodes } from "./failure.ts";
import { namingFile, readBytes } from "./json-input.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";
import { addTemplateCommand } from "./template.ts";

// Mediators belong to organisations and organisations to divisions, whatever order the shell gave the files in.
const order = ["divisions", "organisations", "mediators"];

/** accord directory import, accord organisations list | suspend | reinstate, accord mediators list | retire | reinstate */
export const addDirectoryCommands: AddCommands = (program, open, language) => {
  const directory = program
    .command("directory")
    .description(
      { en: "Keep the directory of divisions, organisations and mediators", zh: "管理行政区划、机构和调解员名录" }[
        language
      ],
    );
  addTemplateCommand(directory, open, language);
  directory
    .command("import <files...>")
    .description(
      { en: "Bring the directory in line with CSV files; may be repeated", zh: "按表格文件更新名录，可重复执行" }[
        language
      ],
    )
    .option("--check", checking[language])
    .action(async (paths: string[], { check }: { check?: boolean }, command: Command) => {
      const session = open(command);
      const files = await Promise.all(paths.map((path) => readDirectoryFile(path, language)));
      files.sort((one, other) => order.indexOf(one.file.kind) - order.indexOf(other.file.kind));
      const client = await session.client();
      const results: (ImportResult & { path: string })[] = [];
      const known = knownPlaces(
        client,
        files.map(({ file }) => file),
      );
      for (const { path, file } of files)
        results.push({ path, ...(await importDirectory(client, file, { known, language, dryRun: check === true })) });
      session.print(results, () => importReport(results, language));
      if (results.some(({ refused }) => refused > 0)) session.exitWith(exitCodes.rowsRefused);
    });

  const organisations = program
    .command("organisations")
    .description({ en: "Look up organisations, suspend and reinstate them", zh: "查询、停用、恢复机构" }[language]);

  for (const [name, operation] of [
    ["suspend", "suspendOrganisation"],
    ["reinstate", "reinstateOrganisation"],
  ] as const) {
    organisations
      .command(`${name} <organisation>`)
      .description(routes[operation].summary[language])
      .action(async (organisationId: string, _options: unknown, command: Command) => {
        const session = open(command);
        const { body } = await (await session.client())[operation]({ params: { organisationId } });
        session.print(body, () => `${organisationId}  ${name}`);
      });
  }

  const mediators = program
    .command("mediators")
    .description({ en: "Look up mediators, retire and reinstate them", zh: "查询调解员，离任、恢复" }[language]);
  for (const [name, operation] of [
    ["retire", "retireMediator"],
    ["reinstate", "reinstateMediator"],
  ] as const) {
    mediators
      .command(`${name} <organisation> <mediator>`)
      .description(routes[operation].summary[language])
      .action(async (organisationId: string, mediatorId: string, _options: unknown, command: Command) => {
        const session = open(command);
        const { body } = await (await session.client())[operation]({ params: { organisationId, mediatorId } });
        session.print(body, () => `${mediatorId}  ${name}`);
      });
  }
  mediators
    .command("list <organisation>")
    .description(routes.listMediators.summary[language])
    .option("--load", loadText[language])
    .action(async (organisationId: string, { load }: { load?: boolean }, command: Command) => {
      const session = open(command);
      const query = { load: load === true ? "true" : "false" } as const;
      const { body } = await (await session.client()).listMediators({ params: { organisationId }, query });
      session.print(body, () =>
        listing(
          headings(language, "id", "name", "lead", "retired", "openCases"),
          body.mediators.map(({ mediatorId, name, lead, retired, openCases }) => [
            mediatorId,
            name,
            lead ? "✓" : "",
            retired ? "✓" : "",
            openCases ?? "",
          ]),
        ),
      );
    });

  organisations
    .command("list")
    .description(routes.listOrganisations.summary[language])
    .requiredOption(
      "--county <code>",
      { en: "division code of the county, six digits", zh: "县（市、区）行政区划代码，六位" }[language],
    )
    .option("--q <text>", { en: "a part of the name", zh: "名称中的文字" }[language])
    .option("--kind <kind>", { en: "agency, committee or studio", zh: "agency、committee 或 studio" }[language])
    .option("--type <type>", { en: "its type, e.g. police", zh: "类型，如 police" }[language])
    .option(
      "--under <code>",
      { en: "those of a division, and of those within it", zh: "某区划及其下级的机构" }[language],
    )
    .option("--load", loadText[language])
    .action(async ({ county, load, ...asked }: Record<string, unknown>, command: Command) => {
      const session = open(command);
      const said = { county, ...asked, load: String(load === true) };
      const query = parseInput(routes.listOrganisations.query(), said, "invalid-parameters", language);
      const { county: code, limit: _limit, cursor: _cursor, ...wanted } = query;
      const found = await organisationsOf(await session.client(), code, wanted);
      session.print(found, () =>
        listing(
          headings(language, "id", "name", "type", "division", "keys", "openCases"),
          found.map(({ organisationId, name, type, divisionCode, keys, openCases }) => [
            organisationId,
            name,
            type,
            divisionCode,
            keys.length,
            openCases ?? "",
          ]),
        ),
      );
    });
};

const checking = { en: "only say what would change, and store nothing", zh: "仅核对会有哪些变更，不保存" } as const;

const waitsText = { en: "waits for a second person", zh: "须由另一名人员复核" } as const;

/** The fields that change, with what they hold now where a check has said so, and that it would wait. */
function changesOf({ outcome, changed, before, takesTwo }: Taken, language: Language): string {
  const fields = outcome === "updated" ? changed : [];
  const told = fields.map((field) =>
    before?.[field] === undefined ? field : `${field} (${JSON.stringify(before[field])})`,
  );
  return [...told, ...(takesTwo === true ? [waitsText[language]] : [])].join(", ");
}
type Taken = Exclude<RowResult, { outcome: "refused" }>;

const loadText = { en: "with the number of open cases", zh: "附在办案件数" } as const;

async function readDirectoryFile(path: string, language: Language) {
  const bytes = await readBytes(path);
  return { path, file: namingFile(path, () => parseDirectoryFile(bytes, language)) };
}

function importReport(results: readonly (ImportResult & { path: string })[], language: Language): string {
  const summary = listing(
    headings(language, "file", "created", "updated", "unchanged", "refused"),
    results.map(({ path, created, updated, unchanged, refused }) => [path, created, updated, unchanged, refused]),
  );
  const remarks = results.flatMap(({ path, rows }) =>
    rows.flatMap((row) => {
      const where = `${path}:${row.line}`;
      if (row.outcome === "refused") return [[where, row.id, row.reasons.join("; ")]];
      const changes = changesOf(row, language);
      return changes === "" ? [] : [[where, row.id, changes]];
    }),
  );
  if (remarks.length === 0) return summary;
  const [line = "", id = "", changed = "", reason = ""] = headings(language, "line", "id", "changed", "reason");
  return `${summary}\n${listing([line, id, `${changed} / ${reason}`], remarks)}`;
}
