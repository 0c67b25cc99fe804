import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Command, Option } from "commander";
import * as z from "zod";
import { routes } from "../../contracts/routes.ts";
import { type DocumentKind, documentKind, documentKinds } from "../../domain/codes.ts";
import { addPaper, announcementOf, readPaper } from "../documents.ts";
import { UsageError } from "./failure.ts";
import { readBytes } from "./json-input.ts";
import { headings } from "./labels.ts";
import type { AddCommands } from "./session.ts";
import { clockTime, listing } from "./table.ts";

/** accord document add | list | get */
export const addDocumentCommands: AddCommands = (program, open, language) => {
  const documents = program.command("document").description("Keep the papers of a case");

  documents
    .command("add <case> <file>")
    .description("Put a paper into the file of a case")
    .addOption(new Option("--kind <kind>", "what it is").choices(documentKind.options).makeOptionMandatory())
    .option("--name <name>", "its name in the file; the file's own, when absent")
    .action(async (caseId: string, path: string, options: { kind: DocumentKind; name?: string }, command: Command) => {
      const session = open(command);
      const { kind, name = basename(path) } = options;
      const paper = { kind, name, bytes: new Uint8Array(await readBytes(path)) };
      requireFitting(paper);
      const added = await addPaper(await session.client(), caseId, paper, session.terminal.fetch);
      session.print(added, () => `${added.documentId}  ${documentKinds[added.kind][language]}  ${added.name}`);
    });

  documents
    .command("list <case>")
    .description(routes.listDocuments.summary[language])
    .action(async (caseId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listDocuments({ params: { caseId } });
      session.print(body, () =>
        listing(
          headings(language, "id", "type", "name", "size", "by", "at"),
          body.documents.map(({ documentId, kind, name, sizeBytes, addedBy, addedAt }) => [
            documentId,
            documentKinds[kind][language],
            name,
            sizeBytes,
            addedBy.organisationId,
            clockTime(addedAt),
          ]),
        ),
      );
    });

  documents
    .command("get <case> <document>")
    .description(routes.showDocument.summary[language])
    .option("--out <file>", "where to; its own name here, when absent")
    .action(async (caseId: string, documentId: string, { out }: { out?: string }, command: Command) => {
      const session = open(command);
      const { document, bytes } = await readPaper(await session.client(), caseId, documentId, session.terminal.fetch);
      const path = out ?? basename(document.name);
      await writeNew(path, bytes);
      session.print({ ...document, path }, () => `${path}  ${bytes.length}`);
    });
};

function requireFitting(paper: Parameters<typeof announcementOf>[0]): void {
  try {
    announcementOf(paper);
  } catch (error) {
    if (error instanceof z.ZodError) throw new UsageError(z.prettifyError(error));
    throw error;
  }
}

/** Writes a file that is not there yet. Throws `UsageError` rather than overwrite one. */
export async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: "wx", mode: 0o600 });
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${error instanceof Error ? error.message : ""}`, { cause: error });
  }
}
