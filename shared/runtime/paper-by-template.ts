import type { Layout } from "../papers/blocks.ts";
import type { Missing } from "../papers/draft.ts";
import type { PaperFacts } from "../papers/facts.ts";
import { valuesOf } from "../papers/templates/values.ts";
import { documentOf, type TemplateInForce } from "./paper-templates.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

type Laid = { layout: Layout; missing: Missing[] };

/** A paper by the county's own template, which takes the place of the bundled form. */
export async function layByTemplate(
  { table }: Pick<Ports, "table">,
  { template, facts, laid }: { template: TemplateInForce; facts: PaperFacts; laid: Laid },
): Promise<Laid> {
  const { values, missing } = valuesOf(template.kind, template.file.fields, facts);
  const bytes = await documentOf(table, facts.state.county, template.file.sha256);
  return { layout: { ...laid.layout, template: { bytes, values } }, missing };
}

/** What a template asks for and the case does not say. */
export const lackingIn = ({ kind, file }: TemplateInForce, facts: PaperFacts): Missing[] =>
  valuesOf(kind, file.fields, facts).missing;

type Format = "pdf" | "docx";
type Made = { made: { template?: string } };

/** In which formats a paper comes: nothing here lays a county's own document out as pages. */
export const formatsOf = ({ made }: Made): Format[] => (made.template === undefined ? ["pdf", "docx"] : ["docx"]);

/** The format that was asked for, else that in which the paper lies best in a file. Throws `docx-only`. */
export function formatOf(paper: Made, asked: Format | undefined): Format {
  const [best = "docx"] = formatsOf(paper);
  if (asked === undefined || formatsOf(paper).includes(asked)) return asked ?? best;
  throw new Problem("docx-only", { members: { template: paper.made.template } });
}
