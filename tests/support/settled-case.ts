import { addPaper } from "./papers.ts";
import { mediate, settleCase } from "./platform.ts";
import { police, refer, type Town, villageCommittee } from "./town.ts";

/** A case that its village committee mediated and settled; gives its id. */
export async function settledCase(town: Town, sourceNumber: string, ...mediatorIds: string[]): Promise<string> {
  const caseId = await refer(town, sourceNumber);
  const committee = await town.clientOf(villageCommittee, { officer: "Li" });
  await mediate(committee, caseId, ...mediatorIds);
  await settleCase(committee, caseId);
  return caseId;
}

/** Takes a settled case through the referrer's signature and the whole file to the archive. */
export async function archiveCase(town: Town, caseId: string): Promise<void> {
  const params = { caseId };
  const [referrer, committee] = [await town.clientOf(police), await town.clientOf(villageCommittee)];
  for (const kind of ["registration", "mediation_record", "agreement", "performance_proof"] as const) {
    await addPaper(committee, caseId, kind);
  }
  await referrer.acknowledgeResult({ params, version: "*" });
  await town.coordinator.archive({ params, version: "*" });
}
