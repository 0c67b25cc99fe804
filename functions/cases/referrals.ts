import { casesService } from "../../shared/contracts/cases-service.ts";
import { spendOne } from "../../shared/runtime/quotas.ts";
import { submitReferral } from "../../shared/runtime/submit-referral.ts";
import { viewFor } from "./case-view.ts";
import { operation } from "./platform.ts";

export const referralOperations = {
  submitReferral: operation(casesService.submitReferral, async (platform, { body, caller }) => {
    const counted = await spendOne(platform.quotas, caller, "referralsAnHour", platform.now());
    const { outcome, stored } = await submitReferral(platform, caller, body);
    const { body: view, headers } = await viewFor(platform, caller, stored);
    return {
      status: outcome === "created" ? 201 : 200,
      body: view,
      headers: { Location: `/v1/cases/${stored.state.caseId}`, ...headers, ...counted },
    };
  }),
};
