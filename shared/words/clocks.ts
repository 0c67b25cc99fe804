import type { ClockKind } from "../domain/case.ts";
import { type OwnClockKind, ownClockKinds, ownPeriods } from "../domain/channels.ts";
import type { DayUnit } from "../domain/clocks.ts";
import type { Label } from "../domain/codes.ts";

/** The periods at referrers' own houses, as their channels call them. */
const ownNames: { readonly [Kind in OwnClockKind]?: Label } = Object.fromEntries(
  ownPeriods.map(({ kind, zh, en }) => [kind, { zh, en }]),
);
const isWhole = (names: typeof ownNames): names is Required<typeof ownNames> =>
  ownClockKinds.every((kind) => kind in names);
if (!isWhole(ownNames)) throw new Error("a clock of a channel has no name");

/** What a clock measures, as the heading of its last day. */
export const clockKinds: Readonly<Record<ClockKind, Label>> = {
  "supply-info": { zh: "补正期限", en: "Complete by" },
  triage: { zh: "人工处理期限", en: "The coordinator decides by" },
  answer: { zh: "确认期限", en: "Answer by" },
  "contact-parties": { zh: "联系当事人期限", en: "Contact the parties by" },
  "answer-sending": { zh: "转送答复期限", en: "Answer the sending by" },
  mediate: { zh: "调解期限", en: "Mediate by" },
  "second-attempt": { zh: "再次调解期限", en: "Second attempt by" },
  "confirmation-window": { zh: "申请司法确认期限", en: "Apply for confirmation by" },
  confirmation: { zh: "司法确认期限", en: "The court decides by" },
  "confirmation-outer": { zh: "司法确认最长期限", en: "The court decides at the latest by" },
  perform: { zh: "履行期限", en: "Perform by" },
  ...ownNames,
};

/** What a period is counted in. */
export const dayUnits: Readonly<Record<DayUnit, Label>> = {
  calendar: { zh: "天", en: "days" },
  working: { zh: "个工作日", en: "working days" },
};

/** What else there is to say about a clock. */
export const clockMarks = {
  breached: { zh: "已逾期", en: "missed" },
  extended: { zh: "已延长", en: "extended" },
  paused: { zh: "已中止", en: "paused" },
  provisional: { zh: "暂定", en: "provisional" },
} as const satisfies Record<string, Label>;
