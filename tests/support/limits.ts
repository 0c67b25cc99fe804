import { limits } from "../../shared/domain/limits.ts";

/** Tests do in seconds what people do in days, so that what an organisation may use is as much as can be set. */
export const wideLimits = {
  Limits: JSON.stringify({
    requestsAMinute: limits.requestsAMinute.most,
    peopleRequestsAMinute: limits.peopleRequestsAMinute.most,
  }),
};
