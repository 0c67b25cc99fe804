import * as z from "zod";
import { amountFen, body, documentNumber, lateReason, note } from "../body.ts";
import { shanghaiDate } from "../calendar.ts";
import { type Agreement, agreement, caseClock, day, instant } from "../case.ts";
import { type CaseState, isConcluded, isOver, openReferrals, unaskedOf } from "../case-state.ts";
import { channelDefinitions } from "../channels.ts";
import { clockIn, notBefore, notInFuture, reasonIfLate } from "../checks.ts";
import { refuseOtherClauses } from "../clauses.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { withNewAgreement } from "../evolve-referrals.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { type AgreementSaid, agreementSaid, type Clause, ofAgreement, sumOf } from "../particulars.ts";
import { confirmationWindow, performClock } from "../periods.ts";
import { writtenFormOf } from "../rule-pack.ts";
import { type DecisionContext, verb } from "../verb.ts";
import { refuseUndecided } from "./eligibility.ts";
import { begunOn } from "./mediation.ts";

// The parties agree, in writing or by word of mouth.

const agreedFields = once(() => ({
  documentNumber: documentNumber()
    .exactOptional()
    .describe("That of its paper, when absent; of a correction, the one that stands"),
  amountFen: amountFen().exactOptional(),
  performBy: day().exactOptional(),
  lateReason: lateReason(),
  ...agreementSaid(),
}));

const signing = <Shape extends z.ZodRawShape>(more: Shape) =>
  z.discriminatedUnion("form", [
    body({
      form: z.literal("written"),
      signedAt: z.array(instant()).min(1).max(50).describe("When each party signed"),
      mediatorSignedAt: instant().exactOptional().describe("When the mediator signed it"),
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
    within: ["mediate", "second-attempt"],
    leadsOn: { mediating: 2 },
    body: () => signing({}),
    looksUp: ["number", "terms"],
    isOpen: (state) => state.grounds === undefined && unaskedOf(state).length === 0,
    isRepeat: ({ form, documentNumber: said, facts }, state) =>
      (isConcluded(state) || isOver(state)) &&
      state.agreement?.documentNumber === (said ?? facts.number) &&
      state.agreement?.form === form,
    events: ({ facts, ...said }, state, context) => {
      refuseUndecided(state);
      refuseUnasked(state);
      const command = { ...said, documentNumber: numberOf(said, state, facts.number), ...clausesOf(said, facts) };
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
    looksUp: ["terms"],
    // Clauses are sealed: no state shows whether they say the same.
    isRepeat: (command, state) =>
      state.agreement !== undefined &&
      isSaidIn(command, command.facts.terms) &&
      same(state.agreement, agreementOf(asItStands(command, state.agreement), state)),
    events: (said, state, context) => {
      const command = asItStands(said, state.agreement);
      const data = { ...conclude(command, state, context), reason: command.reason };
      return [{ type: "agreement.corrected", data: { ...data, ...given("lateReason", command.lateReason) } }];
    },
  }),
};

/**
 * The number of an agreement: what is said, which is the one that its paper bears, if that was numbered here. A new agreement in place
 * of one that was not confirmed has a number of its own.
 */
function numberOf(
  { documentNumber: said }: { documentNumber?: string },
  state: CaseState,
  given: string | undefined,
): string {
  const ofPaper = state.agreement === undefined ? given : undefined;
  const number = said ?? ofPaper;
  const path = "/documentNumber";
  if (number === undefined) {
    throw new CommandError("number-missing", "say the number of the agreement, or file its paper, which gives it one", {
      path,
    });
  }
  if (ofPaper !== undefined && number !== ofPaper) {
    const message = {
      en: `the agreement's paper bears the number ${ofPaper}`,
      zh: `协议书编号为 ${ofPaper}，与所填不一致；可不填，按协议书编号登记。`,
    };
    throw new CommandError("number-differs", message, {
      path,
      number: ofPaper,
    });
  }
  return number;
}

/** A correction that says no number, or no clauses, keeps those that stand. */
const asItStands = <Command extends Pick<Signed, "clauses"> & { documentNumber?: string; facts: Known }>(
  command: Command,
  stands: Pick<Agreement, "documentNumber">,
) => ({
  ...command,
  documentNumber: command.documentNumber ?? stands.documentNumber,
  ...clausesOf(command, command.facts),
});
type Known = { terms: AgreementSaid };
/** What was said for its paper before is of the agreement, where its step names no clauses. */
const clausesOf = ({ clauses }: Pick<Signed, "clauses">, { terms }: Known): Pick<Signed, "clauses"> =>
  given("clauses", clauses ?? terms.clauses);

/** Whether all that is said of the agreement was said before. */
const isSaidIn = (said: AgreementSaid, known: AgreementSaid): boolean =>
  JSON.stringify({ ...known, ...ofAgreement(said) }) === JSON.stringify(known);

const fields = ["form", "documentNumber", "effectiveAt", "amountFen", "performBy", "mediatorSignedAt"] as const;
const same = (one: Agreement, other: Agreement): boolean => fields.every((field) => one[field] === other[field]);

/** The agreement as it is said, and the clocks that run from it. Throws `CommandError` when the content does not allow it. */
function conclude(command: Signed, state: CaseState, context: DecisionContext) {
  refuseUnwritten(command, state, context);
  refuseUnsigned(command, state.dispute.partyCount, context.at);
  refuseOtherClauses(command);
  const reached = agreementOf(command, state);
  const signedOn = shanghaiDate(reached.effectiveAt);
  notBefore(signedOn, begunOn(state), command.form === "oral" ? "/agreedAt" : "/signedAt");
  const { performBy } = reached;
  for (const [index, { day: on }] of (command.clauses ?? []).entries()) {
    if (on !== undefined) notBefore(on, signedOn, `/clauses/${index}/day`);
  }
  if (performBy !== undefined) notBefore(performBy, signedOn, "/performBy");
  const clocks = [confirmationWindow(reached, context), performClock({ agreement: reached, instalments: [] }, context)];
  const signatures = command.form === "written" ? { signedAt: [...command.signedAt], sealedAt: command.sealedAt } : {};
  return { agreement: reached, clocks, ...signatures };
}

/** Throws `written-form-required` with the article where an agreement may not be oral. */
function refuseUnwritten({ form }: Signed, state: CaseState, { rules }: DecisionContext): void {
  const article = writtenFormOf(state, rules);
  if (form === "written" || article === undefined) return;
  const message = {
    en: `an agreement here must be in writing: ${article}`,
    zh: `依法须采用书面协议（${article}）。`,
  };
  throw new CommandError("written-form-required", message, { path: "/form", article });
}

/** A party that was added while mediation went on has to consent to it first (人民调解法 第3条). */
function refuseUnasked(state: CaseState): void {
  const parties = unaskedOf(state);
  if (parties.length === 0) return;
  const numbers = parties.join(", ");
  const message = {
    en: `record the consent of the parties that were added first: ${numbers}`,
    zh: `须先登记新增当事人的意愿（第 ${numbers} 名）。`,
  };
  throw new CommandError("consent-missing", message, { path: "", parties });
}

const agreementOf = (command: Signed, state: CaseState): Agreement => ({
  form: command.form,
  documentNumber: command.documentNumber,
  effectiveAt: effectiveAt(command, state),
  ...(command.form === "written" ? given("mediatorSignedAt", command.mediatorSignedAt) : {}),
  // The sum of the clauses need not be said twice.
  ...given("amountFen", command.amountFen ?? sumOf(command.clauses).amountFen),
  ...given("performBy", command.performBy ?? sumOf(command.clauses).performBy),
});

type Signed = Signing & {
  documentNumber: string;
  amountFen?: number;
  performBy?: string;
  clauses?: readonly Clause[];
};
type Signing =
  | { form: "written"; signedAt: readonly string[]; mediatorSignedAt?: string; sealedAt: string }
  | { form: "oral"; agreedAt: string };

/**
 * Written: the last of the signatures and the seal (人民调解法 第29条), or of the parties' signatures alone in a court's case
 * (人民法院特邀调解规定 第24条); oral: the day agreed (transition 11).
 */
function effectiveAt(signing: Signing, state: CaseState): string {
  if (signing.form === "oral") return signing.agreedAt;
  const bySignature = openReferrals(state).some(({ channel }) => channelDefinitions[channel].takesEffectBySignature);
  const others = [signing.mediatorSignedAt, signing.sealedAt].filter((time) => time !== undefined);
  return [...signing.signedAt, ...(bySignature ? [] : others)].reduce((last, time) =>
    Date.parse(time) > Date.parse(last) ? time : last,
  );
}

function refuseUnsigned(signing: Signing, partyCount: number, now: string): void {
  if (signing.form === "oral") {
    notInFuture(signing.agreedAt, "/agreedAt", now);
    return;
  }
  for (const [index, signedAt] of signing.signedAt.entries()) notInFuture(signedAt, `/signedAt/${index}`, now);
  if (signing.mediatorSignedAt !== undefined) notInFuture(signing.mediatorSignedAt, "/mediatorSignedAt", now);
  notInFuture(signing.sealedAt, "/sealedAt", now);
  if (signing.signedAt.length !== partyCount) {
    throw new CommandError(
      "unsigned",
      { en: `all ${partyCount} parties must sign`, zh: `须全体 ${partyCount} 名当事人签名。` },
      { path: "/signedAt", partyCount },
    );
  }
}

export const agreementEvents = {
  "agreement.reached": event({
    words: { zh: "达成协议", en: "Agreement reached" },
    data: () => ({
      agreement: agreement(),
      clocks: z.array(caseClock()),
      /** When each party signed it, and the committee sealed it. */
      signedAt: z.array(instant()).exactOptional(),
      sealedAt: instant().exactOptional(),
      lateReason: z.string().max(500).exactOptional(),
    }),
    on: ["mediating"],
    deadline: ({ clocks }) => clocks.find(({ kind }) => kind === "confirmation-window")?.dueAt,
    figures: "change",
    evolve: ({ confirmation: _refused, ...state }, { data }) => ({
      ...state,
      status: "agreed",
      referrals: withNewAgreement(state.referrals),
      agreement: { ...data.agreement, reachedBy: state.assignment.organisationId },
      clocks: data.clocks,
    }),
  }),

  "agreement.corrected": event({
    words: { zh: "更正调解协议登记", en: "Record of the agreement corrected" },
    data: () => ({
      agreement: agreement(),
      clocks: z.array(caseClock()),
      signedAt: z.array(instant()).exactOptional(),
      sealedAt: instant().exactOptional(),
      reason: z.string().max(500),
      lateReason: z.string().max(500).exactOptional(),
    }),
    on: ["agreed"],
    deadline: ({ clocks }) => clocks.find(({ kind }) => kind === "confirmation-window")?.dueAt,
    figures: "change",
    evolve: (state, { data }) => ({
      ...state,
      referrals: withNewAgreement(state.referrals),
      agreement: { ...data.agreement, reachedBy: state.assignment.organisationId },
      clocks: data.clocks,
    }),
  }),
};
