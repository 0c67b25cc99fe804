import type { OperationAnswer } from "../../contracts/routes.ts";
import { statuses } from "../../domain/case.ts";
import type { Language } from "../errors.ts";
import { headings, nameOf } from "./labels.ts";
import { clockTime, listing } from "./table.ts";

/** One page of a list of cases, and how to go on after it. */
export function caseTable({ cases, cursor }: OperationAnswer<"listCases">, language: Language): string {
  const rows = cases.map(({ caseId, version, status, at }) => [
    caseId,
    version,
    nameOf(statuses, status, language),
    clockTime(at),
  ]);
  const table = listing(headings(language, "case", "version", "status", "at"), rows);
  return cursor === undefined ? table : `${table}\n--cursor ${cursor}`;
}
