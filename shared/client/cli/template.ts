import { type Command, Option } from "commander";
import type { Language } from "../errors.ts";
import { type TemplateKind, templateKinds, templateWorkbook } from "../template-workbook.ts";
import { writeNew } from "./documents.ts";
import type { OpenSession } from "./session.ts";

/** accord directory template */
export function addTemplateCommand(directory: Command, open: OpenSession, language: Language): void {
  directory
    .command("template")
    .description(texts.template[language])
    .addOption(new Option("--kind <kind>", texts.kind[language]).choices(templateKinds).makeOptionMandatory())
    .requiredOption("--out <file>", texts.out[language])
    .action(async ({ kind, out }: { kind: TemplateKind; out: string }, command: Command) => {
      const session = open(command);
      const bytes = await templateWorkbook(kind, language);
      await writeNew(out, bytes);
      session.print({ path: out, bytes: bytes.length }, () => out);
    });
}

const texts = {
  template: {
    en: "Write an empty sheet (XLSX) with the headings of a kind, and the codes that its columns take",
    zh: "生成空白表格（XLSX）：各列表头及可填的代码",
  },
  kind: { en: "what the sheet is for", zh: "表格种类" },
  out: { en: "where to write it", zh: "写入的文件" },
} as const;
