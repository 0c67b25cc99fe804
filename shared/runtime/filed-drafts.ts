import { createHash } from "node:crypto";
import type { CaseState } from "../domain/case-state.ts";
import { given } from "../domain/given.ts";
import type { PaperKind } from "../domain/official-paper.ts";
import { textsOf } from "../papers/blocks.ts";
import type { PaperFacts } from "../papers/facts.ts";
import { layPaper } from "../papers/forms.ts";
import type { Occasions } from "../papers/said.ts";
import { valuesOf } from "../papers/templates/values.ts";
import type { Caller } from "./caller.ts";
import type { FiledPaper } from "./case-papers.ts";
import { withClaim, withRetention } from "./facts-of-form.ts";
import { inForceAt, type TemplateInForce, templatesOf } from "./paper-templates.ts";
import type { Ports } from "./ports.ts";

/** What a paper is made from: the version of the case, and how often what was said for its papers alone had been changed. */
export type Made = { version: number; particulars?: number; session?: number; visit?: number; template?: string };

/** A draft of a paper in the file, and whether it would say something else now. */
export type FiledDraft = {
  documentId: string;
  version: number;
  older: boolean;
  format: "pdf" | "docx";
  template?: string;
  supersededBy?: string;
};

/** The facts of a form: those of the case, with what this form alone says. */
export async function factsFor(
  kind: PaperKind,
  ports: Pick<Ports, "table" | "now">,
  caller: Caller,
  facts: PaperFacts,
): Promise<PaperFacts> {
  if (kind === "cover") return withRetention(ports, facts);
  return kind === "incentive_form" ? withClaim(ports, caller, facts) : facts;
}

/**
 * A hash of what a paper says: the texts of the bundled form, or what the county's own template is filled with. Much of it changes
 * without the case: names, numbers, pay, years of keeping, the papers in the file.
 */
export function saysOf(kind: PaperKind, facts: PaperFacts, template: TemplateInForce | undefined): string {
  const said = template
    ? [template.version, valuesOf(template.kind, template.file.fields, facts).values]
    : textsOf(layPaper(kind, facts).layout.blocks);
  return createHash("sha256").update(JSON.stringify(said)).digest("hex");
}

type Draft = Pick<FiledPaper, "madeFrom" | "says">;
/** From what a paper is made now, and what it says. */
export type Now = { made: Made; says: string };

/**
 * Whether a draft was made from an older version of the case, or would say something else now. Of one that an earlier release made,
 * nobody knows what it says: it is older once anything was said for papers, or another template holds.
 */
export function isOlder({ madeFrom, says }: Draft, now: Now): boolean {
  if (madeFrom === undefined) return false;
  if (madeFrom.version < now.made.version) return true;
  if (says !== undefined) return says !== now.says;
  return (madeFrom.particulars ?? 0) < (now.made.particulars ?? 0) || madeFrom.template !== now.made.template;
}

/** What the papers of a case are made from: the facts of each, as of a session and a visit. */
export type Source = {
  state: CaseState;
  made: Made;
  file: readonly FiledPaper[];
  factsAt: (kind: PaperKind, which: Occasions) => PaperFacts;
};

/** The drafts of a file that are out of date. A draft that came with another case is older than the joined case. */
export async function oldDraftsIn(
  ports: Pick<Ports, "table" | "now">,
  caller: Caller,
  { state: { caseId, county }, made, file, factsAt }: Source,
): Promise<ReadonlySet<FiledPaper>> {
  if (file.every(({ madeFrom }) => madeFrom === undefined)) return new Set();
  const templates = await templatesOf(ports.table, county);
  const laidOnce = new Map<string, Promise<Now>>();
  const now = async (kind: PaperKind, which: Occasions): Promise<Now> => {
    const template = inForceAt(templates, kind, ports.now());
    const facts = await factsFor(kind, ports, caller, factsAt(kind, which));
    return { made: { ...made, ...given("template", template?.version) }, says: saysOf(kind, facts, template) };
  };
  const isOld = async ({ origin, madeFrom, says }: FiledPaper): Promise<boolean> => {
    if (madeFrom === undefined) return false;
    if (origin !== undefined && origin.caseId !== caseId) return true;
    if (madeFrom.version < made.version) return true;
    const { paper, session, visit } = madeFrom;
    const key = `${paper} ${session} ${visit}`;
    const laid = laidOnce.get(key) ?? now(paper, { ...given("session", session), ...given("visit", visit) });
    laidOnce.set(key, laid);
    return isOlder({ madeFrom, ...given("says", says) }, await laid);
  };
  const old = await Promise.all(file.map(isOld));
  return new Set(file.filter((_, index) => old[index]));
}

/** The drafts of a paper in a file, in its order. */
export const draftsOf = (file: readonly FiledPaper[], paper: PaperKind, old: ReadonlySet<FiledPaper>): FiledDraft[] =>
  file.flatMap((filed) => {
    const { documentId, madeFrom, contentType } = filed;
    if (madeFrom?.paper !== paper) return [];
    const { version, template } = madeFrom;
    const signed = file.findLast(({ supersedes }) => supersedes === documentId);
    const format = contentType === "application/pdf" ? ("pdf" as const) : ("docx" as const);
    const more = { ...given("template", template), ...given("supersededBy", signed?.documentId) };
    return [{ documentId, version, older: old.has(filed), format, ...more }];
  });
