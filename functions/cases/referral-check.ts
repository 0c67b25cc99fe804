import { casesService } from "../../shared/contracts/cases-service.ts";
import { inWords } from "../../shared/contracts/field-texts.ts";
import { referralSubmission } from "../../shared/contracts/referral.ts";
import type { ReferralCheck } from "../../shared/contracts/referral-check.ts";
import { hypotheticalOf, hypotheticalReferral } from "../../shared/contracts/routing-preview.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { categoryCode } from "../../shared/domain/codes.ts";
import { divisionCode } from "../../shared/domain/division.ts";
import { given } from "../../shared/domain/given.ts";
import { parties as partyList } from "../../shared/domain/party.ts";
import { matchOf, type PartyMatch } from "../../shared/domain/party-match.ts";
import { caseNumberIn } from "../../shared/domain/source-number.ts";
import type { Caller } from "../../shared/runtime/caller.ts";
import { lawInForce } from "../../shared/runtime/law-in-force.ts";
import { namesOf } from "../../shared/runtime/organisation-names.ts";
import { alikeCases, earlierSendingOf } from "../../shared/runtime/own-sendings.ts";
import { contentErrors, countyOfLaw } from "../../shared/runtime/submit-referral.ts";
import type { Language } from "../../shared/words/language.ts";
import { readAs } from "../http/body.ts";
import { operation, type Platform } from "./platform.ts";
import { previewOf } from "./routing-preview.ts";

/** A referral looked at before it is sent. Nothing is stored. */
export const referralCheckOperations = {
  checkReferral: operation(casesService.checkReferral, async (platform, { body, caller, language }) => ({
    status: 200,
    body: await checkReferral(platform, caller, body, language),
  })),
};

/** Each part is answered as soon as what it depends on is known, whatever else is missing or wrong. */
async function checkReferral(
  platform: Platform,
  caller: Caller,
  draft: Readonly<Record<string, unknown>>,
  language: Language,
): Promise<ReferralCheck> {
  const { table } = platform;
  const at = platform.now();
  const read = readAs(referralSubmission(), draft, language);
  const whole = read.errors === undefined ? read.data : undefined;
  const errors = whole === undefined ? (read.errors ?? []) : contentErrors(whole, caller, at);
  const hypothetical = hypotheticalReferral().safeParse(hypotheticalOf(draft));
  const { sourceNumber } = draft;
  const number = typeof sourceNumber === "string" && sourceNumber.trim() !== "" ? sourceNumber.trim() : undefined;
  const { match, place } = await knownOf(platform, draft, number);
  const rules = await lawInForce(table, countyOfLaw({ dispute: given("place", place) }, caller), shanghaiDate(at));
  const [preview, earlier, alike] = await Promise.all([
    hypothetical.success ? previewOf(platform, caller, hypothetical.data, match.partyHashes) : undefined,
    number === undefined ? undefined : earlierSendingOf(table, caller, { sourceNumber: number, content: whole }),
    alikeCases(table, caller, match, { at, months: rules.repeatDisputeMonths }),
  ]);
  const traced = preview?.decision.trace.flatMap(({ organisationId }) => organisationId ?? []);
  return {
    errors: errors.map((error) => inWords(error, language)),
    ...given("preview", preview),
    ...given("earlier", earlier),
    alike: alike.filter(({ caseId }) => caseId !== earlier?.caseId),
    ...given("names", traced && (await namesOf(table, traced))),
  };
}

/** By what the parties would be met again, and where it happened, as far as the draft says so. */
async function knownOf(
  { partyHasher }: Pick<Platform, "partyHasher">,
  draft: Readonly<Record<string, unknown>>,
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
