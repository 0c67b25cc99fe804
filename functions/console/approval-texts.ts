import type { Label } from "../../shared/domain/codes.ts";

/** What the page says of what waits for a second person. */
export const approvalTexts = {
  title: { zh: "待复核", en: "Waiting for a second person" },
  text: {
    zh: "由另一名负责人复核后办理的事项",
    en: "What one person asked for and another lead has to approve",
  },
  none: { zh: "没有待复核事项。", en: "Nothing waits for a second person." },
  askedBy: { zh: "提交人", en: "Asked by" },
  decide: { zh: "复核", en: "Decide" },
  approveIt: { zh: "复核通过并办理", en: "Approve and do it" },
  refuseIt: { zh: "不予通过", en: "Refuse" },
  code: {
    zh: "已复核通过。请将此码交给本人或该机构，仅显示一次：",
    en: "Approved. Hand this code to the person or the organisation; it is shown this once: ",
  },
  elsewhere: {
    zh: "销毁案件须在命令行（accord approvals approve）或通过接口复核办理，本页只能不予通过。",
    en: "Erasing is approved on the command line (accord approvals approve) or by the API. Here it can only be refused.",
  },
  forAnother: { zh: "由另一名负责人复核", en: "For another lead to decide" },
} as const satisfies Record<string, Label>;

/** What came of the last act. */
export const approvalSaid = {
  done: { zh: "已复核通过并办理。", en: "Approved, and done." },
  refused: { zh: "已不予通过，没有办理。", en: "Refused. Nothing was done." },
  waiting: {
    zh: "已提交，尚未办理：须由另一名负责人在七天内复核。",
    en: "Nothing is done yet: another lead has to approve it within seven days.",
  },
} as const satisfies Record<string, Label>;

/** Why what somebody wanted to approve was asked for again in their name instead. */
export const askedAgain = {
  changed: {
    zh: "提交后情况已有变化，没有办理。已按现有情况以您的名义重新提交，须由另一名负责人复核。",
    en: "Things changed since it was asked for, so nothing was done. It is asked for again by you, and another lead has to approve it.",
  },
  "asker-gone": {
    zh: "提交人已无权办理，没有办理。已以您的名义重新提交，须由另一名负责人复核。",
    en: "Who asked for it may not any more, so nothing was done. It is asked for again by you, and another lead has to approve it.",
  },
} as const satisfies Record<string, Label>;
