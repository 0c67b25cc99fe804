import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { headings } from "../../words/headings.ts";
import { DirectoryFileError, parseDirectoryFile } from "../directory-file.ts";
import { type ImportResult, importDirectory } from "../directory-import.ts";
import type { Language } from "../errors.ts";
import { organisationsOf } from "../organisations-of.ts";
import { exitCodes } from "./failure.ts";
import { readBytes } from "./json-input.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

// Mediators belong to organisations and organisations to divisions, whatever order the shell gave the files in.
const order = ["divisions", "organisations", "mediators"];

/** accord directory import, accord organisations list | suspend | reinstate, accord mediators list | retire | reinstate */
export const addDirectoryCommands: AddCommands = (program, open, language) => {
  program
    .command("directory")
    .description("Keep the directory of divisions, organisations and mediators")
    .command("import <files...>")
    .description("Bring the directory in line with CSV files; may be repeated")
    .action(async (paths: string[], _options: unknown, command: Command) => {
      const session = open(command);
      const files = await Promise.all(paths.map(readDirectoryFile));
      files.sort((one, other) => order.indexOf(one.file.kind) - order.indexOf(other.file.kind));
      const client = await session.client();
      const results: (ImportResult & { path: string })[] = [];
      for (const { path, file } of files) results.push({ path, ...(await importDirectory(client, file)) });
      session.print(results, () => importReport(results, language));
      if (results.some(({ refused }) => refused > 0)) session.exitWith(exitCodes.rowsRefused);
    });

  const organisations = program
    .command("organisations")
    .description("Look up organisations, suspend and reinstate them");

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

  const mediators = program.command("mediators").description("Look up mediators, retire and reinstate them");
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
    .requiredOption("--county <code>", "division code of the county, six digits")
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

async function readDirectoryFile(path: string) {
  try {
    return { path, file: parseDirectoryFile(await readBytes(path)) };
  } catch (error) {
    if (!(error instanceof DirectoryFileError)) throw error;
    throw new DirectoryFileError(error.code, `${path}: ${error.message}`, { cause: error });
  }
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
