import * as z from "zod";
import { type CategoryCode, identityDocument } from "../domain/codes.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import type { Party } from "../domain/party.ts";
import { matchOf } from "../domain/party-match.ts";
import { caseNumberIn } from "../domain/source-number.ts";
import { appendWithParties, loadParties } from "../dynamo/case-store.ts";
import { loadMatch } from "../dynamo/party-match-store.ts";
import { partiesPlace } from "./case-texts.ts";
import type { CaseStore } from "./issue-command.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

/** What was sealed, with what parties are met again by; by which rules it was once accepted does not matter here. */
const sealedContent = once(() =>
  z.looseObject({
    summary: z.string(),
    parties: z.array(
      z.looseObject({
        side: z.enum(["applicant", "respondent", "third_party"]),
        kind: z.string().exactOptional(),
        name: z.string(),
        document: z.looseObject({ kind: identityDocument(), number: z.string() }).exactOptional(),
        phone: z.string().exactOptional(),
      }),
    ),
  }),
);

/** What is said again of a case that is sealed, or by which its parties are met again. */
export type SealedAnew = { parties?: readonly Party[]; summary?: string; category?: CategoryCode };

/** Whether something of it is said. */
export const isSealedAnew = ({ parties, summary, category }: SealedAnew): boolean =>
  parties !== undefined || summary !== undefined || category !== undefined;

/**
 * Stores what is decided on a case together with its parties and summary as they are known now, sealed and hashed like the
 * first ones: the hashes of parties who were named wrongly are gone.
 */
export const sealingAnew =
  (
    { table, sealer, partyHasher }: Pick<Ports, "table" | "sealer" | "partyHasher">,
    said: SealedAnew,
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
    const [known, key] = await Promise.all([
      sealer.open(place, sealed).then((text) => sealedContent().parse(JSON.parse(text))),
      sealer.keyOf(place, sealed),
    ]);
    const { parties = known.parties, summary = known.summary, category = dispute.category } = said;
    const caseNumber = caseNumberIn(referrals[0].sourceNumber);
    const stored = await appendWithParties(table, change, {
      // The same key seals what was said in words on the case.
      parties: key.reseal(place, JSON.stringify({ ...known, summary, parties })),
      match: matchOf(parties, { category, ...given("caseNumber", caseNumber) }, hash),
      earlier,
    });
    return [stored];
  };
