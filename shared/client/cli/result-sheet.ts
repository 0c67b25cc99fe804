import type { OperationAnswer } from "../../contracts/routes.ts";
import { documentKinds } from "../../domain/codes.ts";
import { heading } from "../../words/headings.ts";
import { resultRows } from "../../words/results.ts";
import type { Language } from "../errors.ts";
import { sheet } from "./table.ts";

/** What a referrer gets back, for people. */
export function resultSheet(answer: OperationAnswer<"showResult">, language: Language): string {
  const papers = answer.documents.map(
    ({ kind, name, documentId }) => [documentKinds[kind][language], `${name} (${documentId})`] as const,
  );
  return sheet([
    [heading(language, "case"), answer.result.caseId],
    ...resultRows(answer, language, (id) => id),
    ...papers,
  ]);
}
