/** What is wrong with a template: a stable code, and what it is about, such as a field's name. */
export type TemplateFault = { code: TemplateFaultCode; about: string };
export type TemplateFaultCode =
  | "not-a-document"
  | "unpacks-too-large"
  | "macros"
  | "external-target"
  | "embedded-object"
  | "unusual-part"
  | "tracked-changes"
  | "active-field"
  | "bound-content"
  | "template-syntax"
  | "full-width-brackets"
  | "unknown-template-field"
  | "missing-template-field";

/** A template that cannot be used, with all that was found. */
export class TemplateRefused extends Error {
  override name = "TemplateRefused";
  readonly faults: readonly TemplateFault[];
  constructor(faults: readonly TemplateFault[]) {
    super(faults.map(({ code, about }) => `${code}: ${about}`).join("; "));
    this.faults = faults;
  }
}
