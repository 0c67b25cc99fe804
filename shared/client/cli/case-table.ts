import type { OperationAnswer } from "../../contracts/routes.ts";
import { statuses } from "../../domain/case-state.ts";
import { categories } from "../../domain/codes.ts";
import { clockTime, dueInWords } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import { nameOf } from "../../words/language.ts";
import type { Language } from "../errors.ts";
import { listing, page } from "./table.ts";

/**
 * One page of a list of cases, and how to go on after it. Who sent them sees when and who works on them; who holds them
 * sees by when they are due, as at `now` in Unix milliseconds.
 */
export function caseTable(
  { cases, cursor }: OperationAnswer<"listCases">,
  view: "sender" | "holder",
  now: number,
  language: Language,
): string {
  const rows = cases.map(({ caseId, status, at, sourceNumbers, category, place = "", holderId, holderName, dueAt }) => [
    sourceNumbers.join(", "),
    `${categories[category][language]} ${place}`.trim(),
    nameOf(statuses, status, language),
    ...(view === "sender" ? [holderName ?? holderId ?? "", clockTime(at)] : []),
    dueInWords(dueAt, now, language),
    caseId,
  ]);
  const columns =
    view === "sender"
      ? headings(language, "sourceNumber", "dispute", "status", "holder", "at", "due", "case")
      : headings(language, "sourceNumber", "dispute", "status", "due", "case");
  return page(listing(columns, rows), cursor);
}
