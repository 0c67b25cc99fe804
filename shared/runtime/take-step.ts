import type * as z from "zod";
import { shanghaiDate } from "../domain/calendar.ts";
import { decideBy } from "../domain/decide.ts";
import { given } from "../domain/given.ts";
import { type StepSaid, saysForPapers } from "../domain/particulars.ts";
import { bornInFuture } from "../domain/party.ts";
import type { DecisionContext } from "../domain/verb.ts";
import { asked, type BodyOf, type CallerVerb } from "../domain/verbs.ts";
import type { StoredCase } from "../dynamo/case-items.ts";
import { isAdded } from "../dynamo/document-store.ts";
import type { Table } from "../dynamo/table.ts";
import { actorOf, type Caller, elsewhere, may } from "./caller.ts";
import { findPaper, readingOf } from "./case-papers.ts";
import { sealTexts } from "./case-texts.ts";
import { guardedStore } from "./guarded-steps.ts";
import { type CaseStore, caseStore, type Issued, issue } from "./issue-command.ts";
import { lookUp } from "./look-ups.ts";
import { requireNamed } from "./named.ts";
import { sealingForPapers } from "./particulars.ts";
import type { Ports } from "./ports.ts";
import { Problem } from "./problem.ts";
import { causeOf, spokenBy } from "./spoken.ts";
import { isSealedAnew, type SealedAnew, sealingAnew } from "./supplied-parties.ts";

/** A verb that a caller issues on a case, on versions of the case that it saw; undefined on any. */
export type StepInput<Name extends CallerVerb> = {
  verb: Name;
  caseId: string;
  body: z.output<BodyOf<Name>>;
  expectedVersions: readonly number[] | undefined;
};

/**
 * One step of a case: reads the case once, checks what the body names, looks up what the verb needs, decides and stores.
 * Throws `CommandError`, or `Problem` for a name or a paper that is not there.
 */
export async function takeStep<Name extends CallerVerb>(
  ports: Ports,
  caller: Caller,
  { verb: name, caseId, body, expectedVersions }: StepInput<Name>,
): Promise<Issued> {
  const verb = asked[name];
  const said: Said = body;
  const store = guardedStore(ports, caller, { verb: name, caseId, body }, caseStore(ports.table, ports.sealer));
  refuseUnborn(said.parties ?? [], shanghaiDate(ports.now()));
  const cause = await causeOf(ports, name, body);
  return issue(
    sealing(ports, store, said),
    async () => {
      const before = await store.load(caseId);
      if (before === undefined || !may(caller, { act: "take-step", of: before.state })) return undefined;
      const [named, { said: sealedBody, texts }] = await Promise.all([
        requireNamed(ports.table, caller, body, verb.names),
        sealTexts(ports, caseId, { schema: verb.body(), body }),
        requirePaper(ports.table, before, said.documentId, caller),
      ]);
      const facts = await lookUp(verb.looksUp, ports, { before, body, named, caller });
      const command = { ...sealedBody, facts };
      const spoken = spokenBy(verb, command, { caller, state: before.state, cause });
      const from = elsewhere(caller, before.state);
      const decide = (context: DecisionContext) => decideBy(verb, name, command, before.state, { ...context, ...from });
      return [{ before, spoken, decide, ...given("texts", texts) }];
    },
    { by: actorOf(caller), at: ports.now(), ...given("documentId", said.documentId), expectedVersions },
  );
}

/** What a body of any verb can say besides its own. */
type Said = { documentId?: string } & SealedAnew & StepSaid;

/** The store that seals what a step says of parties, or for papers, in the same transaction. */
function sealing(ports: Ports, store: CaseStore, said: Said): CaseStore {
  if (isSealedAnew(said)) return { ...store, append: sealingAnew(ports, said) };
  return saysForPapers(said) ? { ...store, append: sealingForPapers(ports, said) } : store;
}

/** Throws `invalid-body` for parties whose documents say that they are yet to be born. */
function refuseUnborn(parties: NonNullable<Said["parties"]>, today: string): void {
  const errors = bornInFuture(parties, today).map((path) => ({
    path: `/parties${path}`,
    code: "bad-date",
    message: "bad-date",
  }));
  if (errors.length > 0) throw new Problem("invalid-body", { errors });
}

/** Throws `invalid-body` when the caller cannot see the paper that is said to show a step in the file of the case. */
export async function requirePaper(
  table: Table,
  { state }: StoredCase,
  documentId: string | undefined,
  caller: Caller,
): Promise<void> {
  if (documentId === undefined) return;
  const found = await findPaper(table, state, documentId);
  if (found !== undefined && isAdded(found.document) && may(caller, readingOf(state, found.document, found.part)))
    return;
  throw new Problem("invalid-body", {
    errors: [{ path: "/documentId", code: "not-in-the-file", message: documentId }],
  });
}
