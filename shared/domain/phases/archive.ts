import * as z from "zod";
import { body, plainBody, reasonGiven, reasonNote } from "../body.ts";
import { endOfShanghaiDay } from "../calendar.ts";
import { caseClock, day, organisationId } from "../case.ts";
import { isLoopClosed, wasMerged } from "../case-state.ts";
import { CommandError } from "../command-error.ts";
import { missingDocuments } from "../documents.ts";
import { event } from "../event.ts";
import { always, withoutAgreement } from "../evolution.ts";
import { openFirst, takenUp } from "../evolve-referrals.ts";
import { given } from "../given.ts";
import { some, triageClock } from "../periods.ts";
import { reopeningReason } from "../reasons.ts";
import { clocksFromRequest } from "../sender-clocks.ts";
import { bodiesAndCoordinator } from "../told.ts";
import { verb } from "../verb.ts";

// A complete file is put away; a case that ended may be taken up again.

export const archiveVerbs = {
  archive: verb({
    words: { en: "Archive a complete file", zh: "归档" },
    transition: 21,
    by: ["coordinator"],
    from: ["closed"],
    leadsOn: { closed: 3 },
    body: plainBody(),
    looksUp: ["papers"],
    isRepeat: (_, state) => state.status === "archived",
    events: ({ facts: { papers } }, state, { rules }) => {
      const missing = missingDocuments(state, papers, rules);
      if (missing.length > 0) {
        throw new CommandError("documents-missing", `the file lacks ${missing.join(", ")}`, { missing });
      }
      if (!isLoopClosed(state) || state.recallOpen !== undefined) {
        throw new CommandError("illegal-transition", "a result that is not acknowledged is not archived");
      }
      return [{ type: "case.archived", data: { documents: papers.length } }];
    },
  }),

  reopen: verb({
    words: { en: "Reopen an ended case", zh: "重新受理" },
    transition: 22,
    by: ["coordinator"],
    from: ["closed", "archived"],
    takesTwo: "reopening",
    foretells: {
      zh: "已结束的案件重新受理：回到待人工分派，原结果不再算数，期限重新起算，相关单位会收到通知。",
      en: "The ended case is taken up again: it waits to be assigned, its result counts no more, its periods begin again, and the bodies that had a part in it are told.",
    },
    body: () =>
      reasonGiven(
        body({
          mediateBy: day().exactOptional().describe("The prosecutor's new date, required when the old one is over"),
          reason: reopeningReason(),
          note: reasonNote(),
        }),
      ),
    isOpen: (state) => !wasMerged(state),
    isRepeat: (_, state) => state.status === "triage" && state.reason === "reopened",
    events: ({ reason, note, mediateBy }, state, context) => {
      if (wasMerged(state)) {
        throw new CommandError("joined-case", "a merged case is parted again by unmerge", {
          mergedInto: state.mergedInto,
        });
      }
      const [left, ...others] = state.referrals.filter(({ resentAs }) => resentAs === undefined);
      if (left === undefined) {
        const { resentAs } = state.referrals[0];
        throw new CommandError("sent-again", "what was referred here goes on in another case", { resentAs });
      }
      const lastDay = mediateBy ?? left.mediateBy;
      if (lastDay !== undefined && endOfShanghaiDay(lastDay) <= context.at) {
        const code = mediateBy === undefined ? "due-date-required" : "time-in-past";
        const message = {
          en: `the date to mediate by, ${lastDay}, is over`,
          zh: `调解期限 ${lastDay} 已过，须另定日期。`,
        };
        throw new CommandError(code, message, { path: "/mediateBy" });
      }
      const { organisationId: coordinatorId } = context.by;
      const renewed = { ...given("mediateBy", mediateBy), ...some(clocksFromRequest([left, ...others], context)) };
      return [
        {
          type: "case.reopened",
          data: { reason, ...given("note", note), clock: triageClock(context), coordinatorId, ...renewed },
        },
      ];
    },
  }),
};

export const archiveEvents = {
  "case.archived": event({
    words: { zh: "归档", en: "Archived" },
    data: () => ({ documents: z.int().min(0) }),
    on: ["closed"],
    figures: "check",
    locksPapers: true,
    // The clocks at the referrers run on: their files are not put away with this one.
    evolve: (state, { at }) => ({ ...state, status: "archived", archivedAt: at }),
  }),

  "case.reopened": event({
    words: { zh: "重新受理", en: "Reopened" },
    data: () => ({
      reason: reopeningReason(),
      note: z.string().max(500).exactOptional(),
      clock: caseClock(),
      coordinatorId: organisationId().exactOptional(),
      mediateBy: day().exactOptional(),
      senderClocks: z.array(caseClock()).min(1).exactOptional(),
    }),
    on: ["closed", "archived"],
    told: bodiesAndCoordinator,
    figures: "change",
    evolve: (state, { at, data: { reason, clock, coordinatorId, mediateBy, senderClocks = [] } }) => {
      const [first, ...others] = openFirst(takenUp(state.referrals, at), state.caseId);
      const isVoid = state.outcome === "void" || reason === "agreement_void";
      return {
        status: "triage",
        ...always(isVoid ? withoutAgreement(state) : state, [clock]),
        senderClocks,
        ...given("coordinatorId", coordinatorId ?? state.coordinatorId),
        reason: "reopened",
        referrals: [{ ...first, ...given("mediateBy", mediateBy) }, ...others],
        papersSince: at,
        reopened: { at, ...given("failedAt", state.outcome === "failed" ? state.closedAt : undefined) },
      };
    },
  }),
};
