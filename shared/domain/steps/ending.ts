import { endOfShanghaiDay } from "../calendar.ts";
import { type CaseClock, type CaseState, isAcknowledged, isOver, ownPeriod, wasMerged } from "../case.ts";
import { missingDocuments } from "../documents.ts";
import { Refusal } from "../refusal.ts";
import { clocksFromRequest, extendedFor } from "../sender-clocks.ts";
import { given, type Steps, step } from "../step.ts";
import { beforeClose, some, triageClock } from "./happenings.ts";

const isOwnPeriod = (kind: CaseClock["kind"]): boolean => ownPeriod.options.some((own) => own === kind);
const endedWithoutSuccess = (state: CaseState): boolean =>
  isOver(state) && (state.outcome === "failed" || state.outcome === "defaulted" || state.outcome === "not_accepted");

const signedBy = (state: CaseState, organisationId: string): boolean =>
  state.referrals.some((sent) => sent.agencyId === organisationId && sent.acknowledgedAt !== undefined);

export const endingSteps: Steps<
  "acknowledge-recall" | "send-on" | "extend-own-period" | "acknowledge-result" | "archive" | "reopen"
> = {
  "acknowledge-recall": step({
    transition: 17,
    by: ["recalled-body", "holder"],
    from: ["closed"],
    isOpen: (state) => state.status === "closed" && state.recallOpen !== undefined,
    isRepeat: (_, state) => state.status === "closed" && state.recallOpen === undefined,
    happenings: (_, __, { by }) => [{ type: "recall.acknowledged", data: { organisationId: by.organisationId } }],
  }),

  "send-on": step({
    transition: 12,
    by: ["holder", "coordinator"],
    from: ["closed"],
    isOpen: endedWithoutSuccess,
    isRepeat: ({ organisationId }, state) => isOver(state) && state.sentOn?.includes(organisationId) === true,
    happenings: ({ organisationId, reason, note }, state) => {
      if (!endedWithoutSuccess(state)) {
        throw new Refusal("illegal-transition", "only a case without success is sent on");
      }
      return [{ type: "case.sent_on", data: { organisationId, reason, ...given("note", note) } }];
    },
  }),

  "extend-own-period": step({
    transition: 10,
    by: ["referrer"],
    from: [...beforeClose, "closed", "archived"],
    isOpen: ({ senderClocks }) =>
      senderClocks.some(({ kind, extensions }) => isOwnPeriod(kind) && extensions === undefined),
    isRepeat: ({ clock }, { senderClocks }) =>
      senderClocks.some(({ kind, extensions }) => kind === clock && extensions !== undefined),
    happenings: ({ clock: kind }, state, context) => {
      const clock = extendedFor(state, kind, context);
      if (clock === undefined) throw new Refusal("illegal-transition", `no ${kind} of yours runs`);
      return [{ type: "own_period.extended", data: { clock } }];
    },
  }),

  "acknowledge-result": step({
    transition: 23,
    by: ["referrer"],
    from: ["closed"],
    isOpen: (state) => !isAcknowledged(state),
    isRepeat: (_, state, { by }) => signedBy(state, by.organisationId),
    happenings: (_, __, { by }) => [{ type: "result.acknowledged", data: { agencyId: by.organisationId } }],
  }),

  archive: step({
    transition: 21,
    by: ["coordinator"],
    from: ["closed"],
    isRepeat: (_, state) => state.status === "archived",
    happenings: ({ documents }, state) => {
      const missing = missingDocuments(state, documents);
      if (missing.length > 0) {
        throw new Refusal("documents-missing", `the file lacks ${missing.join(", ")}`, { missing });
      }
      if (!isAcknowledged(state) || state.recallOpen !== undefined) {
        throw new Refusal("illegal-transition", "a result that is not signed for is not archived");
      }
      return [{ type: "case.archived", data: { documents: documents.length } }];
    },
  }),

  reopen: step({
    transition: 22,
    by: ["coordinator"],
    from: ["closed", "archived"],
    isOpen: (state) => !wasMerged(state),
    isRepeat: (_, state) => state.status === "triage" && state.reason === "reopened",
    happenings: ({ reason, note, mediateBy }, state, context) => {
      if (wasMerged(state)) {
        throw new Refusal("joined-case", "a merged case is parted again by unmerge", { mergedInto: state.mergedInto });
      }
      const lastDay = mediateBy ?? state.referrals[0].mediateBy;
      if (lastDay !== undefined && endOfShanghaiDay(lastDay) <= context.at) {
        const code = mediateBy === undefined ? "due-date-required" : "time-in-past";
        throw new Refusal(code, `the date to mediate by, ${lastDay}, is over`, { path: "/mediateBy" });
      }
      const { organisationId: coordinatorId } = context.by;
      const renewed = { ...given("mediateBy", mediateBy), ...some(clocksFromRequest(state.referrals, context)) };
      return [
        {
          type: "case.reopened",
          data: { reason, ...given("note", note), clock: triageClock(context), coordinatorId, ...renewed },
        },
      ];
    },
  }),
};
