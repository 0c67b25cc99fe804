import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Command, Option } from "commander";
import * as z from "zod";
import { documentReference } from "../../contracts/documents.ts";
import { type OperationAnswer, routes } from "../../contracts/routes.ts";
import { type ArchivePaper, archivePaper, archivePapers, filedAs } from "../../domain/archive-list.ts";
import type { Label } from "../../domain/codes.ts";
import { given } from "../../domain/given.ts";
import { paperEndings } from "../../domain/paper-types.ts";
import { draftWords } from "../../words/drafts.ts";
import { clockTime } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import { inBrackets, labelled, listed } from "../../words/punctuation.ts";
import { addPaper, announcementOf, type Paper, readPaper } from "../documents.ts";
import { fieldErrors, type Language, refuseInput } from "../errors.ts";
import { caseIdNamed } from "./case-name.ts";
import { UsageError } from "./failure.ts";
import { readBytes } from "./json-input.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

type Adding = { kind: ArchivePaper; name?: string; supersedes?: string };

/** accord document add | list | get */
export const addDocumentCommands: AddCommands = (program, open, language) => {
  const documents = program
    .command("document")
    .description({ en: "Keep the papers of a case", zh: "管理案件材料" }[language]);

  documents
    .command("add <case> <file>")
    .description({ en: "Put a paper into the file of a case", zh: "将材料入卷" }[language])
    .addOption(
      new Option("--kind <kind>", { en: "what it is", zh: "材料种类" }[language])
        .choices(archivePaper().options)
        .makeOptionMandatory(),
    )
    .option(
      "--name <name>",
      { en: "its name in the file; the file's own, when absent", zh: "卷宗中的名称；不填则用文件名" }[language],
    )
    .option("--supersedes <document>", texts.supersedes[language])
    .action(async (named: string, path: string, options: Adding, command: Command) => {
      const session = open(command);
      const { kind, name = basename(path) } = options;
      const bytes = new Uint8Array(await readBytes(path));
      const paper = { ...filedAs(kind), name, bytes, ...given("supersedes", options.supersedes) };
      requireFitting(paper, language);
      const client = await session.client();
      const added = await addPaper(client, await caseIdNamed(client, named), paper, session.terminal.fetch);
      session.print(
        added,
        () => `${added.documentId}  ${archivePapers[added.paper ?? added.kind][language]}  ${added.name}`,
      );
    });

  documents
    .command("list <case>")
    .description(routes.listDocuments.summary[language])
    .action(async (named: string, _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const { body } = await client.listDocuments({ params: { caseId: await caseIdNamed(client, named) } });
      session.print(body, () => fileTable(body, language));
    });

  documents
    .command("get <case> <document>")
    .description(texts.get[language])
    .option(
      "--out <file>",
      { en: "where to; its own name here, when absent", zh: "存为何文件；不填则以原名存入当前目录" }[language],
    )
    .action(async (named: string, documentId: string, { out }: { out?: string }, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const caseId = await caseIdNamed(client, named);
      const { document, bytes } = await readPaper(client, caseId, documentId, session.terminal.fetch);
      const path = out ?? basename(document.name);
      await writeNew(path, bytes);
      session.print({ ...document, path }, () => `${path}  ${bytes.length}`);
    });
};

/** The papers in a file, of drafts that they are, and what the archive lacks. */
function fileTable(
  { documents, missing, asNeeded, quarantined }: OperationAnswer<"listDocuments">,
  language: Language,
): string {
  const rows = documents.map((document) => {
    const { documentId, kind, paper, madeFrom, name, sizeBytes, addedBy, addedAt } = document;
    const draft = draftWords(document, documents, language);
    const type = archivePapers[madeFrom?.paper ?? paper ?? kind][language];
    return [
      documentId,
      draft === undefined ? type : `${type}${inBrackets(draft, language)}`,
      name,
      sizeBytes,
      addedBy.organisationId,
      clockTime(addedAt),
    ];
  });
  const namesOf = (papers: readonly ArchivePaper[]): string =>
    listed(
      papers.map((one) => archivePapers[one][language]),
      language,
    );
  const sent = quarantined.map(({ name, quarantine: { state } }) => `${name}${inBrackets(state, language)}`);
  const more: [string, string][] = [
    [headings(language, "missingPapers").join(), namesOf(missing)],
    [texts.asNeeded[language], namesOf(asNeeded)],
    [texts.quarantined[language], listed(sent, language)],
  ];
  const lines = more.flatMap(([label, said]) => (said === "" ? [] : [labelled(label, said, language)]));
  return [listing(headings(language, "id", "type", "name", "size", "by", "at"), rows), ...lines].join("\n");
}

function requireFitting(paper: Paper, language: Language): void {
  try {
    announcementOf(paper);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const [field] = error.issues[0]?.path ?? [];
    if (field === "sizeBytes") throw new UsageError(texts.wrongSize(paper));
    if (field === "contentType") throw new UsageError(texts.wrongType(paper));
    throw refuseInput("invalid-body", language, { errors: fieldErrors(error, language) });
  }
}

/** Writes a file that is not there yet. Throws `UsageError` rather than overwrite one. */
export async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    const text = exists ? texts.exists(path) : texts.unwritable(path, message);
    throw new UsageError(text, { cause: error });
  }
}

const megabyte = 1024 * 1024;
const megabytesAtMost = (documentReference().shape.sizeBytes.maxValue ?? 0) / megabyte;

const allEndings: readonly string[] = Object.values(paperEndings).flat();

const texts = {
  asNeeded: { en: "For the archive as needed", zh: "按需归档" },
  quarantined: { en: "Sent and not in the file", zh: "已发送、未入卷" },
  supersedes: {
    en: "the draft in the file that this is, as it was signed",
    zh: "本件为卷中哪份草稿的签署件",
  },
  get: {
    zh: "下载材料，存入当前文件夹或 --out 指定的文件（查询行为留痕）",
    en: "Write a document into the current folder, or to --out; the reading is recorded",
  },
  exists: (path: string): Label => ({
    zh: `${path} 已存在，未覆盖：请用 --out 指定另一个文件`,
    en: `${path} is there already and was not overwritten: name another file with --out`,
  }),
  unwritable: (path: string, why: string): Label => ({
    zh: `无法写入 ${path}：${why}`,
    en: `cannot write ${path}: ${why}`,
  }),
  wrongSize: ({ name, bytes }: Paper): Label => ({
    zh: `${name} 有 ${bytes.length} 字节：材料不得为空，且不得超过 ${megabytesAtMost} MB`,
    en: `${name} has ${bytes.length} bytes: a document is not empty and has ${megabytesAtMost} MB at most`,
  }),
  wrongType: ({ name }: Paper): Label => ({
    zh: `${name} 的类型不能入卷：文件名须以 ${allEndings.join("、")} 结尾`,
    en: `${name} is of a type that no case takes: its name must end in ${allEndings.join(", ")}`,
  }),
};
