import type { Label } from "../domain/codes.ts";
import type { LimitName } from "../domain/limits.ts";

/** What the limits of an organisation are called. */
export const limitNamed: Readonly<Record<LimitName, Label>> = {
  requestsAMinute: { zh: "系统每分钟调用次数", en: "Calls of its systems a minute" },
  peopleRequestsAMinute: { zh: "人员每分钟调用次数", en: "Calls of its people a minute" },
  referralsAnHour: { zh: "每小时移送件数", en: "Referrals an hour" },
  longPollsAtOnce: { zh: "同时等待消息的调用数", en: "Calls that wait for a message, at once" },
  inboxCredentialsAnHour: { zh: "每小时领取收件箱凭证次数", en: "Credentials for its inbox an hour" },
  replaysAnHour: { zh: "每小时补发调用次数", en: "Calls to tell again an hour" },
  endpointTestsAnHour: { zh: "每个推送地址每小时测试和重推次数", en: "Tests and replays of an endpoint an hour" },
  documentsACase: { zh: "每案材料件数", en: "Papers of a case" },
  suspensionsACase: { zh: "每案中止次数", en: "Suspensions of a case" },
  keys: { zh: "密钥数", en: "Keys" },
  endpoints: { zh: "推送地址数", en: "Webhook endpoints" },
};
