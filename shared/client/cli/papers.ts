import { basename } from "node:path";
import { type Command, Option } from "commander";
import type { OperationAnswer } from "../../contracts/routes.ts";
import { routes } from "../../contracts/routes.ts";
import { archivePapers } from "../../domain/archive-list.ts";
import type { Label } from "../../domain/codes.ts";
import { given } from "../../domain/given.ts";
import { type PaperKind, paperKinds } from "../../domain/official-paper.ts";
import { once } from "../../domain/once.ts";
import { particularsSaid } from "../../domain/particulars.ts";
import { headings } from "../../words/headings.ts";
import { signingStates } from "../../words/signing-states.ts";
import type { Client } from "../client.ts";
import { bindFile } from "../documents.ts";
import { type Language, parseInput } from "../errors.ts";
import { caseIdNamed } from "./case-name.ts";
import { writeNew } from "./documents.ts";
import { readJson } from "./json-input.ts";
import { kindNamed } from "./paper-kind.ts";
import { addTemplateCommands } from "./paper-templates.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

const mediaTypes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const;
type Format = keyof typeof mediaTypes;
type Occasions = { session?: string; visit?: string };
type FileOptions = Occasions & { format?: Format; reason?: string };
type MakeOptions = FileOptions & { out?: string };
type BundleOptions = { format: "pdf" | "zip"; out?: string; reason?: string };

const isBeingBound = {
  en: "The file is large and is being bound; this waits for it.",
  zh: "卷内材料较多，正在后台生成整卷，请稍候。",
} as const satisfies Label;

type Signing = OperationAnswer<"listSignings">["signings"][number];

const signingLine = ({ documentId, paper, state, older, signedDocumentId }: Signing, language: Language): string =>
  [
    documentId,
    paperKinds[paper][language],
    signingStates[state][language],
    ...(older ? [{ en: "older than the case", zh: "案情已变更" }[language]] : []),
    ...(signedDocumentId === undefined ? [] : [signedDocumentId]),
  ].join("  ");

/** accord paper list | say | make | file | sign | signings | bundle | template */
export const addPaperCommands: AddCommands = (program, open, language) => {
  const papers = program
    .command("paper")
    .description({ en: "Make the official papers of a case", zh: "生成案件法定文书" }[language]);
  const reason = {
    en: "why the parties must be read; required of a coordinator, and recorded",
    zh: "查询当事人的理由；协调机构必填，留痕",
  }[language];
  /** A paper, or what is said for it, that is of a single session or visit. */
  const ofOccasion = (command: Command) =>
    command
      .option(
        "--session <number>",
        { en: "which session, counted from 1; the last one, when absent", zh: "第几次调解；不填则为最后一次" }[
          language
        ],
      )
      .option(
        "--visit <number>",
        { en: "which visit, counted from 1; the last one, when absent", zh: "第几次回访；不填则为最后一次" }[language],
      );
  const formats = (description: string) => new Option("--format <format>", description).choices(["pdf", "docx"]);

  papers
    .command("list <case>")
    .description(routes.listPapers.summary[language])
    .option("--reason <text>", reason)
    .action(async (named: string, options: { reason?: string }, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const caseId = await caseIdNamed(client, named);
      const { body } = await client.listPapers({ params: { caseId }, query: given("reason", options.reason) });
      session.print(body, () => papersTable(body, language));
    });

  ofOccasion(papers.command("say <case> <file>"))
    .description(routes.sayParticulars.summary[language])
    .action(async (named: string, path: string, query: Occasions, command: Command) => {
      const session = open(command);
      const said = await readJson(path, session);
      const body = parseInput(particularsSaid(), said, "invalid-body", language);
      const client = await session.client();
      const answer = await client.sayParticulars({ params: { caseId: await caseIdNamed(client, named) }, query, body });
      session.print(answer.body, () => answer.body.change);
    });

  ofOccasion(papers.command("make <case> <paper>"))
    .description(routes.renderPaper.summary[language])
    .addOption(
      formats(
        {
          en: "what to write; pdf when absent, docx where the county has its own template",
          zh: "文件格式；不填为 pdf，本县自定格式的为 docx",
        }[language],
      ),
    )
    .option(
      "--out <file>",
      { en: "where to; its own name here, when absent", zh: "存为何文件；不填则以文书名存入当前目录" }[language],
    )
    .option("--reason <text>", reason)
    .action(async (named: string, paper: string, { format: asked, out, ...more }: MakeOptions, command: Command) => {
      const session = open(command);
      const kind = kindNamed(paper);
      const client = await session.client();
      const caseId = await caseIdNamed(client, named);
      const format = asked ?? (await firstFormat(client, caseId, kind));
      const request = { params: { caseId, kind }, query: { format, ...more } };
      const { bytes } = await client.download("renderPaper", mediaTypes[format], request);
      const path = out ?? `${paperKinds[kind].zh}.${format}`;
      await writeNew(path, bytes);
      session.print({ path, bytes: bytes.length }, () => `${path}  ${bytes.length}`);
    });

  ofOccasion(papers.command("file <case> <paper>"))
    .description(routes.filePaper.summary[language])
    .addOption(
      formats(
        {
          en: "what to put into the file; pdf when absent, docx where the county has its own template",
          zh: "入卷的文件格式；不填为 pdf，本县自定格式的为 docx",
        }[language],
      ),
    )
    .option("--reason <text>", reason)
    .action(async (named: string, paper: string, query: FileOptions, command: Command) => {
      const session = open(command);
      const kind = kindNamed(paper);
      const client = await session.client();
      const caseId = await caseIdNamed(client, named);
      const { body } = await client.filePaper({ params: { caseId, kind }, query });
      session.print(body, () => `${body.documentId}  ${paperKinds[kind][language]}  ${body.name}`);
    });

  papers
    .command("sign <case> <document>")
    .description(routes.requestSigning.summary[language])
    .option("--withdraw", routes.withdrawSigning.summary[language])
    .action(async (named: string, documentId: string, { withdraw }: { withdraw?: true }, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const request = { params: { caseId: await caseIdNamed(client, named), documentId } };
      const { body } = await (withdraw ? client.withdrawSigning(request) : client.requestSigning(request));
      session.print(body, () => `${body.documentId}  ${signingStates[body.state][language]}`);
    });

  papers
    .command("signings <case>")
    .description(routes.listSignings.summary[language])
    .action(async (named: string, _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const { body } = await client.listSignings({ params: { caseId: await caseIdNamed(client, named) } });
      session.print(body, () => body.signings.map((one) => signingLine(one, language)).join("\n"));
    });

  papers
    .command("bundle <case>")
    .description(routes.bindFile.summary[language])
    .addOption(
      new Option(
        "--format <format>",
        {
          en: "pdf: joined, as far as it can be; zip: each paper as it is, with a manifest",
          zh: "pdf：合并为一份；zip：逐件原样，附清单",
        }[language],
      )
        .choices(["pdf", "zip"])
        .default("pdf"),
    )
    .option(
      "--out <file>",
      { en: "where to; its own name here, when absent", zh: "存为何文件；不填则以卷名存入当前目录" }[language],
    )
    .option("--reason <text>", reason)
    .action(async (named: string, { format, out, reason: why }: BundleOptions, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const caseId = await caseIdNamed(client, named);
      const request = { params: { caseId }, query: { format, ...given("reason", why) } };
      const { bound, bytes } = await bindFile(client, request, {
        send: session.terminal.fetch,
        onWait: once(() => session.terminal.err(isBeingBound[language])),
      });
      const path = out ?? basename(bound.name);
      await writeNew(path, bytes);
      session.print({ ...bound, path }, () => boundText(path, bound, language));
    });

  addTemplateCommands(papers, open, language);
};

/** The format in which a paper comes first: one that its county lays out itself comes in no other. */
async function firstFormat(client: Client, caseId: string, kind: PaperKind): Promise<Format> {
  const { papers } = (await client.listPaperFormats({ params: { caseId } })).body;
  return papers.find((one) => one.kind === kind)?.formats[0] ?? "pdf";
}

type Bound = Awaited<ReturnType<typeof bindFile>>["bound"];
function boundText(path: string, { sizeBytes, papers, missing }: Bound, language: Language): string {
  const apart = papers.filter(({ pages }) => pages === undefined).map(({ name }) => name);
  const lines = {
    en: [
      apart.length > 0 && `not in the PDF, only in the zip: ${apart.join(", ")}`,
      missing.length > 0 && `still missing: ${missing.map((kind) => archivePapers[kind].en).join(", ")}`,
    ],
    zh: [
      apart.length > 0 && `未并入 PDF、仅在 ZIP 中：${apart.join("、")}`,
      missing.length > 0 && `尚缺材料：${missing.map((kind) => archivePapers[kind].zh).join("、")}`,
    ],
  }[language];
  return [`${path}  ${sizeBytes}`, ...lines.filter((line) => line !== false)].join("\n");
}

type Draft = OperationAnswer<"listPapers">["papers"][number]["filed"][number];
function draftText({ documentId, version, older, supersededBy }: Draft, language: Language): string {
  const notes = {
    en: [`version ${version}`, older && "older than what is known", supersededBy && `signed: ${supersededBy}`],
    zh: [`第${version}版`, older && "案情或内容已变更", supersededBy && `已签署：${supersededBy}`],
  }[language];
  return `${documentId} (${notes.filter(Boolean).join(language === "zh" ? "，" : ", ")})`;
}

const papersTable = ({ papers }: OperationAnswer<"listPapers">, language: Language): string =>
  listing(
    headings(language, "type", "name", "drafts", "missingPapers"),
    papers.map(({ kind, name, missing, filed }) => [
      kind,
      name[language],
      filed.map((draft) => draftText(draft, language)).join(language === "zh" ? "；" : "; "),
      missing.map((one) => one.name[language]).join(language === "zh" ? "、" : ", "),
    ]),
  );
