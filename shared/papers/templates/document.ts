import { type PaperKind, paperKinds, templateKind } from "../../domain/official-paper.ts";
import type { Language } from "../../words/language.ts";
import { commonFields } from "./common-fields.ts";
import { ownFieldsOf } from "./form-fields.ts";
import { requiredOf } from "./required.ts";
import { shown, tagsIn } from "./tags.ts";

/** The page that tells counties what their templates can say, made of the fields that there are. */
export function templatesDocument(language: Language): string {
  const forms = templateKind().options.flatMap((kind) => {
    const own = ownFieldsOf(kind);
    const required = requiredOf(kind).map(
      (alternatives) => `- ${alternatives.map(shown).map(code).join(words[language].or)}`,
    );
    return [
      `## ${language === "en" ? `${paperKinds[kind].en} · ` : ""}${paperKinds[kind].zh} \`${kind}\``,
      `${words[language].required}\n\n${required.join("\n")}`,
      ...(Object.keys(own).length === 0 ? [] : [table(tagsIn(own), language)]),
    ];
  });
  const without: PaperKind[] = ["cover", "contents", "back_cover"];
  const names = without.map((kind) => paperKinds[kind][language]).join(words[language].and);
  return `${[
    words[language].head,
    words[language].text(names),
    `## ${words[language].common}`,
    table(tagsIn(commonFields()), language),
    ...forms,
  ].join("\n\n")}\n`;
}

const code = (tag: string): string => `\`${tag}\``;

/** A table as the formatter of documents leaves it: nothing is padded. */
function table(rows: ReturnType<typeof tagsIn>, language: Language): string {
  const head = words[language].columns;
  const lines = rows.map(({ tag, en, sample }) => [code(tag), ...(language === "en" ? [en] : []), sample]);
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.map(oneLine).join(" | ")} |`).join("\n");
}
const oneLine = (text: string): string => text.replaceAll("\n", " ").replaceAll("|", "\\|");

const words = {
  en: {
    or: " or ",
    and: ", ",
    columns: ["Tag", "What it says", "In a preview"],
    common: "What every form can say",
    required: "It must say (one of each line):",
    head: "# A county's own templates\n\n[中文](zh/paper-templates.md)",
    text: (without: string) => `This page is made of the code (\`npm run docs\`), so it cannot fall behind it.

A county's coordinator loads a Word document (\`.docx\`, 190 kB at most) for a form, effective from a day. From then on the papers of its
cases are made by it, as DOCX; the form that comes with the platform is the default. ${without} take no template: the bound file makes them.

\`\`\`
accord paper template fields 人民调解协议书
accord paper template check 人民调解协议书 ours.docx
accord paper template preview 人民调解协议书 ours.docx
accord paper template load 人民调解协议书 2026-1 ours.docx --from 2026-12-01
accord paper template list
\`\`\`

- **A text:** \`{协议书编号}\`, in half-width brackets, anywhere in the document, its header or footer; it takes the look of its first
  character. A field that the case does not fill is empty.
- **A list:** \`{#当事人}\` … \`{/当事人}\`. Each on a line of its own, the lines between are repeated; in the first and last cell of a row of a
  table, the row is. Inside, \`{姓名}\` is that of each party; the fields of the form can be named there too.
- **Only where there is something:** \`{#违约责任}违约责任：{违约责任}{/违约责任}\`; only where there is nothing: \`{^违约责任}无{/违约责任}\`.

A document is refused with what is wrong named: a field that the form does not know, one that it must say and does not, a tag that is not
closed, macros, links and pictures from elsewhere, embedded objects, comments, tracked changes, fields of Word that fetch or change by themselves.

A version is never changed. To correct a template, load another version; of two from the same day, the one that was loaded later counts. To go back
to the form of the platform: \`accord paper template load 人民调解协议书 2026-2 --bundled --from 2026-12-15\`. A template that holds from today on needs
\`--late-reason\`, and does so within a minute. Papers that lie in a file stay as they are; each says by which version it was made, and
a draft that was not made by the one in force is marked.`,
  },
  zh: {
    or: " 或 ",
    and: "、",
    columns: ["标记", "预览示例"],
    common: "各文书通用字段",
    required: "必备字段（每行至少一项）：",
    head: "# 本县自定文书格式\n\n[English](../paper-templates.md)",
    text: (without: string) => `本页由程序生成（\`npm run docs\`），与程序始终一致。

县（市、区）协调机构可以为一种文书加载 Word 文档（\`.docx\`，不超过 190 kB），指定施行日。自该日起，本县案件的该文书按此格式生成 DOCX；
未自定的，使用平台内置格式。${without}随整卷自动生成，不能自定格式。

\`\`\`
accord paper template fields 人民调解协议书
accord paper template check 人民调解协议书 本县格式.docx
accord paper template preview 人民调解协议书 本县格式.docx
accord paper template load 人民调解协议书 2026-1 本县格式.docx --from 2026-12-01
accord paper template list
\`\`\`

- **文字：** \`{协议书编号}\`，使用半角花括号，可写在正文、页眉、页脚任意位置，字体字号以第一个字为准。案件没有的内容为空。
- **逐项重复：** \`{#当事人}\` … \`{/当事人}\`。首尾标记各占一段的，中间各段重复；写在表格一行的首格、末格的，该行重复。其中 \`{姓名}\` 为
  每一当事人的姓名，也可以使用文书的其他字段。
- **有内容时才显示：** \`{#违约责任}违约责任：{违约责任}{/违约责任}\`；没有内容时才显示：\`{^违约责任}无{/违约责任}\`。

文档有下列情形的不予加载，并逐项指明：字段不存在、缺少必备字段、标记不完整、含宏、外部链接或图片、嵌入对象、批注、修订、会自行变化或读取外部内容的
Word 域。

已加载的版本不可更改。需要更正的，另加载一个版本；施行日相同的，以后加载的为准。恢复内置格式：
\`accord paper template load 人民调解协议书 2026-2 --bundled --from 2026-12-15\`。当日或更早施行的须用 \`--late-reason\` 说明理由，一分钟内生效。
已入卷的文书不变，并注明所用格式的版本；草稿所用格式不是现行格式的，标明案情或内容已变更。`,
  },
} as const;
