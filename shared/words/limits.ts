import type { Label } from "../domain/codes.ts";
import type { LimitName } from "../domain/limits.ts";

/** What the limits of an organisation are called. */
export const limitNamed: Readonly<Record<LimitName, Label>> = {
  requestsAMinute: { zh: "系统每分钟调用次数", en: "Calls of its systems a minute" },
  peopleRequestsAMinute: { zh: "人员每分钟调用次数", en: "Calls of its people a minute" },
  keys: { zh: "密钥数", en: "Keys" },
  endpoints: { zh: "推送地址数", en: "Webhook endpoints" },
};
