import * as z from "zod";
import type { Party } from "../../shared/contracts/referral.ts";
import type { Dispute } from "../../shared/domain/case.ts";
import { parseCaseNumber } from "../../shared/domain/case-number.ts";
import { matchOf } from "../../shared/domain/party-match.ts";
import { given } from "../../shared/domain/step.ts";
import { appendWithParties, loadParties } from "../../shared/dynamo/case-store.ts";
import { loadMatch } from "../../shared/dynamo/party-match-store.ts";
import type { CaseStore } from "../../shared/runtime/issue-command.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Platform } from "./call.ts";

/** What routing and consent need to know of parties. */
export const countOf = (parties: readonly Party[]): Pick<Dispute, "partyCount" | "partyPlaces"> => ({
  partyCount: parties.length,
  partyPlaces: [...new Set(parties.map((party) => party.place).filter((code) => code !== undefined))],
});

/** Stores what is decided on a case together with its parties as they are known now, sealed and hashed like the first ones. */
export const sealingAnew =
  ({ table, sealer, partyHasher }: Platform, parties: readonly Party[]): CaseStore["append"] =>
  async (before, happenings, context) => {
    const { caseId, dispute, referrals } = before.state;
    const [sealed, hash, earlier] = await Promise.all([
      loadParties(table, caseId),
      partyHasher(),
      loadMatch(table, caseId),
    ]);
    // They have been erased, and are not brought back.
    if (sealed === undefined) throw new Problem("not-found");
    const place = `case/${caseId}/parties`;
    const known = z.looseObject({}).parse(JSON.parse(await sealer.open(place, sealed)));
    const caseNumber = parseCaseNumber(referrals[0].sourceNumber)?.text;
    return appendWithParties(
      table,
      { before, happenings, context },
      {
        parties: await sealer.seal(place, JSON.stringify({ ...known, parties })),
        match: matchOf(parties, { category: dispute.category, ...given("caseNumber", caseNumber) }, hash),
        pairsBefore: earlier.pairs.length,
      },
    );
  };
