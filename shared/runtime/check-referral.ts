import type { FieldError } from "../contracts/problems.ts";
import type { ReferralSubmission } from "../contracts/referral.ts";
import type { ReferralCheck } from "../contracts/referral-check.ts";
import { hypotheticalOf, hypotheticalReferral } from "../contracts/routing-preview.ts";
import { shanghaiDate } from "../domain/calendar.ts";
import { categoryCode } from "../domain/codes.ts";
import { divisionCode } from "../domain/division.ts";
import { given } from "../domain/given.ts";
import { parties as partyList } from "../domain/party.ts";
import { matchOf, type PartyMatch } from "../domain/party-match.ts";
import { caseNumberIn } from "../domain/source-number.ts";
import type { Caller } from "./caller.ts";
import { lawInForce } from "./law-in-force.ts";
import { namesOf } from "./organisation-names.ts";
import { alikeCases, earlierSendingOf } from "./own-sendings.ts";
import type { Ports } from "./ports.ts";
import { previewRouting } from "./preview-routing.ts";
import { contentErrors, countyOfLaw } from "./submit-referral.ts";

type Draft = Readonly<Record<string, unknown>>;
/** A draft as it was said, and as a referral where it is a whole one, else what its schema says is wrong. */
type ReadDraft = { draft: Draft; whole: ReferralSubmission | undefined; faults: readonly FieldError[] };

/**
 * Looks at a referral before it is sent; nothing is stored. Each part is answered as soon as what it depends on is known,
 * whatever else is missing or wrong.
 */
export async function checkReferral(
  ports: Pick<Ports, "table" | "newId" | "now" | "partyHasher">,
  caller: Caller,
  { draft, whole, faults }: ReadDraft,
): Promise<ReferralCheck> {
  const { table } = ports;
  const at = ports.now();
  const errors = whole === undefined ? faults : contentErrors(whole, caller, at);
  const hypothetical = hypotheticalReferral().safeParse(hypotheticalOf(draft));
  const { sourceNumber } = draft;
  const number = typeof sourceNumber === "string" && sourceNumber.trim() !== "" ? sourceNumber.trim() : undefined;
  const { match, place } = await knownOf(ports, draft, number);
  const rules = await lawInForce(table, countyOfLaw({ dispute: given("place", place) }, caller), shanghaiDate(at));
  const [preview, earlier, alike] = await Promise.all([
    hypothetical.success ? previewRouting(ports, caller, hypothetical.data, match.partyHashes) : undefined,
    number === undefined ? undefined : earlierSendingOf(table, caller, { sourceNumber: number, content: whole }),
    alikeCases(table, caller, match, { at, months: rules.repeatDisputeMonths }),
  ]);
  const traced = preview?.decision.trace.flatMap(({ organisationId }) => organisationId ?? []);
  return {
    errors: [...errors],
    ...given("preview", preview),
    ...given("earlier", earlier),
    alike: alike.filter(({ caseId }) => caseId !== earlier?.caseId),
    ...given("names", traced && (await namesOf(table, traced))),
  };
}

/** By what the parties would be met again, and where it happened, as far as the draft says so. */
async function knownOf(
  { partyHasher }: Pick<Ports, "partyHasher">,
  draft: Draft,
  number: string | undefined,
): Promise<{ match: PartyMatch; place?: string }> {
  const dispute: Record<string, unknown> = Object(draft["dispute"]);
  const parties = partyList().safeParse(draft["parties"]);
  const known = given("place", divisionCode().safeParse(dispute["place"]).data);
  const kind = categoryCode().safeParse(dispute["category"]);
  if (!parties.success || !kind.success) return { match: { partyHashes: [], pairs: [] }, ...known };
  const caseNumber = number === undefined ? undefined : caseNumberIn(number);
  const context = { category: kind.data, ...given("caseNumber", caseNumber) };
  return { match: matchOf(parties.data, context, await partyHasher()), ...known };
}
