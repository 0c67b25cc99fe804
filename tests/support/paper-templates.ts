import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import type { TemplateKind } from "../../shared/domain/official-paper.ts";
import { type Block, cell, line, paragraph, title } from "../../shared/papers/blocks.ts";
import { writeDocx } from "../../shared/papers/docx.ts";
import { isList } from "../../shared/papers/templates/field.ts";
import { fieldsOf } from "../../shared/papers/templates/form-fields.ts";

/** A document as somebody writes it for a template. */
export const templateOf = (...blocks: readonly Block[]): Promise<Buffer<ArrayBuffer>> =>
  writeDocx({ title: "样例县格式", at: "2026-03-02T00:00:00.000Z", blocks });

/** An agreement as a county has it: every field that its form needs, a table of the parties, a list of the clauses. */
export const agreementTemplate = (heading = "样例县人民调解协议书"): Promise<Buffer<ArrayBuffer>> =>
  templateOf(
    title(heading),
    line("编号：{协议书编号}", "right"),
    {
      block: "table",
      columns: [1, 2, 1, 4],
      heads: 1,
      rows: [
        ["称谓", "姓名", "性别", "住址"].map((text) => cell(text)),
        [cell("{#当事人}{称谓}"), cell("{姓名}"), cell("{性别}"), cell("{住址}{/当事人}")],
      ],
    },
    paragraph("纠纷主要事实：{纠纷简要情况}"),
    paragraph("{#协议内容}"),
    paragraph("{序号}．{条款}"),
    paragraph("{/协议内容}"),
    paragraph("履行方式：{履行方式}"),
    paragraph("{#违约责任}违约责任：{违约责任}{/违约责任}"),
    line("{调解组织}", "right"),
  );

/** A template that names all that its form knows. */
export function wholeTemplate(kind: TemplateKind): Promise<Buffer<ArrayBuffer>> {
  const blocks = Object.entries(fieldsOf(kind)).flatMap(([name, field]) =>
    isList(field)
      ? [
          paragraph(`{#${name}}`),
          paragraph(
            Object.keys(field.fields)
              .map((part) => `${name}${part}〔{${part}}〕`)
              .join("；"),
          ),
          paragraph(`{/${name}}`),
        ]
      : [paragraph(`${name}〔{${name}}〕`)],
  );
  return templateOf(title("全部字段"), ...blocks);
}

/** The document with its parts changed; one that becomes undefined is taken out. */
export function withParts(
  document: Uint8Array,
  change: Readonly<Record<string, (before: string) => string | undefined>>,
): Uint8Array<ArrayBuffer> {
  const parts = { ...unzipSync(document) };
  for (const [name, make] of Object.entries(change)) {
    const after = make(parts[name] === undefined ? "" : strFromU8(parts[name]));
    if (after === undefined) delete parts[name];
    else parts[name] = strToU8(after);
  }
  return Uint8Array.from(zipSync(parts));
}
