import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { headings } from "../../words/headings.ts";
import { parseDirectoryFile } from "../directory-file.ts";
import { type ImportResult, importDirectory } from "../directory-import.ts";
import type { Language } from "../errors.ts";
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
    .action(async (paths: string[], _options: unknown, command: Command) => {
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
        results.push({ path, ...(await importDirectory(client, file, known, language)) });
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
    .action(async (organisationId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listMediators({ params: { organisationId } });
      session.print(body, () =>
        listing(
          headings(language, "id", "name", "lead", "retired"),
          body.mediators.map(({ mediatorId, name, lead, retired }) => [
            mediatorId,
            name,
            lead ? "✓" : "",
            retired ? "✓" : "",
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
    .action(async ({ county }: { county: string }, command: Command) => {
      const session = open(command);
      const found = await organisationsOf(await session.client(), county);
      session.print(found, () =>
        listing(
          headings(language, "id", "name", "type", "division", "keys"),
          found.map(({ organisationId, name, type, divisionCode, keys }) => [
            organisationId,
            name,
            type,
            divisionCode,
            keys.length,
          ]),
        ),
      );
    });
};

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
      return row.outcome === "updated" ? [[where, row.id, row.changed.join(", ")]] : [];
    }),
  );
  if (remarks.length === 0) return summary;
  const [line = "", id = "", changed = "", reason = ""] = headings(language, "line", "id", "changed", "reason");
  return `${summary}\n${listing([line, id, `${changed} / ${reason}`], remarks)}`;
}
