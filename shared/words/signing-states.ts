import type { Label } from "../domain/codes.ts";

/** What became of a draft that was sent to be signed. */
export const signingStates = {
  requested: { en: "being signed", zh: "签署中" },
  signed: { en: "signed", zh: "已签署" },
  declined: { en: "declined", zh: "拒签" },
  expired: { en: "expired", zh: "逾期未签" },
  withdrawn: { en: "taken back", zh: "已撤回" },
} as const satisfies Record<string, Label>;
