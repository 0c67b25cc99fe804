import type { OperationAnswer } from "../../contracts/routes.ts";
import { statuses } from "../../domain/case-state.ts";
import { categories, riskGrades } from "../../domain/codes.ts";
import { clockTime, dueInWords } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import { nameOf } from "../../words/language.ts";
import { caseFlagNames } from "../../words/lists.ts";
import type { Language } from "../errors.ts";
import { listing, page } from "./table.ts";

/**
 * One page of a list of cases, and how to go on after it. The referrer sees when and who works on them; the holder
 * sees who sent them and by when they are due, as at `now` in Unix milliseconds; an office of the county sees all of it.
 */
export function caseTable(
  { cases, names, cursor }: Pick<OperationAnswer<"listCases">, "cases" | "names" | "cursor">,
  view: "sender" | "holder" | "county",
  now: number,
  language: Language,
): string {
  const seesHolder = view !== "holder";
  const seesSource = view !== "sender";
  const rows = cases.map(({ caseId, status, at, category, place = "", dueAt, ...card }) => [
    card.sourceNumbers.join(", "),
    `${categories[category][language]} ${place}`.trim(),
    nameOf(statuses, status, language),
    ...(seesSource ? [names[card.agencyId] ?? card.agencyId] : []),
    ...(seesHolder ? [card.holderName ?? card.holderId ?? names[card.endedWithId ?? ""] ?? ""] : []),
    ...(view === "sender" ? [clockTime(at)] : []),
    nameOf(riskGrades, card.riskGrade, language),
    dueInWords(dueAt, now, language),
    card.flags.map((flag) => nameOf(caseFlagNames, flag, language)).join(", "),
    caseId,
  ]);
  const columns = headings(
    language,
    "sourceNumber",
    "dispute",
    "status",
    ...(seesSource ? (["source"] as const) : []),
    ...(seesHolder ? (["holder"] as const) : []),
    ...(view === "sender" ? (["at"] as const) : []),
    "risk",
    "due",
    "notes",
    "case",
  );
  return page(listing(columns, rows), cursor);
}
