import { limitsFor } from "../../shared/domain/limits.ts";
import type { StoredOrganisation } from "../../shared/dynamo/directory-store.ts";

type Facts = StoredOrganisation["facts"];

/** An organisation as the directory has it, by what matters of it. */
export const organisationAt = (
  organisationId: string,
  { divisionCode, type, kind = "agency" }: Pick<Facts, "divisionCode" | "type"> & Partial<Pick<Facts, "kind">>,
): StoredOrganisation => ({
  organisationId,
  facts: { kind, type, level: "county", name: organisationId, divisionCode, categories: [], suspended: false },
  keys: {},
});

export const coordinatorAt = (divisionCode: string): StoredOrganisation =>
  organisationAt("justice-bureau", { divisionCode, type: "coordinator" });

/** What an organisation may use of which nothing was said. */
export const usualLimits = limitsFor(undefined, {});
