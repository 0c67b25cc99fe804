import * as z from "zod";
import { distinct } from "../audience.ts";
import { endOfShanghaiDay } from "../calendar.ts";
import { caseClock, countyCode, type Dispute, dispute, type Referral, referral } from "../case.ts";
import { beforeClose, type CaseState, everyState, isOver, linksAtMost } from "../case-state.ts";
import { type Track, track } from "../codes.ts";
import { CommandError } from "../command-error.ts";
import { countyBefore } from "../county-before.ts";
import { event, firstEvent } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { given } from "../given.ts";
import { some } from "../periods.ts";
import { rulesFor } from "../rule-pack.ts";
import { clocksFromRequest } from "../sender-clocks.ts";
import { bodiesAndCoordinator } from "../told.ts";
import { type DecisionContext, inner } from "../verb.ts";

// A referral makes a case, and earlier disputes between the same parties are found.

export type Submission = { caseId: string; county: string; track: Track; referral: Referral; dispute: Dispute };

/** The event that makes a case of a referral (transition 1). Throws `CommandError` when the referrer's own date is missing or over. */
export function submit(
  { caseId, county, referral: sent, dispute: quarrel, ...way }: Submission,
  context: DecisionContext,
): NewEvent[] {
  const { at, rules } = context;
  if (rulesFor(rules, sent.channel).mediate === null && sent.mediateBy === undefined) {
    throw new CommandError("due-date-required", "this channel needs the referrer's own date", { path: "/mediateBy" });
  }
  if (sent.mediateBy !== undefined && endOfShanghaiDay(sent.mediateBy) <= at) {
    throw new CommandError("time-in-past", "the date to mediate by is over", { path: "/mediateBy" });
  }
  const running = some(clocksFromRequest([sent], context));
  const data = { caseId, county, rulePack: rules.version, ...way, referral: sent, dispute: quarrel, ...running };
  return [{ type: "case.submitted", data }];
}

export const submissionVerbs = {
  "note-repeat": inner<{ caseIds: readonly string[] }>()({
    transition: 1,
    by: ["platform"],
    // A body that sees to a performance has to know as well that the parties dispute again.
    from: beforeClose,
    // Found after the case was over, it is late.
    isRepeat: ({ caseIds }, state) =>
      isOver(state) || (state.linked ?? []).length >= linksAtMost || caseIds.every((id) => state.linked?.includes(id)),
    events: ({ caseIds }, { linked = [] }) => [
      { type: "repeat.found", data: { caseIds: caseIds.filter((id) => !linked.includes(id)) } },
    ],
  }),
};

/** Links that corrected parties no longer bear out are taken away, and those that they do are made. */
export const linkVerbs = {
  "check-repeats": inner<{ caseIds: readonly string[] }>()({
    transition: 1,
    by: ["platform"],
    from: everyState,
    // A file that is put away stays as it is.
    isRepeat: (_, state) => state.status === "archived" || state.linksToCheck === undefined,
    events: ({ caseIds }) => [{ type: "repeats.checked", data: { caseIds: caseIds.slice(0, linksAtMost) } }],
  }),

  "forget-repeat": inner<{ caseId: string }>()({
    transition: 1,
    by: ["platform"],
    from: everyState,
    isRepeat: ({ caseId }, state) => state.status === "archived" || state.linked?.includes(caseId) !== true,
    events: ({ caseId }) => [{ type: "repeat.withdrawn", data: { caseId } }],
  }),
};

const withLinks = (state: CaseState, links: readonly string[]): CaseState => {
  const { linked: _, linksToCheck: __, ...rest } = state;
  return { ...rest, ...given("linked", links.length === 0 ? undefined : [...links]) };
};

export const submissionEvents = {
  "repeats.checked": event({
    words: { zh: "更正后重新核对重复纠纷", en: "Earlier disputes checked again" },
    isNote: true,
    data: () => ({ caseIds: z.array(z.uuid()) }),
    links: ({ caseIds }) => caseIds,
    withLinks: ({ caseIds }, shown) => ({ caseIds: caseIds.map(shown) }),
    on: everyState,
    told: bodiesAndCoordinator,
    evolve: (state, { data }) => withLinks(state, data.caseIds),
  }),

  "repeat.withdrawn": event({
    words: { zh: "不再视为重复纠纷", en: "No longer linked" },
    isNote: true,
    data: () => ({ caseId: z.uuid() }),
    links: ({ caseId }) => [caseId],
    withLinks: ({ caseId }, shown) => ({ caseId: shown(caseId) }),
    on: everyState,
    told: bodiesAndCoordinator,
    evolve: (state, { data }) => ({
      ...withLinks(
        state,
        (state.linked ?? []).filter((id) => id !== data.caseId),
      ),
      ...given("linksToCheck", state.linksToCheck),
    }),
  }),

  "case.submitted": firstEvent({
    words: { zh: "移送提交", en: "Referred" },
    data: () => ({
      caseId: z.uuid(),
      /** Absent from referrals of the time before cases had a county. */
      county: countyCode().exactOptional(),
      rulePack: z.string(),
      track: track(),
      referral: referral(),
      dispute: dispute(),
      senderClocks: z.array(caseClock()).min(1).exactOptional(),
    }),
    asksForRouting: true,
    evolve: ({ at, data }) => {
      const { caseId, rulePack, dispute: quarrel, senderClocks = [] } = data;
      return {
        status: "submitted",
        caseId,
        county: data.county ?? countyBefore({ rulePack, dispute: quarrel }),
        rulePack,
        submittedAt: at,
        track: data.track,
        referrals: [data.referral],
        dispute: quarrel,
        refusedBy: [],
        attempts: 0,
        clocks: [],
        senderClocks,
        ...given("linked", data.referral.resentFrom === undefined ? undefined : [data.referral.resentFrom]),
        waitingSince: at,
      };
    },
  }),

  "repeat.found": event({
    words: { zh: "发现重复纠纷", en: "Earlier dispute found" },
    isNote: true,
    data: () => ({ caseIds: z.array(z.uuid()).min(1) }),
    links: ({ caseIds }) => caseIds,
    withLinks: ({ caseIds }, shown) => ({ caseIds: caseIds.map(shown) }),
    on: everyState,
    told: bodiesAndCoordinator,
    evolve: (state, { data }) => ({ ...state, linked: distinct([...(state.linked ?? []), ...data.caseIds]) }),
  }),
};
