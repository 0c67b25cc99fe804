import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { type OperationAnswer, routes } from "../../contracts/routes.ts";
import type { Label } from "../../domain/codes.ts";
import { given } from "../../domain/given.ts";
import { paperKinds, type TemplateKind, templateKind } from "../../domain/official-paper.ts";
import { clockTime } from "../../words/format.ts";
import type { Language } from "../errors.ts";
import { writeNew } from "./documents.ts";
import { UsageError } from "./failure.ts";
import { revisionLine, revisionOption } from "./law.ts";
import { kindNamed } from "./paper-kind.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const words = {
  kind: { zh: "文书", en: "Form" },
  version: { zh: "版本", en: "Version" },
  from: { zh: "施行日", en: "In force from" },
  state: { zh: "状态", en: "State" },
  loadedAt: { zh: "加载时间", en: "Loaded" },
  loadedBy: { zh: "加载人", en: "By" },
  sha256: { zh: "SHA-256", en: "SHA-256" },
  inForce: { zh: "现行", en: "in force" },
  bundled: { zh: "恢复内置格式", en: "the bundled form again" },
  tag: { zh: "标记", en: "Tag" },
  meaning: { zh: "含义", en: "Meaning" },
  sample: { zh: "示例", en: "Sample" },
  required: { zh: "必备（每行至少一项）", en: "Required, one of each line" },
  stored: { zh: "已加载", en: "Loaded" },
  repeated: { zh: "此前已加载", en: "Loaded before" },
  checked: { zh: "检查通过，未加载", en: "It can be loaded; nothing is stored" },
} as const satisfies Record<string, Label>;
const head = (language: Language, ...names: (keyof typeof words)[]) => names.map((name) => words[name][language]);

function kindOf(named: string): TemplateKind {
  const kind = kindNamed(named);
  const known = templateKind().options.find((one) => one === kind);
  if (known !== undefined) return known;
  throw new UsageError({
    en: `${paperKinds[kind].en} is made by the bound file itself and takes no template`,
    zh: `${paperKinds[kind].zh}随整卷自动生成，不能自定格式`,
  });
}

async function documentIn(path: string): Promise<string> {
  try {
    return (await readFile(path)).toString("base64");
  } catch (cause) {
    throw new UsageError({ en: `${path} cannot be read`, zh: `无法读取 ${path}` }, { cause });
  }
}

type LoadOptions = { from: string; bundled?: true; lateReason?: string; check?: true; revision?: string };

/** accord paper template fields | check | preview | load | list | show */
export const addTemplateCommands: AddCommands = (papers, open, language) => {
  const template = papers
    .command("template")
    .description({ en: "Keep the county's own templates of the official forms", zh: "管理本县自定文书格式" }[language]);
  const out = { en: "where to; its own name here, when absent", zh: "存为何文件；不填则以文书名存入当前目录" }[
    language
  ];

  template
    .command("fields <paper>")
    .description(routes.listTemplateFields.summary[language])
    .action(async (paper: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listTemplateFields({ params: { kind: kindOf(paper) } });
      session.print(body, () => {
        const rows = body.fields.map(({ tag, en, sample }) => [tag, en, sample]);
        const required = body.required.map((alternatives) => alternatives.join(" / "));
        return [listing(head(language, "tag", "meaning", "sample"), rows), words.required[language], ...required].join(
          "\n",
        );
      });
    });

  template
    .command("check <paper> <file>")
    .description(
      { en: "Judge a DOCX as a template of a form, and store nothing", zh: "检查 DOCX 能否作为文书格式（不加载）" }[
        language
      ],
    )
    .action(async (paper: string, path: string, _options: unknown, command: Command) => {
      const session = open(command);
      const kind = kindOf(paper);
      const body = { docx: await documentIn(path) };
      const answer = await (await session.client()).previewTemplate({ params: { kind }, body });
      session.print(answer.body, () => `${words.checked[language]}\n${answer.body.fields.join(" ")}`);
    });

  template
    .command("preview <paper> [file]")
    .description(routes.previewTemplate.summary[language])
    .addOption(
      new Option(
        "--of <version>",
        { en: "a version that was loaded, instead of a file", zh: "已加载的版本（代替文件）" }[language],
      ),
    )
    .option("--out <file>", out)
    .action(
      async (paper: string, path: string | undefined, options: { of?: string; out?: string }, command: Command) => {
        const session = open(command);
        const kind = kindOf(paper);
        const body = { ...(path !== undefined && { docx: await documentIn(path) }), ...given("version", options.of) };
        const request = { params: { kind }, query: { format: "docx" as const }, body };
        const { bytes } = await (await session.client()).download("previewTemplate", docx, request);
        const target = options.out ?? `${paperKinds[kind].zh}-${{ en: "preview", zh: "预览" }[language]}.docx`;
        await writeNew(target, bytes);
        session.print({ path: target, bytes: bytes.length }, () => `${target}  ${bytes.length}`);
      },
    );

  template
    .command("load <paper> <version> [file]")
    .description(routes.loadTemplate.summary[language])
    .requiredOption("--from <day>", { en: "YYYY-MM-DD: its first day", zh: "施行日，YYYY-MM-DD" }[language])
    .option("--bundled", words.bundled[language])
    .option("--late-reason <text>", { en: "why it holds today or earlier", zh: "当日或更早施行的理由" }[language])
    .option("--check", { en: "only say whether it can be loaded", zh: "仅检查能否加载，不加载" }[language])
    .addOption(revisionOption(language))
    .action(
      async (paper: string, version: string, path: string | undefined, options: LoadOptions, command: Command) => {
        const session = open(command);
        const { from: effectiveFrom, bundled, lateReason, check, revision } = options;
        const body = {
          ...{ effectiveFrom, ...given("lateReason", lateReason), ...given("bundled", bundled) },
          ...(path !== undefined && { docx: await documentIn(path) }),
        };
        const query = { dryRun: check === true ? "true" : "false", ...given("revision", revision) } as const;
        const params = { kind: kindOf(paper), version };
        const answer = await (await session.client()).loadTemplate({ params, query, body });
        const { outcome, sha256 = "" } = answer.body;
        session.print(answer.body, () =>
          [`${words[outcome][language]}  ${sha256}`.trimEnd(), ...revisionLine(answer.body, language)].join("\n"),
        );
      },
    );

  template
    .command("list")
    .description(routes.listTemplates.summary[language])
    .option(
      "--county <code>",
      { en: "division code; your own county, when absent", zh: "行政区划代码；不填为本县" }[language],
    )
    .action(async (query: { county?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listTemplates({ query });
      session.print(body, () => templatesTable(body, language));
    });

  template
    .command("show <paper> <version>")
    .description(routes.showTemplate.summary[language])
    .option("--out <file>", { en: "where to put it as it was loaded", zh: "将原文件存为" }[language])
    .action(async (paper: string, version: string, options: { out?: string }, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const params = { kind: kindOf(paper), version };
      const { body } = await client.showTemplate({ params });
      if (options.out !== undefined) {
        const { bytes } = await client.download("showTemplate", docx, { params, query: { format: "docx" } });
        await writeNew(options.out, bytes);
      }
      session.print(body, () => templatesTable({ county: "", templates: [body] }, language));
    });
};

const templatesTable = ({ templates }: OperationAnswer<"listTemplates">, language: Language): string =>
  listing(
    head(language, "kind", "version", "from", "state", "loadedAt", "loadedBy", "sha256"),
    templates.map(({ kind, version, effectiveFrom, inForce, bundled, loadedAt, loadedBy, sha256 = "" }) => [
      paperKinds[kind][language],
      version,
      effectiveFrom,
      [inForce && words.inForce[language], bundled && words.bundled[language]].filter(Boolean).join(" "),
      clockTime(loadedAt),
      loadedBy.officer ?? loadedBy.organisationId,
      sha256,
    ]),
  );
