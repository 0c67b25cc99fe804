import * as z from "zod";
import { amountFen, body, documentNumber, lateReason } from "../body.ts";
import { shanghaiDate } from "../calendar.ts";
import { type Agreement, agreement, caseClock, day, instant } from "../case.ts";
import { clockOf } from "../case-clocks.ts";
import { clockIn, notBefore, notInFuture, reasonIfLate } from "../checks.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { given } from "../given.ts";
import { performClock } from "../periods.ts";
import { verb } from "../verb.ts";
import { refuseUndecided } from "./eligibility.ts";
import { begunOn } from "./mediation.ts";

// The parties agree, in writing or by word of mouth.

const agreedFields = {
  documentNumber,
  amountFen: amountFen.exactOptional(),
  performBy: day.exactOptional(),
  lateReason,
};

export const agreementVerbs = {
  "record-agreement": verb({
    words: { en: "Record the agreement", zh: "登记调解协议" },
    transition: 11,
    by: ["holder"],
    from: ["mediating"],
    article: "人民调解法 第29条、第30条",
    body: () =>
      z.discriminatedUnion("form", [
        body({
          form: z.literal("written"),
          signedAt: z.array(instant).min(1).max(50).describe("When each party signed"),
          sealedAt: instant.describe("When the committee sealed it"),
          ...agreedFields,
        }),
        body({ form: z.literal("oral"), agreedAt: instant, ...agreedFields }),
      ]),
    isOpen: ({ grounds }) => grounds === undefined,
    isRepeat: (command, state) =>
      "agreement" in state &&
      state.agreement?.documentNumber === command.documentNumber &&
      state.agreement.form === command.form,
    events: (command, state, context) => {
      refuseUndecided(state);
      const { at, rules, calendars } = context;
      const reached: Agreement = {
        form: command.form,
        documentNumber: command.documentNumber,
        effectiveAt: effectiveAt(command, state.dispute.partyCount, at),
        ...given("amountFen", command.amountFen),
        ...given("performBy", command.performBy),
      };
      const signedOn = shanghaiDate(reached.effectiveAt);
      notBefore(signedOn, begunOn(state), command.form === "oral" ? "/agreedAt" : "/signedAt");
      if (command.performBy !== undefined) notBefore(command.performBy, signedOn, "/performBy");
      const reachedAt = { at: reached.effectiveAt };
      for (const kind of ["mediate", "second-attempt"] as const) {
        reasonIfLate(clockIn(state, kind), command.lateReason, reachedAt);
      }
      const window = { days: rules.confirmationWindowDays, unit: "calendar" } as const;
      const clocks = [
        clockOf("confirmation-window", reached.effectiveAt, window, calendars),
        performClock({ agreement: reached, instalments: [] }, context),
      ];
      const late = given("lateReason", command.lateReason);
      return [{ type: "agreement.reached", data: { agreement: reached, clocks, ...late } }];
    },
  }),
};

type Signing = { form: "written"; signedAt: readonly string[]; sealedAt: string } | { form: "oral"; agreedAt: string };

/** Written: the last of the signatures and the seal; oral: the day agreed (transition 11). */
function effectiveAt(signing: Signing, partyCount: number, now: string): string {
  if (signing.form === "oral") {
    notInFuture(signing.agreedAt, "/agreedAt", now);
    return signing.agreedAt;
  }
  for (const [index, signedAt] of signing.signedAt.entries()) notInFuture(signedAt, `/signedAt/${index}`, now);
  notInFuture(signing.sealedAt, "/sealedAt", now);
  if (signing.signedAt.length !== partyCount) {
    throw new CommandError("unsigned", `all ${partyCount} parties must sign`, { path: "/signedAt", partyCount });
  }
  return [...signing.signedAt, signing.sealedAt].reduce((last, time) =>
    Date.parse(time) > Date.parse(last) ? time : last,
  );
}

export const agreementEvents = {
  "agreement.reached": event({
    words: { zh: "达成协议", en: "Agreement reached" },
    data: () => ({ agreement, clocks: z.array(caseClock), lateReason: z.string().max(500).exactOptional() }),
    on: ["mediating"],
    deadline: ({ clocks }) => clocks.find(({ kind }) => kind === "confirmation-window")?.dueAt,
    evolve: ({ confirmation: _refused, ...state }, { data }) => ({
      ...state,
      status: "agreed",
      agreement: data.agreement,
      clocks: data.clocks,
    }),
  }),
};
