import * as z from "zod";
import { partyNumber } from "./body.ts";
import { type Dispute, day } from "./case.ts";
import { identityDocument as documentKind, type PartyKind, partyKind } from "./codes.ts";
import { divisionCode } from "./division.ts";
import { checkDocument, holderFacts } from "./identity-document.ts";
import { once } from "./once.ts";
import { isPhone } from "./phone.ts";
import { faultOf, withoutBidi } from "./text.ts";

/** A text of one line, as names are. */
const line = (maximum: number) =>
  z
    .string()
    .overwrite(withoutBidi)
    .trim()
    .min(1)
    .max(maximum)
    .refine((text) => faultOf(text) !== "invisible-text", { error: "invisible-text" })
    .refine((text) => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text), { error: "control-character" });

const phone = () =>
  z
    .string()
    .max(60)
    .refine(isPhone, { error: "phone", params: { code: "invalid-format" } })
    .exactOptional();

const identityDocument = () =>
  z
    .strictObject({ kind: documentKind(), number: z.string().trim().toUpperCase().min(1).max(40) })
    .superRefine((document, context) => {
      const verdict = checkDocument(document.kind, document.number);
      if (verdict === "ok") return;
      const message = verdict === "bad-shape" ? `bad-shape-${document.kind}` : verdict;
      context.addIssue({ code: "custom", path: ["number"], message, params: { code: verdict } });
    });

/** Somebody who acts for a party. */
const somebody = <More extends z.ZodRawShape>(more: More) =>
  z
    .strictObject({
      name: line(100),
      document: identityDocument().exactOptional(),
      phone: phone(),
      address: z.string().max(200).exactOptional(),
      ...more,
    })
    .exactOptional();

/** What official papers need of a person, and what they need of an organisation. */
const ofPersons = () => ({
  sex: z.enum(["male", "female"]).exactOptional().describe("Derived from the number of the document where it has it"),
  bornOn: day().exactOptional().describe("Derived from the number of the document where it has it"),
  ethnicity: line(20).exactOptional(),
  occupation: line(60).exactOptional(),
  guardian: somebody({ relationship: line(40).exactOptional() }).describe(
    "The guardian of a person without full capacity",
  ),
});
const ofOrganisations = () => ({
  legalRepresentative: somebody({ position: line(40).exactOptional() }).describe(
    "The legal representative, or the person in charge",
  ),
});
const ofBoth = () => ({
  agent: somebody({ relationship: line(40).exactOptional() }).describe("The agent whom the party has authorised"),
  serviceAddress: z.string().max(200).exactOptional().describe("Where papers are served"),
});

/** What papers alone need to know of a party, and the body that mediates learns of it: no rule asks for it. */
export const partyDetails = once(() => {
  const { ethnicity, occupation } = ofPersons();
  const detail = z.strictObject({
    party: partyNumber().describe("1 is the first of the referral"),
    ...{ ethnicity, occupation, serviceAddress: ofBoth().serviceAddress },
    agent: z.strictObject({ name: line(100), phone: phone(), relationship: line(40).exactOptional() }).exactOptional(),
  });
  return z
    .array(detail)
    .min(1)
    .max(50)
    .refine((all) => new Set(all.map(({ party: number }) => number)).size === all.length, { error: "party-twice" })
    .describe("What papers alone need of parties, beside what came with the referral, which it takes the place of");
});
export type PartyDetails = z.output<ReturnType<typeof partyDetails>>;

export const party = once(() =>
  z
    .strictObject({
      side: z.enum(["applicant", "respondent", "third_party"]),
      kind: partyKind(),
      name: line(100),
      document: identityDocument().exactOptional(),
      phone: phone(),
      address: z.string().max(200).exactOptional(),
      place: divisionCode().exactOptional().describe("Division code of where the party lives or has its seat"),
      ...ofPersons(),
      ...ofOrganisations(),
      ...ofBoth(),
    })
    .superRefine((given, context) => {
      for (const { path, code, message = code } of misfits(given)) {
        context.addIssue({ code: "custom", path: [...path], message, params: { code } });
      }
    })
    .describe("One party. Stored encrypted; readable only by the bodies of the case, and every reading is recorded."),
);
export type Party = z.output<ReturnType<typeof party>>;

type Misfit = { path: readonly string[]; code: string; message?: string };

/** What does not belong to a party of its kind, or contradicts its document. */
function misfits(given: Party): Misfit[] {
  const { kind, document } = given;
  const isPerson = kind === "natural_person";
  const foreign = Object.keys(isPerson ? ofOrganisations() : ofPersons()).filter((name) => name in given);
  const facts = document && holderFacts(document.kind, document.number);
  const contradicting = (["sex", "bornOn"] as const).filter(
    (name) => facts !== undefined && given[name] !== undefined && given[name] !== facts[name],
  );
  return [
    // A number that is wrong is said to be wrong; nobody knows then which kind it is of.
    ...(document === undefined || checkDocument(document.kind, document.number) !== "ok" || fits(kind, document.kind)
      ? []
      : [{ path: ["document", "kind"], code: isPerson ? "not-of-a-person" : "not-of-an-organisation" }]),
    ...foreign.map((name) => ({ path: [name], code: isPerson ? "organisations-alone" : "persons-alone" })),
    ...contradicting.map((name) => ({ path: [name], code: "contradicts-the-document" })),
  ];
}

const fits = (kind: PartyKind, document: z.output<ReturnType<typeof documentKind>>): boolean =>
  document === "unknown" || (kind === "natural_person") !== (document === "credit_code");

/** Where a party, or somebody who acts for one, is born after `today` (YYYY-MM-DD), as pointers into the list. */
export function bornInFuture(known: readonly Party[], today: string): string[] {
  return known.flatMap((one, index) => {
    const { guardian, legalRepresentative, agent, bornOn } = one;
    const people = { "": one, "/guardian": guardian, "/legalRepresentative": legalRepresentative, "/agent": agent };
    const numbers = Object.entries(people).flatMap(([place, person]) => {
      const isLate = person?.document && checkDocument(person.document.kind, person.document.number, today) !== "ok";
      return isLate === true ? [`/${index}${place}/document/number`] : [];
    });
    return [...numbers, ...(bornOn !== undefined && bornOn > today ? [`/${index}/bornOn`] : [])];
  });
}

/** The party with sex and day of birth, where its document has them and nobody said them. */
export function withHolderFacts<One extends Pick<KnownParty, "side" | "document">>(
  one: One,
): One & Pick<KnownParty, "sex" | "bornOn"> {
  const { document } = one;
  return { ...(document && holderFacts(document.kind, document.number)), ...one };
}

export const parties = once(() => z.array(party()).min(2).max(50));

/** A party as it is read back: what was taken once stays readable, whatever would be refused today. */
export const knownParty = once(() => {
  const { document: _document, phone: _phone, name: _name, ...shape } = party().shape;
  const known = z.strictObject({ kind: documentKind(), number: z.string() });
  return z.strictObject({
    ...shape,
    name: z.string(),
    document: known.exactOptional(),
    phone: z.string().exactOptional(),
  });
});

type KnownParty = z.output<ReturnType<typeof knownParty>>;

/** What routing and consent need to know of parties. */
export const countOf = (known: readonly Party[]): Pick<Dispute, "partyCount" | "partyPlaces"> => ({
  partyCount: known.length,
  partyPlaces: [...new Set(known.map((each) => each.place).filter((code) => code !== undefined))],
});
