import { auditRoutes } from "../../shared/contracts/audit-routes.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import { caseFor } from "../../shared/runtime/case-for.ts";
import { organisationFor } from "../../shared/runtime/organisation-for.ts";
import { Problem } from "../../shared/runtime/problem.ts";
import { verifyCase, verifyLog } from "../../shared/runtime/verify-records.ts";
import { operation } from "./platform.ts";

/** Whether the records of one case, or of one organisation, hold. */
export const recordOperations = {
  verifyCase: operation(auditRoutes.verifyCase, async (platform, { params, caller }) => {
    const { caseId } = params;
    const { state } = await caseFor(platform, caller, { caseId, act: "list-readings" });
    const counties = [...(state.formerCounties ?? []), state.county];
    const seen = await platform.roots.seen(counties, ["case", "readings"], caseId);
    const found = await verifyCase(platform.table, caseId, seen);
    if (found === undefined) throw new Problem("not-found");
    return { status: 200, body: found };
  }),

  verifyAccess: operation(auditRoutes.verifyAccess, async ({ table, roots }, { params, caller }) => {
    const { organisationId } = params;
    const { facts } = await organisationFor(table, caller, { organisationId, act: "read-access" });
    const seen = await roots.seen([countyOf(facts.divisionCode)], ["log"], organisationId);
    return { status: 200, body: await verifyLog(table, organisationId, seen) };
  }),
};
