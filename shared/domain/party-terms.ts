import { type IdentityDocument, identityDocument, type Label } from "./codes.ts";
import { documentIdentity, plainNumber } from "./identity-document.ts";
import type { Matchable } from "./party-match.ts";
import { tellingPhone } from "./phone.ts";
import { isNoName, isPlaceholder } from "./placeholder.ts";
import { folded } from "./text.ts";

// By what a party is found: its whole name, the number of a document, a telephone. Each is hashed before it is stored.

/** What somebody who looks for a party may name. */
export const soughtLabels = {
  name: { zh: "姓名或名称", en: "name" },
  document: { zh: "证件号码", en: "document" },
  phone: { zh: "电话", en: "telephone" },
} as const satisfies Record<string, Label>;
export const soughtFields = ["name", "document", "phone"] as const satisfies (keyof typeof soughtLabels)[];
export type SoughtParty = { [Field in keyof typeof soughtLabels]?: string };

/** The texts under which the parties of a case are found, each once. */
export const termsOf = (parties: readonly Omit<Matchable, "side">[]): string[] => [
  ...new Set(
    parties.flatMap(({ name, document, phone }) => [...byName(name), ...ownNumber(document), ...byPhone(phone)]),
  ),
];

/**
 * The texts that somebody who is looked for can have, one list for each thing that was named; a case has one of each list. A list
 * is empty where what was named tells nobody (无, 不详, 10086).
 */
export const termsSought = ({ name, document, phone }: SoughtParty): string[][] => [
  ...(name === undefined ? [] : [byName(name)]),
  ...(document === undefined ? [] : [anyNumber(document)]),
  ...(phone === undefined ? [] : [byPhone(phone)]),
];

/**
 * What somebody can mean who types one text: a name has no digits; without a Chinese character five of them may be a telephone
 * or the number of a document. Nothing where it is none of these, as the number of a case is.
 */
export function partiesMeant(text: string): SoughtParty[] {
  if (!/\p{Nd}/u.test(text)) return isNoName(text) ? [] : [{ name: text }];
  if (/\p{Script=Han}/u.test(text) || !/\d{5}/.test(plainNumber(text)) || text.length > 40) return [];
  return [...(tellingPhone(text) === undefined ? [] : [{ phone: text }]), { document: text }];
}

const byName = (name: string): string[] => (isNoName(name) ? [] : [`named|${plainName(name)}`]);

const byPhone = (phone: string | undefined): string[] => {
  const told = phone === undefined ? undefined : tellingPhone(phone);
  return told === undefined ? [] : [`phone|${told.number}`];
};

const ownNumber = (document: Matchable["document"]): string[] =>
  document === undefined ? [] : numbered(document.kind, document.number);

/** A number is typed without the kind of its document. */
const anyNumber = (number: string): string[] => [
  ...new Set(identityDocument().options.flatMap((kind) => numbered(kind, number))),
];

const numbered = (kind: IdentityDocument, number: string): string[] => {
  const identity = documentIdentity(kind, number);
  if (identity !== undefined) return [`document|${identity}`];
  return kind === "unknown" && !isPlaceholder(number) ? [`document|unknown|${plainNumber(number)}`] : [];
};

/** What offices leave away from the name of a company, or not. */
const legalForm = /(?:股份|集团)*(?:有限)?(?:责任)?公司$/u;

const plainName = (name: string): string => {
  const plain = folded(name)
    .replaceAll(/[\s\p{P}]/gu, "")
    .toUpperCase();
  return plain.replace(legalForm, "") || plain;
};
