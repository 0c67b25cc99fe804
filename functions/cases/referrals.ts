import { apiRoutes } from "../../shared/contracts/api-routes.ts";
import { submitReferral } from "../../shared/runtime/submit-referral.ts";
import { operation } from "../http/operation.ts";
import { etagOf, viewOf } from "./case-view.ts";

export const referralOperations = {
  submitReferral: operation(apiRoutes.submitReferral, async (platform, { body, caller }) => {
    const { outcome, stored } = await submitReferral(platform, caller, body);
    return {
      status: outcome === "created" ? 201 : 200,
      body: viewOf(stored, caller),
      headers: { Location: `/v1/cases/${stored.state.caseId}`, ETag: etagOf(stored) },
    };
  }),
};
