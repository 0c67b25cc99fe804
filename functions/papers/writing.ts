import type { Fonts } from "../../shared/papers/fonts.ts";
import type { Binder } from "../../shared/runtime/case-bundle.ts";
import type { WritePaper } from "../../shared/runtime/official-papers.ts";

/** The library that reads and fills templates is loaded with the first of them. */
export const templatesLater = async () => (await import("../../shared/papers/templates/open.ts")).templates;

/** The libraries that write are loaded with the first paper: to list papers takes none of them. */
export const writing =
  (fonts: Fonts): WritePaper =>
  async (layout, format) => {
    const { template, title, at } = layout;
    if (template !== undefined) return (await templatesLater()).fill(template.bytes, template.values, { title, at });
    if (format === "docx") return (await import("../../shared/papers/docx.ts")).writeDocx(layout);
    const { writePdf } = await import("../../shared/papers/pdf.ts");
    return (await writePdf(layout, fonts)).bytes;
  };

/** The library that joins and packs papers is loaded with the first file that is bound. */
export const binderWith = async (fonts: Fonts): Promise<Binder> => ({
  ...(await import("../../shared/papers/join.ts")),
  write: writing(fonts),
});
