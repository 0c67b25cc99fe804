import * as z from "zod";
import { amountFen } from "./body.ts";
import { day } from "./case.ts";
import { CommandError } from "./command-error.ts";
import { given } from "./given.ts";
import { once } from "./once.ts";
import { type PartyDetails, partyDetails } from "./party.ts";

const line = (most: number) => z.string().trim().min(1).max(most);

const clause = once(() =>
  z.strictObject({
    text: line(2_000),
    amountFen: amountFen().exactOptional(),
    payee: line(100).exactOptional(),
    way: line(100).exactOptional().describe("How it is performed, such as by transfer"),
    day: day().exactOptional().describe("By when"),
  }),
);
export type Clause = z.infer<ReturnType<typeof clause>>;

// The facts of each step that the forms need, as the bodies of steps have it: sealed like parties, and in no event, which referrers read.

export const requested = once(() => line(2_000).exactOptional().describe("What the applicant asks for (申请事项)"));
export const sessionSaid = once(() =>
  z
    .strictObject({
      place: line(200).exactOptional(),
      attendance: line(1_000).exactOptional().describe("Who attended besides the parties (参加人)"),
      recorder: line(100).exactOptional(),
      record: line(20_000).exactOptional().describe("What was said. It stays with the body that mediates"),
    })
    .exactOptional(),
);
export const agreementSaid = once(() => ({
  clauses: z.array(clause()).min(1).max(50).exactOptional().describe("What was agreed on, in order"),
  breach: line(1_000).exactOptional().describe("What a breach of the agreement entails (违约责任)"),
  copies: z.int().min(1).max(99).exactOptional(),
}));
export const visitor = once(() => line(100).exactOptional());

/**
 * What mediators say for the papers, at the steps or apart from them; the case goes on without it. It names people, so it is sealed as
 * parties are. A part that is said again takes the place of the one before.
 */
export const particulars = once(() =>
  z.strictObject({
    requested: requested(),
    partyDetails: partyDetails().exactOptional(),
    session: sessionSaid(),
    ...agreementSaid(),
    visit: z.strictObject({ visitor: visitor(), finding: line(2_000).exactOptional() }).exactOptional(),
  }),
);
export type Particulars = z.infer<ReturnType<typeof particulars>>;

/** Each part that can be taken away again, a field inside another after a dot. */
const parts = [
  ...["requested", "partyDetails", "session.place", "session.attendance", "session.recorder", "session.record"],
  ...["clauses", "breach", "copies", "visit.visitor", "visit.finding"],
] as const;
export const partsToEmpty = once(() => z.enum(parts));
export type PartToEmpty = z.infer<ReturnType<typeof partsToEmpty>>;

/** What is said, and what is taken away, which is not said in the same breath. */
export const particularsSaid = once(() =>
  particulars()
    .extend({
      emptied: z.array(partsToEmpty()).min(1).exactOptional().describe("What was said and is not to be said any more"),
    })
    .superRefine(({ emptied = [], ...said }, context) => {
      for (const [index, part] of emptied.entries()) {
        if (!isSaid(said, part)) continue;
        const code = "one-of-two";
        context.addIssue({ code: "custom", path: ["emptied", index], params: { code }, message: code });
      }
    }),
);
export type ParticularsSaid = z.infer<ReturnType<typeof particularsSaid>>;

const isSaid = (said: Particulars, part: PartToEmpty): boolean =>
  JSON.stringify(without(said, [part])) !== JSON.stringify(said);

/** What is left once parts are taken away. */
export function without(said: Particulars, emptied: readonly PartToEmpty[]): Particulars {
  const kept = (group: string, of: object | undefined): [string, object][] => {
    const fields = Object.entries(of ?? {}).filter(([name]) => !emptied.some((part) => part === `${group}.${name}`));
    return fields.length === 0 ? [] : [[group, Object.fromEntries(fields)]];
  };
  const { session, visit, ...whole } = said;
  return particulars().parse(
    Object.fromEntries([
      ...Object.entries(whole).filter(([name]) => !emptied.some((part) => part === name)),
      ...kept("session", session),
      ...kept("visit", visit),
    ]),
  );
}

/** Details by party, each field as it was said last: parties are asked one after the other. */
export const withDetails = (known: PartyDetails = [], said: PartyDetails = []): PartyDetails =>
  [...new Set([...known, ...said].map(({ party }) => party))]
    .toSorted((one, other) => one - other)
    .map((party) => Object.assign({ party }, ...[...known, ...said].filter((one) => one.party === party)));

/** Throws `unknown-party` for details of parties that the case does not have. */
export function refuseUnknownParties({ partyDetails: details = [] }: Particulars, partyCount: number): void {
  const index = details.findIndex(({ party }) => party > partyCount);
  if (index === -1) return;
  const more = { path: `/partyDetails/${index}/party`, partyCount };
  const message = { en: `the case has ${partyCount} parties`, zh: `本案只有 ${partyCount} 名当事人。` };
  throw new CommandError("unknown-party", message, more);
}

/** What was said of an agreement: it is of that agreement alone. */
export type AgreementSaid = Pick<Particulars, "clauses" | "breach" | "copies">;
export const ofAgreement = ({ clauses, breach, copies }: Particulars): AgreementSaid => ({
  ...given("clauses", clauses),
  ...given("breach", breach),
  ...given("copies", copies),
});

/** What is left of what was said once the agreement has been set aside since: with it ends what was said of it. */
export function saidSince(said: Particulars, agreementAt: string | undefined, since: string | undefined): Particulars {
  if (since === undefined || (agreementAt !== undefined && Date.parse(agreementAt) >= Date.parse(since))) return said;
  const { clauses: _clauses, breach: _breach, copies: _copies, ...others } = said;
  return others;
}

/** What the body of any step can say for papers. */
export type StepSaid = Omit<Particulars, "visit"> & { visitor?: string; finding?: string };

/** What a step says for papers, apart from what it says of the case. */
export function saidForPapers({
  requested: asks,
  partyDetails: details,
  session,
  clauses,
  breach,
  copies,
  visitor: who,
  finding,
}: StepSaid): Particulars {
  const visit = { ...given("visitor", who), ...given("finding", finding) };
  return {
    ...given("requested", asks),
    ...given("partyDetails", details),
    ...given("session", session),
    ...given("clauses", clauses),
    ...given("breach", breach),
    ...given("copies", copies),
    ...given("visit", Object.keys(visit).length === 0 ? undefined : visit),
  };
}

export const saysForPapers = (body: StepSaid): boolean => Object.keys(saidForPapers(body)).length > 0;

/** One payment of a plan by which an agreement is performed. */
export type Payment = { dueOn: string; amountFen: number };

/** The payments that clauses name, by day; none where one of them leaves its day open, as they make no plan then. */
export function paymentsOf(clauses: readonly Clause[] = []): Payment[] {
  const paid = clauses.filter(({ amountFen: amount = 0 }) => amount > 0);
  const payments = paid.flatMap(({ amountFen: amount = 0, day: dueOn }) =>
    dueOn === undefined ? [] : [{ dueOn, amountFen: amount }],
  );
  return payments.length < paid.length ? [] : byDay(payments);
}

/** Payments in their order; of one day by amount. */
export const byDay = <Part extends { dueOn: string; amountFen?: number }>(plan: readonly Part[]): Part[] =>
  plan.toSorted(
    (one, other) => one.dueOn.localeCompare(other.dueOn) || Number(one.amountFen) - Number(other.amountFen),
  );

/** What clauses come to, and the last day that they name; undefined where they name none. */
export function sumOf(clauses: readonly Clause[] = []): { amountFen?: number; performBy?: string } {
  const amounts = clauses.flatMap(({ amountFen: amount }) => amount ?? []);
  const last = clauses
    .flatMap(({ day: on }) => on ?? [])
    .toSorted()
    .at(-1);
  const sum = amounts.reduce((total, amount) => total + amount, 0);
  return { ...given("amountFen", amounts.length === 0 ? undefined : sum), ...given("performBy", last) };
}
