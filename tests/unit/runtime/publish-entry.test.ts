import { describe, expect, it } from "vitest";
import { inboxPayload } from "../../../shared/contracts/event-type-list.ts";
import { inboxMessage } from "../../../shared/contracts/inbox.ts";
import type { AccessEntry } from "../../../shared/domain/access.ts";
import { isTold, toldActs } from "../../../shared/domain/told-acts.ts";
import { logKey } from "../../../shared/dynamo/keys.ts";
import { kinds } from "../../../shared/dynamo/stored-versions.ts";
import { publishEntry } from "../../../shared/runtime/publish-entry.ts";

const owner = "police-1";
const at = "2026-03-02T02:00:00.000Z";
const by = (organisationId: string) => ({ organisationId, role: "coordinator" as const });

async function toldOf(entry: AccessEntry): Promise<unknown[]> {
  const sent: unknown[] = [];
  const item = kinds.logged.mark({ ...logKey(owner, 7), sequence: 7, previousHash: "", hash: "", entry });
  const send = async (url: string, message: unknown) => {
    // It holds what the list of event types says of its type, and nothing else.
    inboxPayload(inboxMessage().parse(message).type).parse(message);
    sent.push([url, message]);
  };
  await publishEntry({ send, inboxUrl: (id) => `inbox-${id}` }, item);
  return sent;
}

describe("an entry of a log", () => {
  it("is told to the organisation whose log it is, where somebody else caused it", async () => {
    const entry = { at, act: "key-registered", about: "a-key", until: "2028-03-01T02:00:00.000Z" } as const;
    const message = { messageId: `${owner}.log.7`, type: "key.registered", at, about: "a-key", deadline: entry.until };
    expect(await toldOf({ ...entry, by: by("bureau") })).toEqual([[`inbox-${owner}`, message]]);
    expect(await toldOf({ ...entry, by: by(owner) })).toEqual([]);
  });

  it("is told to its own house, where nobody else could know it", async () => {
    for (const act of ["key-ending", "approval-asked"] as const) {
      expect(await toldOf({ at, act, about: "a-key", by: by(owner) })).toMatchObject([
        [`inbox-${owner}`, { type: toldActs[act] }],
      ]);
    }
  });

  it("is not told where it is nobody's business but the log's", async () => {
    expect(isTold("signed-in")).toBe(false);
    expect(await toldOf({ at, act: "signed-in", by: by("bureau") })).toEqual([]);
  });
});
