import { createHash } from "node:crypto";
import type { BindingMessage } from "../contracts/messages.ts";
import { limitsFor } from "../domain/limits.ts";
import { type Binding, endBinding, holdBinding, recordReadOnce } from "../dynamo/binding-store.ts";
import { loadOrganisation } from "../dynamo/directory-store.ts";
import { descriptionKey } from "./ask-binding.ts";
import type { Caller } from "./caller.ts";
import { type Binder, type BindPorts, bindFile, weighFile } from "./case-bundle.ts";
import { openOne } from "./case-texts.ts";
import { Problem } from "./problem.ts";

type Ports = BindPorts & {
  /** How long this may take before somebody else may begin again. */
  holdSeconds: number;
  binder: () => Promise<Binder>;
};

/**
 * Binds a file that was asked for, as the one who asked may see it now. Killed in the middle it is begun again and comes to the same: the same
 * bytes under the same name, each paper recorded as read once. An order that the case does not allow ends, with why; anything else is tried again.
 */
export async function bindWhenAsked(ports: Ports, message: BindingMessage): Promise<void> {
  const held = await holdBinding(ports.table, message, { now: ports.now(), seconds: ports.holdSeconds });
  // Somebody is at it, or it ended: then the message was told twice.
  if (held === undefined) return;
  try {
    await bound(ports, held);
    await endBinding(ports.table, held, { state: "done" });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await endBinding(ports.table, held, { state: "failed", failure: error.code });
  }
}

async function bound(ports: Ports, held: Binding): Promise<void> {
  const { caseId, format } = held;
  const caller = await askerOf(ports, held);
  const recording = { ...ports, recordRead: recordReadOnce(ports.table, held) };
  const weighed = await weighFile(recording, caller, { caseId, format });
  const reason = await reasonOf(ports, held);
  const described = await bindFile(recording, caller, { reason, format }, weighed, await ports.binder());
  const bytes = new TextEncoder().encode(JSON.stringify(described));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const facts = { contentType: "application/json", sizeBytes: bytes.length, sha256 };
  await ports.caseFiles.write(descriptionKey(held), facts, bytes, ports.now());
}

/** Why it was asked for. Throws while it cannot be opened: the queue brings it again. */
async function reasonOf(ports: Ports, { caseId, reason, sealedReason }: Binding): Promise<string | undefined> {
  if (sealedReason === undefined) return reason;
  const said = await openOne(ports, caseId, { what: "binding", sealed: sealedReason });
  if (said === undefined) throw new Problem("case-erased");
  return said;
}

/** Who asked, with what its organisation may now. Throws `not-allowed` where it may nothing any more. */
async function askerOf({ table }: Ports, { askedBy }: Binding): Promise<Caller> {
  const organisation = await loadOrganisation(table, askedBy.organisationId);
  if (organisation === undefined || organisation.facts.suspended) throw new Problem("not-allowed");
  return { ...askedBy, organisation, limits: limitsFor(organisation.limits, {}) };
}
