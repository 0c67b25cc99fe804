import { type CategoryCode, rollsUpTo } from "./codes.ts";
import { normaliseIdentityNumber } from "./identity.ts";

/** A keyed hash: without its key nobody can tell whose it is, nor try numbers until one fits. */
export type Hash = (text: string) => string;

type Matchable = {
  side: "applicant" | "respondent" | "third_party";
  name: string;
  document?: { kind: string; number: string };
  phone?: string;
};

/** What a case keeps so that its parties are met again without being named. */
export type PartyMatch = { partyHashes: readonly string[]; pairs: readonly string[] };

/** Each pair costs a write of the transaction that creates the case, which takes a hundred in all. */
const pairsAtMost = 60;

/**
 * The hashes of the parties, and of every applicant with every respondent in that category of dispute (as statistics count
 * it). Who stands on which side does not matter, nor the order. Of a crowd's pairs the sixty smallest hashes are kept: the
 * same people give the same sixty. A court's case number stands among them, whoever quotes it.
 */
export function matchOf(
  parties: readonly Matchable[],
  { category, caseNumber }: { category: CategoryCode; caseNumber?: string },
  hash: Hash,
): PartyMatch {
  const hashed = parties.flatMap((party) => {
    const identity = identityOf(party);
    return identity === undefined ? [] : [{ side: party.side, hash: hash(identity) }];
  });
  const of = (side: Matchable["side"]): string[] =>
    hashed.filter((party) => party.side === side).map((one) => one.hash);
  const pairs = of("applicant").flatMap((applicant) =>
    of("respondent")
      .filter((respondent) => respondent !== applicant)
      .map((respondent) => hash(["pair", ...[applicant, respondent].sort(), rollsUpTo[category]].join("|"))),
  );
  return {
    partyHashes: [...new Set(hashed.map((party) => party.hash))],
    pairs: [
      ...(caseNumber === undefined ? [] : [hash(`case|${caseNumber}`)]),
      ...[...new Set(pairs)].sort().slice(0, pairsAtMost),
    ],
  };
}

/** The text by which the holder of an identity number is met again, as a party or as a mediator. */
export const numberIdentity = (number: string): string =>
  `number|${normaliseIdentityNumber(number.normalize("NFKC")).replaceAll(/[\s-]/g, "")}`;

/** By the number of a document, else by name and phone; a name alone is too common to tell anybody by. */
function identityOf({ name, document, phone }: Matchable): string | undefined {
  // Of an unknown kind it may be anything, such as the word for "unknown".
  if (document !== undefined && document.kind !== "unknown") return numberIdentity(document.number);
  if (phone === undefined) return undefined;
  // 阿依古丽·买买提 is written with half a dozen different dots.
  const plainName = name
    .normalize("NFKC")
    .replaceAll(/[\s\p{P}]/gu, "")
    .toUpperCase();
  const digits = phone.replaceAll(/\D/g, "").replace(/^(00)?86(?=1\d{10}$)/, "");
  return `name|${plainName}|${digits}`;
}
