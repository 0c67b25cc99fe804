import { type CategoryCode, type IdentityDocument, rollsUpTo } from "./codes.ts";
import { formerIdentities } from "./former-identity.ts";
import { documentIdentity, plainNumber } from "./identity-document.ts";
import { termsOf } from "./party-terms.ts";
import { tellingPhone } from "./phone.ts";
import { isNoName } from "./placeholder.ts";
import { folded } from "./text.ts";

/** A keyed hash: without its key nobody can tell whose it is, nor try numbers until one fits. */
export type Hash = (text: string) => string;

export type Matchable = {
  side: "applicant" | "respondent" | "third_party";
  kind?: string;
  name: string;
  document?: { kind: IdentityDocument; number: string };
  phone?: string;
};

/** What a case keeps so that its parties are met again without being named. */
export type PartyMatch = {
  partyHashes: readonly string[];
  pairs: readonly string[];
  /** The pairs as earlier releases formed them, which are asked for and not stored to be found. */
  formerPairs?: readonly string[];
  /** What a party is found by when somebody looks for it. */
  terms?: readonly string[];
};

/** Each pair costs a write of the transaction that creates the case, which takes a hundred in all. */
const pairsAtMost = 60;

/**
 * The hashes of the parties, and of every applicant with every respondent in that category of dispute (as statistics count
 * it). Neither the sides nor the order matter. A person known by document and by telephone has a hash of
 * each, and is met by either. Of a crowd's pairs the sixty smallest hashes are kept: the same people give the same sixty.
 * A court's case number stands among them, no matter who quotes it.
 */
export function matchOf(
  parties: readonly Matchable[],
  { category, caseNumber }: { category: CategoryCode; caseNumber?: string },
  hash: Hash,
): PartyMatch {
  const told = parties.map((party) => ({ side: party.side, hashes: identitiesOf(party).map(hash) }));
  const former = parties.map((party) => ({ side: party.side, hashes: formerIdentities(party).map(hash) }));
  const ofPair = (hashes: readonly string[]): string => hash(["pair", ...hashes, rollsUpTo[category]].join("|"));
  const pairs = distinct(pairsOf(told).map(ofPair)).sort().slice(0, pairsAtMost);
  const formerPairs = distinct(pairsOf(former).map(ofPair)).sort();
  const only = formerPairs.filter((pair) => !pairs.includes(pair)).slice(0, pairsAtMost);
  return {
    partyHashes: distinct(told.flatMap(({ hashes }) => hashes)),
    terms: termsOf(parties).map(hash),
    pairs: [...(caseNumber === undefined ? [] : [hash(`case|${caseNumber}`)]), ...pairs],
    ...(only.length === 0 ? {} : { formerPairs: only }),
  };
}

type Told = { side: Matchable["side"]; hashes: readonly string[] };

function pairsOf(parties: readonly Told[]): [string, string][] {
  const of = (side: Matchable["side"]) => parties.filter((party) => party.side === side);
  return of("applicant").flatMap((applicant) =>
    of("respondent")
      // Somebody who stands on both sides disputes with nobody.
      .filter((respondent) => !respondent.hashes.some((one) => applicant.hashes.includes(one)))
      .flatMap((respondent) =>
        applicant.hashes.flatMap((one) =>
          respondent.hashes.map((other): [string, string] => (one < other ? [one, other] : [other, one])),
        ),
      ),
  );
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

/** The text by which the holder of a resident ID number is met again, as a party or as a mediator. */
export const numberIdentity = (number: string): string => `number|${plainNumber(number)}`;

/** By a document, and by name and telephone, whichever there are; a name alone is too common to tell anybody by. */
function identitiesOf({ kind, name, document, phone }: Matchable): string[] {
  const byDocument = document && documentIdentity(document.kind, document.number);
  const called = phone === undefined || isNoName(name) ? undefined : tellingPhone(phone);
  // A company is behind all extensions of its switchboard.
  const isPerson = kind === undefined || kind === "natural_person";
  const extension = isPerson && called?.extension !== undefined ? `-${called.extension}` : "";
  const byPhone = called && `name|${plainName(name)}|${called.number}${extension}`;
  return [byDocument, byPhone].filter((identity) => identity !== undefined);
}

/** 阿依古丽·买买提 is written with half a dozen different dots. */
const plainName = (name: string): string =>
  folded(name)
    .replaceAll(/[\s\p{P}]/gu, "")
    .toUpperCase();
