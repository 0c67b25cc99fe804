import type { FileEraser } from "../aws/file-eraser.ts";
import type { ErasedCase } from "../contracts/erasure-routes.ts";
import { type CaseState, isOver, type StateIn, wasMerged } from "../domain/case-state.ts";
import { decide } from "../domain/decide.ts";
import { type Hindrance, hindranceOf, keptUntil } from "../domain/keeping.ts";
import { erasureOf } from "../domain/phases/erasure.ts";
import type { Retention } from "../domain/retention.ts";
import type { CaseCommand } from "../domain/verbs.ts";
import { withEntry } from "../dynamo/access-store.ts";
import { dropWaitingOn } from "../dynamo/approval-store.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { appendTogether, loadCase, loadCases } from "../dynamo/case-store.ts";
import { loadClaim } from "../dynamo/claim-store.ts";
import { allDocuments } from "../dynamo/document-store.ts";
import { eraseDocument, eraseItems, eraseSigning, inBatches } from "../dynamo/erasure-store.ts";
import { listSignings } from "../dynamo/signing-store.ts";
import type { Table } from "../dynamo/table.ts";
import { accessBy } from "./access.ts";
import { actorOf, type Caller } from "./caller.ts";
import { caseFor } from "./case-for.ts";
import type { Deployment } from "./first-key.ts";
import { type CaseStore, caseStore, type Deciding, issue, issueCommand } from "./issue-command.ts";
import { fileKey, filesOf } from "./paper-places.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { retentionInForce } from "./retention-in-force.ts";
import { approved, type Grave } from "./second-person.ts";
import { goesOnIn, joinedTo } from "./survivor.ts";

type AskingPorts = Pick<Ports, "table" | "now" | "sealer"> & Deployment;
type ErasurePorts = AskingPorts & { eraser: FileEraser };

type Ended = StateIn<"closed" | "archived">;
/** How long a case is kept, and what stands against erasing it once that is over. */
export type Keeping = { retention: Retention; keptUntil: string; hindrance?: Hindrance };

/** How long an ended case is kept by the law in force today, and what stands against erasing it. */
export async function keepingOf(table: Table, state: Ended, at: string): Promise<Keeping> {
  const retention = await retentionInForce(table, state, at);
  const claim = await loadClaim(table, state.caseId);
  const openClaim = claim !== undefined && ["claimed", "reviewed", "approved"].includes(claim.claim.status);
  const hindrance = hindranceOf(state, { at, openClaim });
  return { retention, keptUntil: keptUntil(state, retention), ...(hindrance === undefined ? {} : { hindrance }) };
}

/**
 * Erases what a case has of people, with the cases that were merged into it, once its time is over: another lead of the coordinator
 * approves by asking for the same. First it is marked, so that nobody reads on; then all goes; then it is marked as done. An erasure that breaks
 * off is made whole by asking again, for which no approval is needed. Without `eraser` it can be asked for and nothing more. Throws
 * `not-erasable`, `second-person-required`, and `not-allowed` where it is approved or made whole without an eraser.
 */
export async function eraseCase(
  { eraser, ...ports }: AskingPorts & { eraser: FileEraser | undefined },
  caller: Caller,
  caseId: string,
): Promise<ErasedCase> {
  const { table } = ports;
  const { state } = await caseFor({ table }, caller, { caseId, act: "erase-case" });
  const isBegun = erasureOf(state) !== undefined;
  // An erasure that is begun where it cannot be finished would leave a case that nobody can read.
  const mayBegin = (): void => {
    if (eraser === undefined) throw new Problem("not-allowed");
  };
  const retention = isBegun ? undefined : await begin(ports, caller, caseId, mayBegin);
  if (eraser === undefined) throw new Problem("not-allowed");
  return finish({ ...ports, eraser }, caller, caseId, retention ?? erasureOf(state));
}

/** A transaction takes a hundred items; a case that is marked has a handful. Of more parts than these the rest is marked right after. */
const markedAtOnce = 15;

/** Marks the case as being erased, and what was merged into it with it. Throws where it may not be erased, and where nobody has approved yet. */
async function begin(ports: AskingPorts, caller: Caller, caseId: string, mayBegin: () => void): Promise<Retention> {
  const { table, now } = ports;
  const store = caseStore(table);
  const grave: Grave = {
    act: "erasing",
    duty: "lead",
    request: { operation: "eraseCase", params: { caseId }, body: {} },
    isDone: async () => {
      const stands = await loadCase(table, caseId);
      return stands !== undefined && erasureOf(stands.state) !== undefined;
    },
  };
  const guarded: CaseStore = {
    ...store,
    append: async (changes) => {
      const approval = await approved(ports, caller, grave);
      mayBegin();
      const entry = { at: now(), act: "case-erased", about: caseId } as const;
      return withEntry(table, accessBy(caller, caller.organisationId, entry, approval), (also) =>
        appendTogether(table, changes, also),
      );
    },
  };
  let by: Retention | undefined;
  await issue(
    guarded,
    async () => {
      const before = await store.load(caseId);
      if (before === undefined) return undefined;
      by = await requireErasable(table, before, now());
      const command = { type: "begin-erasure", retention: by } as const;
      const joined = await joinedTo(table, before.state);
      const parts = await loadCases(table, joined.slice(0, markedAtOnce));
      const marking = (one: StoredCase): Deciding => ({
        before: one,
        decide: (context) => decide(command, one.state, context),
      });
      return [marking(before), ...[...parts.values()].map(marking)];
    },
    { by: actorOf(caller), at: now() },
  );
  if (by === undefined) throw new Problem("not-found");
  return by;
}

/** By which rule it is erased. Throws `not-erasable`, and `joined-case` for one that goes on in another. */
async function requireErasable(table: Table, stored: StoredCase, at: string): Promise<Retention> {
  const { state } = stored;
  if (!isOver(state)) throw new Problem("not-erasable", { members: { reason: "case-open", state: state.status } });
  if (state.erasure !== undefined) return retentionIn(state.erasure);
  if (wasMerged(state)) {
    const { erasure, caseId } = await survivor(table, stored);
    if (erasure === undefined) throw new Problem("joined-case", { members: { mergedInto: caseId } });
    return retentionIn(erasure);
  }
  const { retention, keptUntil: until, hindrance } = await keepingOf(table, state, at);
  const isEarly = until > at;
  if (isEarly || hindrance !== undefined) {
    const reason = isEarly ? "kept" : hindrance;
    throw new Problem("not-erasable", { members: { reason, keptUntil: until, retention } });
  }
  return retention;
}

const retentionIn = ({ class: kept, years, article }: Retention): Retention => ({ class: kept, years, article });

async function survivor(table: Table, stored: StoredCase) {
  const { state } = await goesOnIn(table, stored);
  return { caseId: state.caseId, erasure: erasureOf(state) };
}

/** Takes away all that is left once all parts of the file are marked, of the parts first, and marks each as done. */
async function finish(
  ports: ErasurePorts,
  caller: Caller,
  caseId: string,
  retention: Retention | undefined,
): Promise<ErasedCase> {
  const { table } = ports;
  const stored = await loadCase(table, caseId);
  if (stored === undefined || retention === undefined) throw new Problem("not-found");
  const joined = await joinedTo(table, stored.state);
  for (const part of joined)
    await mark(ports, caller, part, { type: "begin-erasure", retention: retentionIn(retention) });
  for (const part of joined) await eraseOne(ports, caller, part);
  for (const one of [caseId, ...joined]) await dropWaitingOn(table, caller.organisationId, one);
  const erased = await eraseOne(ports, caller, caseId);
  return viewOf(erased);
}

async function eraseOne(ports: ErasurePorts, caller: Caller, caseId: string): Promise<CaseState> {
  const { table, eraser } = ports;
  const stored = await loadCase(table, caseId);
  if (stored === undefined) throw new Error(`${caseId} is gone`);
  if (erasureOf(stored.state)?.endedAt !== undefined) return stored.state;
  // A file is known by its item, so it goes before that, and the item right after it: what is asked again goes on where it stopped.
  await inBatches(await allDocuments(table, caseId), async ({ documentId }) => {
    await eraser.erase(fileKey({ caseId, documentId }));
    await eraseDocument(table, caseId, documentId);
  });
  // A signed paper may lie there without having come into the file.
  await inBatches(await listSignings(table, caseId), async ({ documentId, signedDocumentId }) => {
    if (signedDocumentId !== undefined) await eraser.erase(fileKey({ caseId, documentId: signedDocumentId }));
    await eraseSigning(table, caseId, documentId);
  });
  // So may bytes of a paper whose completion broke off for good, and which nothing names.
  await inBatches(await eraser.under(filesOf(caseId)), eraser.erase);
  await eraseItems(table, stored.state);
  return mark(ports, caller, caseId, { type: "finish-erasure" });
}

/** Takes a step of the erasure in the caller's name; taken before, it changes nothing. */
async function mark(
  { table, now }: ErasurePorts,
  caller: Caller,
  caseId: string,
  command: CaseCommand<"begin-erasure" | "finish-erasure">,
): Promise<CaseState> {
  const issued = await issueCommand(caseStore(table), caseId, command, { by: actorOf(caller), at: now() });
  if (issued.outcome === "not-found") throw new Error(`${caseId} is gone`);
  return issued.stored.state;
}

function viewOf(state: CaseState): ErasedCase {
  const erasure = erasureOf(state);
  if (erasure === undefined) throw new Error(`${state.caseId} is not being erased`);
  return { caseId: state.caseId, erasure };
}
