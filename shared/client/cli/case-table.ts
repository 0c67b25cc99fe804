import type { OperationAnswer } from "../../contracts/routes.ts";
import { statuses } from "../../domain/case.ts";
import { clockTime, deadline } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import { nameOf } from "../../words/language.ts";
import type { Language } from "../errors.ts";
import { listing, page } from "./table.ts";

/** What the list says where nothing is due. */
const unbounded = "9999";

/** One page of a list of cases, and how to go on after it. To who sent them `at` says when, to who holds them by when. */
export function caseTable(
  { cases, cursor }: OperationAnswer<"listCases">,
  view: "sender" | "holder",
  language: Language,
): string {
  const [column, timeOf] = view === "holder" ? (["deadline", deadline] as const) : (["at", clockTime] as const);
  const rows = cases.map(({ caseId, version, status, at }) => [
    caseId,
    version,
    nameOf(statuses, status, language),
    at < unbounded ? timeOf(at) : "",
  ]);
  return page(listing(headings(language, "case", "version", "status", column), rows), cursor);
}
