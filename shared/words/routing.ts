import type * as z from "zod";
import type { Ground, routingRule } from "../domain/case.ts";
import type { CaseState } from "../domain/case-state.ts";
import type { Label } from "../domain/codes.ts";
import type { RoutingDecision } from "../domain/routing.ts";

/** The level below which an escalated case is not offered. */
export const floors: Readonly<Record<NonNullable<CaseState["floor"]>, Label>> = {
  town: { zh: "乡镇（街道）", en: "Town" },
  county: { zh: "县（市、区）", en: "County" },
};

/** How a body was found. */
export const routingRules: Readonly<Record<z.infer<ReturnType<typeof routingRule>>, Label>> = {
  named: { zh: "移送机关或当事人指定", en: "The parties' wish" },
  industry: { zh: "行业调委会", en: "Industry committee" },
  brand: { zh: "品牌调解工作室", en: "Brand studio" },
  "stationed-studio": { zh: "派驻移送机关的工作室", en: "Studio at the referrer" },
  place: { zh: "属地", en: "Place of the dispute" },
  "party-place": { zh: "当事人属地", en: "Place of a party" },
  centre: { zh: "县级综治中心（社会治理中心）", en: "The county's centre" },
  "by-hand": { zh: "人工分派", en: "By hand" },
  transfer: { zh: "三调联动移交", en: "Transfer" },
};

/** Whether a dispute may be mediated. */
export const eligibilities: Readonly<Record<"ok" | Ground["verdict"], Label>> = {
  ok: { zh: "可以调解", en: "May be mediated" },
  review: { zh: "需人工审查", en: "A person must look at it" },
  block: { zh: "不宜调解", en: "Not fit for mediation" },
};

type TraceStep = RoutingDecision["trace"][number];
export const traceVerdicts: Readonly<Record<TraceStep["verdict"], Label>> = {
  chosen: { zh: "选定", en: "Chosen" },
  "passed-over": { zh: "未选", en: "Passed over" },
  "no-candidate": { zh: "无候选机构", en: "Nobody to ask" },
};

/** Why a body was passed over. */
export const passingReasons: Readonly<Record<Extract<TraceStep, { verdict: "passed-over" }>["why"], Label>> = {
  "not-a-mediation-body": { zh: "不是调解组织", en: "Does not mediate" },
  "refused-before": { zh: "此前不予接受或逾期未确认", en: "Declined or kept silent before" },
  suspended: { zh: "已暂停", en: "Suspended" },
  "term-expired": { zh: "任期届满", en: "Its term is over" },
  "conflict-of-interest": { zh: "存在利害关系", en: "Conflict of interest" },
  full: { zh: "在办案件已满", en: "Full" },
  "wrong-category": { zh: "不受理此类纠纷", en: "Does not take this category" },
  "does-not-cover-place": { zh: "不管辖该地", en: "Does not cover the place" },
  "too-low-for-complex-case": { zh: "疑难复杂，应由上一级调解", en: "Too low for so hard a case" },
  busier: { zh: "在办案件较多", en: "Busier than the one chosen" },
  farther: { zh: "距离较远", en: "Farther than the one chosen" },
  "by-lot": { zh: "条件相同，按序未选", en: "Equal; the lot fell on another" },
};

/** What a number that was sent before makes of the same number sent again. */
export const earlierSendings: Readonly<Record<"same" | "conflicting" | "sends-again", Label>> = {
  same: { zh: "已移送过", en: "Sent before" },
  conflicting: { zh: "此编号已以其他内容移送", en: "This number was sent with other content" },
  "sends-again": { zh: "可重新移送（前次已撤回或不予受理）", en: "Can be sent again: it was recalled or not accepted" },
};
