import type { BindingMessage } from "../contracts/messages.ts";
import { type BoundFile, boundFile, type ShownBinding } from "../contracts/paper-routes.ts";
import { type ProblemCode, type ProblemDocument, problems, problemType } from "../contracts/problems.ts";
import { given } from "../domain/given.ts";
import { once } from "../domain/once.ts";
import { askBinding, type Binding, isGivenUp, loadBinding } from "../dynamo/binding-store.ts";
import { actorOf, type Caller } from "./caller.ts";
import { type Binder, type BindPorts, bindFile, bundleKey, handOut, isWithinACall, weighFile } from "./case-bundle.ts";
import { caseLedTo } from "./case-for.ts";
import { requireReason } from "./case-parties.ts";
import { sealBeside } from "./case-texts.ts";
import { idOf } from "./id-of.ts";
import { Problem } from "./problem.ts";

// A file is bound within the call. One that is too large for it is asked for, bound by another function, and fetched when it is done.

type Asked = { caseId: string; format: "pdf" | "zip"; reason: string | undefined };
/** Tells who binds that there is something to bind. */
export type TellBinder = (message: BindingMessage) => Promise<void>;
type AskPorts = BindPorts & { tellBinder: TellBinder };

/** Seconds until it is worth asking how far it is. */
export const binderSeconds = 5;

/** Binds a file at once where that fits into a call, and asks for it otherwise. Throws as `weighFile`, `bindFile` and `askForFile` do. */
export async function bindNowOrLater(
  ports: AskPorts,
  caller: Caller,
  asked: Asked,
  binder: () => Promise<Binder>,
): Promise<{ file: BoundFile } | { caseId: string; bindingId: string }> {
  const weighed = await weighFile(ports, caller, asked);
  const { caseId } = weighed.stored.state;
  if (!isWithinACall(weighed)) return { caseId, bindingId: await askForFile(ports, caller, asked) };
  return { file: await handOut(ports, caseId, await bindFile(ports, caller, asked, weighed, await binder())) };
}

/**
 * Asks for a file. Somebody who asks again while it is made asks for the same, and has the binder told again where nobody is at it: the
 * first telling may have been lost. Throws `invalid-parameters` where a reason is missing.
 */
async function askForFile(ports: AskPorts, caller: Caller, { caseId, format, reason }: Asked): Promise<string> {
  const { state } = await caseLedTo(ports, caller, { caseId, act: "make-paper" });
  requireReason(caller, state, reason);
  const { role: by } = caller;
  const askedBy = { ...actorOf(caller), role: by };
  const { organisationId, officer = "", personId = "" } = askedBy;
  const said =
    reason === undefined ? undefined : await sealBeside(ports, state.caseId, { what: "binding", text: reason });
  const place = {
    caseId: state.caseId,
    bindingId: idOf([state.caseId, format, organisationId, officer, personId, said?.standIn ?? ""]),
  };
  const at = ports.now();
  const run = ports.newId();
  const isNew = await askBinding(ports.table, {
    ...{ ...place, format, askedBy, askedAt: at, run },
    ...given("sealedReason", said?.sealed),
  });
  const there = isNew ? { run, heldUntil: "" } : await loadBinding(ports.table, place, at);
  if (there !== undefined && there.heldUntil <= at) await ports.tellBinder({ ...place, run: there.run });
  return place.bindingId;
}

/** How far it is, for the one who asked. Throws `not-found`, also once what was made is gone. */
export async function shownBinding(
  ports: BindPorts,
  caller: Caller,
  { caseId, bindingId }: { caseId: string; bindingId: string },
  language: "zh" | "en",
): Promise<ShownBinding> {
  const { state } = await caseLedTo(ports, caller, { caseId, act: "make-paper" });
  const now = ports.now();
  const found = await loadBinding(ports.table, { caseId: state.caseId, bindingId }, now);
  if (found === undefined || !isOf(found, caller)) throw new Problem("not-found");
  const shown = { askedAt: found.askedAt };
  if (found.state === "done") {
    const bound = await readDescription(ports, found);
    return { ...shown, state: "done", bound: await handOut(ports, state.caseId, bound) };
  }
  const isOver = found.state === "failed" || isGivenUp(found, now);
  if (!isOver) return { ...shown, state: "running" };
  return { ...shown, state: "failed", failure: failureOf(found.failure, language) };
}

const isOf = ({ askedBy }: Binding, { organisationId, officer, personId }: Caller): boolean =>
  askedBy.organisationId === organisationId && askedBy.officer === officer && askedBy.personId === personId;

const isCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);
/** What it failed for; what was given up without a word failed inside. */
function failureOf(failure: string | undefined, language: "zh" | "en"): ProblemDocument {
  const code = failure !== undefined && isCode(failure) ? failure : "internal";
  const { status, title, action } = problems[code];
  return { type: problemType(code), status, code, title: title[language], action: action[language] };
}

const description = once(() => boundFile().omit({ downloadUrl: true, expiresAt: true }));

/** What is in the file, beside it: a hundred papers are too much for an item that changes with every attempt. */
export const descriptionKey = ({ caseId, bindingId, run }: BindingMessage): string =>
  bundleKey(caseId, `${bindingId}-${run}.json`);

async function readDescription({ caseFiles }: BindPorts, found: Binding) {
  const text = new TextDecoder().decode(await caseFiles.read(descriptionKey(found)));
  return description().parse(JSON.parse(text));
}
