import * as z from "zod";
import { given } from "../domain/given.ts";
import type { Party } from "../domain/party.ts";
import { matchOf } from "../domain/party-match.ts";
import { caseNumberIn } from "../domain/source-number.ts";
import { appendWithParties, loadParties } from "../dynamo/case-store.ts";
import { loadMatch } from "../dynamo/party-match-store.ts";
import type { CaseStore } from "./issue-command.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

/** The place to which the sealed parties of a case are bound. */
export const partiesPlace = (caseId: string): string => `case/${caseId}/parties`;

/** Stores what is decided on a case together with its parties as they are known now, sealed and hashed like the first ones. */
export const sealingAnew =
  (
    { table, sealer, partyHasher }: Pick<Ports, "table" | "sealer" | "partyHasher">,
    parties: readonly Party[],
  ): CaseStore["append"] =>
  async ([change, ...others]) => {
    if (change === undefined || others.length > 0) throw new Error("parties are supplied to one case at a time");
    const { caseId, dispute, referrals } = change.before.state;
    const [sealed, hash, earlier] = await Promise.all([
      loadParties(table, caseId),
      partyHasher(),
      loadMatch(table, caseId),
    ]);
    // They have been erased, and are not brought back.
    if (sealed === undefined) throw new Problem("not-found");
    const place = partiesPlace(caseId);
    const known = z.looseObject({}).parse(JSON.parse(await sealer.open(place, sealed)));
    const caseNumber = caseNumberIn(referrals[0].sourceNumber);
    const stored = await appendWithParties(table, change, {
      parties: await sealer.seal(place, JSON.stringify({ ...known, parties })),
      match: matchOf(parties, { category: dispute.category, ...given("caseNumber", caseNumber) }, hash),
      earlier,
    });
    return [stored];
  };
