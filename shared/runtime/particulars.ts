import type { CaseState } from "../domain/case-state.ts";
import { refuseUnrecordedClauses } from "../domain/clauses.ts";
import { requireMayAdd } from "../domain/document-access.ts";
import type { CaseEvent } from "../domain/events.ts";
import { given } from "../domain/given.ts";
import {
  ofAgreement,
  type Particulars,
  type ParticularsSaid,
  type PartToEmpty,
  particulars,
  refuseUnknownParties,
  type StepSaid,
  saidForPapers,
  saidSince,
  withDetails,
  without,
} from "../domain/particulars.ts";
import { appendTogether, loadHistory } from "../dynamo/case-store.ts";
import {
  loadAllParticulars,
  loadParticulars,
  type ParticularsPlace,
  particularsWrite,
  type SealedParticulars,
  saveParticulars,
} from "../dynamo/particulars-store.ts";
import { recordRead } from "../dynamo/reading-store.ts";
import { untilItLands } from "../dynamo/version-conflict.ts";
import { type AllSaid, type Occasions, occasionsOf, placesOf, saidOf, sequenceOf } from "../papers/said.ts";
import type { Caller } from "./caller.ts";
import { caseLedTo } from "./case-for.ts";
import type { CaseStore } from "./issue-command.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

type SealedPorts = Pick<Ports, "table" | "sealer">;

export const particularsSubject = ({ caseId, sequence }: ParticularsPlace): string =>
  sequence === undefined ? `case/${caseId}/particulars` : `case/${caseId}/particulars/${sequence}`;

const opened = async (
  { sealer }: SealedPorts,
  place: ParticularsPlace,
  stored: SealedParticulars | undefined,
): Promise<Particulars> =>
  stored === undefined
    ? {}
    : particulars().parse(JSON.parse(await sealer.open(particularsSubject(place), stored.sealed)));

/** The same as far as it still holds: what was said of an agreement ends when that is set aside. */
const standing = async (
  ports: SealedPorts,
  place: ParticularsPlace,
  stored: SealedParticulars | undefined,
  { papersSince }: Since,
): Promise<Particulars> => saidSince(await opened(ports, place, stored), stored?.agreementAt, papersSince);
type Since = Pick<CaseState, "papersSince">;

/** What was said for the papers of a case as a whole, of no single session or visit. */
export const saidOfCase = async (ports: SealedPorts, { caseId, ...since }: OfCase): Promise<Particulars> =>
  standing(ports, { caseId }, await loadParticulars(ports.table, { caseId }), since);
type OfCase = Pick<CaseState, "caseId" | "papersSince">;

/** All that was said for the papers of a case, and how often it was changed. */
export async function allSaid(
  ports: SealedPorts,
  { caseId, ...since }: OfCase,
): Promise<{ revision: number; all: AllSaid }> {
  const stored = await loadAllParticulars(ports.table, caseId);
  const all = await Promise.all(
    [...stored].map(
      async ([sequence, one]): Promise<[number | undefined, Particulars]> => [
        sequence,
        await standing(ports, { caseId, ...given("sequence", sequence) }, one, since),
      ],
    ),
  );
  return { revision: [...stored.values()].reduce((sum, { revision }) => sum + revision, 0), all: new Map(all) };
}

/** Throws `invalid-parameters` for a session or visit that there was not. */
export function requireOccasions(history: readonly CaseEvent[], which: Occasions): void {
  const errors = (["session", "visit"] as const).flatMap((path) => {
    const { length } = occasionsOf(history, path);
    const number = which[path] ?? 1;
    return number <= Math.max(length, 1) ? [] : [{ path, code: "unknown-occasion", message: `there were ${length}` }];
  });
  if (errors.length > 0) throw new Problem("invalid-parameters", { errors });
}

type Asked = Occasions & { caseId: string };
type Part = [Occasion: number | undefined, Particulars];

/** Reads what was said for the papers; the reading is recorded. Throws `not-found`, `not-allowed`. */
export async function readParticulars(
  ports: SealedPorts & Pick<Ports, "now" | "newId">,
  caller: Caller,
  { caseId, ...which }: Asked,
): Promise<Particulars> {
  const { state } = await caseLedTo(ports, caller, { caseId, act: "make-paper" });
  const history = await loadHistory(ports.table, state.caseId);
  requireOccasions(history, which);
  const { organisationId, officer } = caller;
  const read = { caseId: state.caseId, at: ports.now(), organisationId, officer };
  await recordRead(ports.table, read);
  // A record of which nobody knows whose it is, is shown to be said of its session.
  return saidOf((await allSaid(ports, state)).all, history, which, "of-the-last");
}

/**
 * Takes in what is said for the papers, part by part: what two people say of different parts at once both stays. A session and a visit
 * keep their own. Answers whether anything changed. Throws `not-found`, `not-allowed`, and `CommandError` for a file that is closed.
 */
export async function sayParticulars(
  ports: SealedPorts & Pick<Ports, "now">,
  caller: Caller,
  { caseId: named, said: { emptied = [], ...said }, ...which }: Asked & { said: ParticularsSaid },
): Promise<"changed" | "unchanged"> {
  const { state } = await caseLedTo(ports, caller, { caseId: named, act: "make-paper" });
  requireMayAdd(state, caller, "other");
  refuseUnrecordedClauses(state, said);
  refuseUnknownParties(said, state.dispute.partyCount);
  const { caseId } = state;
  const history = await loadHistory(ports.table, caseId);
  requireOccasions(history, which);
  const { session, visit, ...whole } = said;
  const parts: Part[] = [
    [undefined, whole],
    [sequenceOf(history, "session", which.session) ?? 0, given("session", session)],
    [sequenceOf(history, "visit", which.visit) ?? 0, given("visit", visit)],
  ];
  const changes: boolean[] = [];
  const save = async (sequence: number | undefined, next: (place: ParticularsPlace) => ReturnType<typeof joinedAt>) => {
    const place = { caseId, ...given("sequence", sequence) };
    const isChanged = await untilItLands(async () => {
      const found = await next(place);
      if (found !== undefined) await saveParticulars(ports.table, place, found);
      return found !== undefined;
    });
    changes.push(isChanged);
  };
  for (const place of emptied.length === 0 ? [] : placesToEmpty(history, which))
    await save(place, (at) => emptiedAt(ports, at, emptied, state));
  for (const [sequence, part] of parts.filter(([, one]) => Object.keys(one).length > 0))
    await save(sequence, async (place) =>
      joinedAt(ports, place, part, {
        of: state,
        at: ports.now(),
        shown: saidOf((await allSaid(ports, state)).all, history, which),
      }),
    );
  return changes.includes(true) ? "changed" : "unchanged";
}

/** Wherever a part may stand that is shown of the case, and of the session and the visit. */
const placesToEmpty = (history: readonly CaseEvent[], which: Occasions): (number | undefined)[] => {
  const of = (kind: keyof Occasions) => placesOf(history, kind, { number: which[kind], unplaced: "of-the-last" });
  return [...new Set([undefined, 0, ...of("session"), ...of("visit")])];
};

/** What is left in a place once parts are taken away; undefined where it says none of them. */
async function emptiedAt(
  ports: SealedPorts,
  place: ParticularsPlace,
  emptied: readonly PartToEmpty[],
  of: Since,
): Promise<SealedParticulars | undefined> {
  const stored = await loadParticulars(ports.table, place);
  const known = await standing(ports, place, stored, of);
  const next = without(known, emptied);
  if (stored === undefined || JSON.stringify(next) === JSON.stringify(without(known, []))) return undefined;
  return {
    revision: stored.revision + 1,
    sealed: await ports.sealer.seal(particularsSubject(place), JSON.stringify(next)),
    ...given("agreementAt", saysOfAgreement(next) ? stored.agreementAt : undefined),
  };
}

/** What lies in a place once a part is said there, sealed; undefined where papers say that already. */
async function joinedAt(
  ports: SealedPorts,
  place: ParticularsPlace,
  said: Particulars,
  { of, at, shown, isStep = false }: { of: Since; at: string; shown?: Particulars; isStep?: boolean },
): Promise<SealedParticulars | undefined> {
  const stored = await loadParticulars(ports.table, place);
  const known = await standing(ports, place, stored, of);
  // A step asks some of the parties, and what was said of the others stays.
  const details = said.partyDetails && isStep ? withDetails(known.partyDetails, said.partyDetails) : said.partyDetails;
  const part = { ...said, ...given("partyDetails", details) };
  const isSaid = (of: Particulars): boolean => JSON.stringify(joined(of, part)) === JSON.stringify(joined(of, {}));
  if (isSaid(shown ?? known)) return undefined;
  const next = joined(known, part);
  const agreementAt = saysOfAgreement(part) ? at : saysOfAgreement(next) ? stored?.agreementAt : undefined;
  return {
    revision: (stored?.revision ?? 0) + 1,
    sealed: await ports.sealer.seal(particularsSubject(place), JSON.stringify(next)),
    ...given("agreementAt", agreementAt),
  };
}

const saysOfAgreement = (said: Particulars): boolean => Object.keys(ofAgreement(said)).length > 0;

const first = async (
  { sealer }: SealedPorts,
  place: ParticularsPlace,
  part: Particulars,
): Promise<SealedParticulars> => ({
  revision: 1,
  sealed: await sealer.seal(particularsSubject(place), JSON.stringify(part)),
});

/** Session and visit are told field by field, whatever else as a whole. */
const joined = (known: Particulars, said: Particulars): Particulars =>
  particulars().parse({
    ...known,
    ...said,
    ...((known.session ?? said.session) && { session: { ...known.session, ...said.session } }),
    ...((known.visit ?? said.visit) && { visit: { ...known.visit, ...said.visit } }),
  });

/** Stores what is decided on a case together with what its step says for papers: of a session or visit under its event. */
export const sealingForPapers =
  (ports: SealedPorts, body: StepSaid): CaseStore["append"] =>
  async ([change, ...others]) => {
    if (change === undefined || others.length > 0) throw new Error("papers are spoken of on one case at a time");
    const { state } = change.before;
    const { caseId } = state;
    const { session, visit, ...whole } = saidForPapers(body);
    const own = { ...given("session", session), ...given("visit", visit) };
    const parts: [ParticularsPlace, Particulars][] = [
      [{ caseId }, whole],
      [{ caseId, sequence: change.before.version + 1 }, own],
    ];
    const writes = await Promise.all(
      parts
        .filter(([, part]) => Object.keys(part).length > 0)
        .map(async ([place, part]) => {
          // Nothing was said yet of what happens now.
          const next =
            place.sequence === undefined
              ? await joinedAt(ports, place, part, { of: state, at: change.context.at, isStep: true })
              : await first(ports, place, part);
          return next === undefined ? [] : [{ Put: particularsWrite(ports.table.name, place, next) }];
        }),
    );
    return appendTogether(ports.table, [change], writes.flat());
  };
