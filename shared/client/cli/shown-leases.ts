import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { makeFolder } from "./folders.ts";

const shownMessage = z.object({ url: z.string(), messageId: z.string(), lease: z.string() });
type ShownMessage = z.infer<typeof shownMessage>;
/** One message of an inbox, and the lease under which it was shown last. */
type Shown = Omit<ShownMessage, "url">;

/** What `inbox receive` has shown of one organisation's inbox and nobody has acked yet, kept from one call to the next. */
export type ShownLeases = {
  list: () => Promise<Shown[]>;
  /** Keeps the latest lease of each message. */
  add: (messages: readonly Shown[]) => Promise<void>;
  forget: (leases: readonly string[]) => Promise<void>;
};

/** Opens the note beside the organisation's key; leases of other platforms stay in it untouched. */
export function openShownLeases(keys: string, organisation: string, url: string): ShownLeases {
  const folder = join(keys, ".inbox");
  const file = join(folder, `${organisation}.json`);
  const here = async (): Promise<ShownMessage[]> => (await read(file)).filter((one) => one.url === url);
  const write = async (mine: readonly ShownMessage[]): Promise<void> => {
    const others = (await read(file)).filter((one) => one.url !== url);
    makeFolder(folder);
    // A name of its own, since a watch and another call may write at the same time.
    const next = `${file}.${process.pid}`;
    await writeFile(next, JSON.stringify([...others, ...mine]), { mode: 0o600 });
    await rename(next, file);
  };
  return {
    list: async () => (await here()).map(({ messageId, lease }) => ({ messageId, lease })),
    add: async (messages) => {
      if (messages.length === 0) return;
      const ids = new Set(messages.map(({ messageId }) => messageId));
      const before = (await here()).filter(({ messageId }) => !ids.has(messageId));
      await write([...before, ...messages.map(({ messageId, lease }) => ({ url, messageId, lease }))]);
    },
    forget: async (leases) => {
      const before = await here();
      const after = before.filter(({ lease }) => !leases.includes(lease));
      if (after.length < before.length) await write(after);
    },
  };
}

/** A note that cannot be read is no note: the messages come again when their leases end. */
async function read(file: string): Promise<ShownMessage[]> {
  try {
    return z.array(shownMessage).parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    return [];
  }
}
