import type { BodyField } from "../../contracts/body-fields.ts";

/** Fields whose options are shorter than the rule would make them. */
const exceptions: Readonly<Record<string, string>> = {
  agreedAt: "at",
  filedAt: "at",
  heldAt: "at",
  defaultedOn: "on",
  paidOn: "on",
  performedOn: "on",
  visitedOn: "on",
  documentId: "paper",
  documentNumber: "document",
  sealedAt: "sealed",
  signedAt: "signed",
};

/** Fields that follow the case on the command line instead of being options, and what the usage calls them. */
export const positionals: Readonly<Record<string, string>> = { into: "into", organisationId: "organisation" };

/** The option of a field, without its dashes: in kebab-case, without Id, Ids or Fen, and one of many in the singular. */
export function flagOf({ name, kind }: Pick<BodyField, "name" | "kind">): string {
  const bare = name.replace(/(Ids?|Fen)$/, "");
  const one = kind === "list" || kind === "rows" ? bare.replace(/s$/, "") : bare;
  return exceptions[name] ?? one.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
}
