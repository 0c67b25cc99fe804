import { casesService } from "../../shared/contracts/cases-service.ts";
import { viewFor } from "../../shared/runtime/case-view.ts";
import { spendOne } from "../../shared/runtime/quotas.ts";
import { submitReferral } from "../../shared/runtime/submit-referral.ts";
import { etagOf } from "../http/entity-tags.ts";
import { operation } from "./platform.ts";

export const referralOperations = {
  submitReferral: operation(casesService.submitReferral, async (platform, { body, caller }) => {
    const counted = await spendOne(platform.quotas, caller, "referralsAnHour", platform.now());
    const { outcome, stored } = await submitReferral(platform, caller, body);
    const view = await viewFor(platform, caller, stored);
    const headers = { Location: `/v1/cases/${view.caseId}`, ETag: etagOf(view), ...counted };
    return { status: outcome === "created" ? 201 : 200, body: view, headers };
  }),
};
