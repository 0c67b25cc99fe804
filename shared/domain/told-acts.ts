import type { AccessAct } from "./access.ts";
import type { NoticeType } from "./notices.ts";

/** Of what stands in its log an organisation is told in its inbox, and under which name: what it did not cause itself. */
export const toldActs = {
  "key-ending": "key.expiring",
  "key-registered": "key.registered",
  "key-redeemed": "key.registered",
  "approval-asked": "approval.asked",
} as const satisfies { readonly [Act in AccessAct]?: NoticeType };

export const isTold = (act: AccessAct): act is keyof typeof toldActs => Object.hasOwn(toldActs, act);
