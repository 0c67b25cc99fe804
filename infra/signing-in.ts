import type { Access } from "./access.ts";
import type { CaseTable } from "./case-table.ts";

/** What a function writes that signs people in and keeps who has a seat where. */
export const signingIn = (table: CaseTable): Access[] => [
  table.writing(["PutItem", "UpdateItem"], "organisations", "people", "subjects", "invitations", "signIns", "sessions"),
  table.writing(["PutItem"], "logs"),
  table.writing(["DeleteItem"], "organisations", "people", "signIns", "sessions"),
  table.writing(["ConditionCheckItem"], "organisations"),
];
