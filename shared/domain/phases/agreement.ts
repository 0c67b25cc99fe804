import * as z from "zod";
import { amountFen, body, documentNumber, lateReason, note } from "../body.ts";
import { shanghaiDate } from "../calendar.ts";
import { type Agreement, agreement, type CaseState, caseClock, day, instant, unaskedOf } from "../case.ts";
import { clockOf } from "../case-clocks.ts";
import { clockIn, notBefore, notInFuture, reasonIfLate } from "../checks.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { performClock } from "../periods.ts";
import { type DecisionContext, verb } from "../verb.ts";
import { refuseUndecided } from "./eligibility.ts";
import { begunOn } from "./mediation.ts";

// The parties agree, in writing or by word of mouth.

const agreedFields = once(() => ({
  documentNumber: documentNumber(),
  amountFen: amountFen().exactOptional(),
  performBy: day().exactOptional(),
  lateReason: lateReason(),
}));

const signing = <Shape extends z.ZodRawShape>(more: Shape) =>
  z.discriminatedUnion("form", [
    body({
      form: z.literal("written"),
      signedAt: z.array(instant()).min(1).max(50).describe("When each party signed"),
      sealedAt: instant().describe("When the committee sealed it"),
      ...agreedFields(),
      ...more,
    }),
    body({ form: z.literal("oral"), agreedAt: instant(), ...agreedFields(), ...more }),
  ]);

export const agreementVerbs = {
  "record-agreement": verb({
    words: { en: "Record the agreement", zh: "登记调解协议" },
    transition: 11,
    by: ["holder"],
    from: ["mediating"],
    article: "人民调解法 第29条、第30条",
    body: () => signing({}),
    isOpen: (state) => state.grounds === undefined && unaskedOf(state).length === 0,
    isRepeat: (command, state) =>
      "agreement" in state &&
      state.agreement?.documentNumber === command.documentNumber &&
      state.agreement.form === command.form,
    events: (command, state, context) => {
      refuseUndecided(state);
      refuseUnasked(state);
      const concluded = conclude(command, state, context);
      const reachedAt = { at: concluded.agreement.effectiveAt };
      for (const kind of ["mediate", "second-attempt"] as const) {
        reasonIfLate(clockIn(state, kind), command.lateReason, reachedAt);
      }
      return [{ type: "agreement.reached", data: { ...concluded, ...given("lateReason", command.lateReason) } }];
    },
  }),

  "correct-agreement": verb({
    words: { en: "Correct the agreement as it was recorded", zh: "更正调解协议登记" },
    transition: 11,
    by: ["holder"],
    from: ["agreed"],
    corrects: "record-agreement",
    body: () => signing({ reason: note().describe("Why the record is corrected") }),
    isRepeat: (command, state) => "agreement" in state && same(state.agreement, agreementOf(command)),
    events: (command, state, context) => {
      const data = { ...conclude(command, state, context), reason: command.reason };
      return [{ type: "agreement.corrected", data: { ...data, ...given("lateReason", command.lateReason) } }];
    },
  }),
};

const fields = ["form", "documentNumber", "effectiveAt", "amountFen", "performBy"] as const;
const same = (one: Agreement | undefined, other: Agreement): boolean =>
  fields.every((field) => one?.[field] === other[field]);

/** The agreement as it is said, and the clocks that run from it. Throws `CommandError` when the content does not allow it. */
function conclude(command: Signed, state: CaseState, context: DecisionContext) {
  const { at, rules, calendars } = context;
  refuseUnsigned(command, state.dispute.partyCount, at);
  const reached = agreementOf(command);
  const signedOn = shanghaiDate(reached.effectiveAt);
  notBefore(signedOn, begunOn(state), command.form === "oral" ? "/agreedAt" : "/signedAt");
  if (command.performBy !== undefined) notBefore(command.performBy, signedOn, "/performBy");
  const window = { days: rules.confirmationWindowDays, unit: "calendar" } as const;
  const clocks = [
    clockOf("confirmation-window", reached.effectiveAt, window, calendars),
    performClock({ agreement: reached, instalments: [] }, context),
  ];
  return { agreement: reached, clocks };
}

/** A party that was added while mediation went on has to consent to it first (人民调解法 第3条). */
function refuseUnasked(state: CaseState): void {
  const parties = unaskedOf(state);
  if (parties.length === 0) return;
  const message = `record the consent of the parties that were added first: ${parties.join(", ")}`;
  throw new CommandError("consent-missing", message, { path: "", parties });
}

const agreementOf = (command: Signed): Agreement => ({
  form: command.form,
  documentNumber: command.documentNumber,
  effectiveAt: effectiveAt(command),
  ...given("amountFen", command.amountFen),
  ...given("performBy", command.performBy),
});

type Signed = Signing & { documentNumber: string; amountFen?: number; performBy?: string };
type Signing = { form: "written"; signedAt: readonly string[]; sealedAt: string } | { form: "oral"; agreedAt: string };

/** Written: the last of the signatures and the seal; oral: the day agreed (transition 11). */
const effectiveAt = (signing: Signing): string =>
  signing.form === "oral"
    ? signing.agreedAt
    : [...signing.signedAt, signing.sealedAt].reduce((last, time) =>
        Date.parse(time) > Date.parse(last) ? time : last,
      );

function refuseUnsigned(signing: Signing, partyCount: number, now: string): void {
  if (signing.form === "oral") {
    notInFuture(signing.agreedAt, "/agreedAt", now);
    return;
  }
  for (const [index, signedAt] of signing.signedAt.entries()) notInFuture(signedAt, `/signedAt/${index}`, now);
  notInFuture(signing.sealedAt, "/sealedAt", now);
  if (signing.signedAt.length !== partyCount) {
    throw new CommandError("unsigned", `all ${partyCount} parties must sign`, { path: "/signedAt", partyCount });
  }
}

export const agreementEvents = {
  "agreement.reached": event({
    words: { zh: "达成协议", en: "Agreement reached" },
    data: () => ({
      agreement: agreement(),
      clocks: z.array(caseClock()),
      lateReason: z.string().max(500).exactOptional(),
    }),
    on: ["mediating"],
    deadline: ({ clocks }) => clocks.find(({ kind }) => kind === "confirmation-window")?.dueAt,
    evolve: ({ confirmation: _refused, ...state }, { data }) => ({
      ...state,
      status: "agreed",
      agreement: data.agreement,
      clocks: data.clocks,
    }),
  }),

  "agreement.corrected": event({
    words: { zh: "更正调解协议登记", en: "Record of the agreement corrected" },
    data: () => ({
      agreement: agreement(),
      clocks: z.array(caseClock()),
      reason: z.string().max(500),
      lateReason: z.string().max(500).exactOptional(),
    }),
    on: ["agreed"],
    deadline: ({ clocks }) => clocks.find(({ kind }) => kind === "confirmation-window")?.dueAt,
    evolve: (state, { data }) => ({ ...state, agreement: data.agreement, clocks: data.clocks }),
  }),
};
