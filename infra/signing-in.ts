import type { Access } from "./access.ts";
import type { CaseTable } from "./case-table.ts";

/** What a function writes that signs people in and keeps who has a seat where. */
export const signingIn = (table: CaseTable): Access[] => [
  table.writing(["PutItem"], "organisations", "people", "subjects", "invitations", "signIns", "sessions", "logs"),
  table.writing(["UpdateItem"], "invitations", "sessions"),
  table.writing(["DeleteItem"], "organisations", "people", "signIns", "sessions"),
  table.writing(["ConditionCheckItem"], "organisations"),
];
