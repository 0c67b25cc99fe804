import { requireMayAdd } from "../domain/document-access.ts";
import type { CaseEvent } from "../domain/events.ts";
import { given } from "../domain/given.ts";
import { type Particulars, particulars, type StepSaid, saidForPapers } from "../domain/particulars.ts";
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
import { type AllSaid, type Occasions, occasionsOf, saidOf, sequenceOf } from "../papers/said.ts";
import type { Caller } from "./caller.ts";
import { caseLedTo } from "./case-for.ts";
import type { CaseStore } from "./issue-command.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";

type SealedPorts = Pick<Ports, "table" | "sealer">;

const placeOf = ({ caseId, sequence }: ParticularsPlace): string =>
  sequence === undefined ? `case/${caseId}/particulars` : `case/${caseId}/particulars/${sequence}`;

const opened = async (
  { sealer }: SealedPorts,
  place: ParticularsPlace,
  stored: SealedParticulars | undefined,
): Promise<Particulars> =>
  stored === undefined ? {} : particulars().parse(JSON.parse(await sealer.open(placeOf(place), stored.sealed)));

/** What was said for the papers of a case as a whole, of no single session or visit. */
export const saidOfCase = async (ports: SealedPorts, caseId: string): Promise<Particulars> =>
  opened(ports, { caseId }, await loadParticulars(ports.table, { caseId }));

/** All that was said for the papers of a case, and how often it was changed. */
export async function allSaid(ports: SealedPorts, caseId: string): Promise<{ revision: number; all: AllSaid }> {
  const stored = await loadAllParticulars(ports.table, caseId);
  const all = await Promise.all(
    [...stored].map(
      async ([sequence, one]): Promise<[number | undefined, Particulars]> => [
        sequence,
        await opened(ports, { caseId, ...given("sequence", sequence) }, one),
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
  return saidOf((await allSaid(ports, state.caseId)).all, history, which);
}

/**
 * Takes in what is said for the papers, part by part: what two people say of different parts at once both stays. A session and a visit
 * keep their own. Answers whether anything changed. Throws `not-found`, `not-allowed`, and `CommandError` for a file that is closed.
 */
export async function sayParticulars(
  ports: SealedPorts,
  caller: Caller,
  { caseId: named, said, ...which }: Asked & { said: Particulars },
): Promise<"changed" | "unchanged"> {
  const { state } = await caseLedTo(ports, caller, { caseId: named, act: "make-paper" });
  requireMayAdd(state, caller, "other");
  const { caseId } = state;
  const history = await loadHistory(ports.table, caseId);
  requireOccasions(history, which);
  const { session, visit, ...whole } = said;
  const parts: [Occasion: number | undefined, Particulars][] = [
    [undefined, whole],
    [sequenceOf(history, "session", which.session) ?? 0, given("session", session)],
    [sequenceOf(history, "visit", which.visit) ?? 0, given("visit", visit)],
  ];
  const changes: boolean[] = [];
  for (const [sequence, part] of parts.filter(([, one]) => Object.keys(one).length > 0)) {
    const place = { caseId, ...given("sequence", sequence) };
    changes.push(
      await untilItLands(async () => {
        const next = await joinedAt(ports, place, part, saidOf((await allSaid(ports, caseId)).all, history, which));
        if (next !== undefined) await saveParticulars(ports.table, place, next);
        return next !== undefined;
      }),
    );
  }
  return changes.includes(true) ? "changed" : "unchanged";
}

/** What lies in a place once a part is said there, sealed; undefined where papers say that already. */
async function joinedAt(
  ports: SealedPorts,
  place: ParticularsPlace,
  part: Particulars,
  shown?: Particulars,
): Promise<SealedParticulars | undefined> {
  const stored = await loadParticulars(ports.table, place);
  const known = await opened(ports, place, stored);
  const isSaid = (of: Particulars): boolean => JSON.stringify(joined(of, part)) === JSON.stringify(joined(of, {}));
  if (isSaid(shown ?? known)) return undefined;
  const text = JSON.stringify(joined(known, part));
  return { revision: (stored?.revision ?? 0) + 1, sealed: await ports.sealer.seal(placeOf(place), text) };
}

const first = async (
  { sealer }: SealedPorts,
  place: ParticularsPlace,
  part: Particulars,
): Promise<SealedParticulars> => ({
  revision: 1,
  sealed: await sealer.seal(placeOf(place), JSON.stringify(part)),
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
    const { caseId } = change.before.state;
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
            place.sequence === undefined ? await joinedAt(ports, place, part) : await first(ports, place, part);
          return next === undefined ? [] : [{ Put: particularsWrite(ports.table.name, place, next) }];
        }),
    );
    return appendTogether(ports.table, [change], writes.flat());
  };
