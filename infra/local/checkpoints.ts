import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import { LocalFailure } from "./failure.ts";
import { makeFolder } from "./folders.ts";

const checkpointSchema = z.object({ sequenceNumber: z.string().optional(), finished: z.boolean() });
const fileSchema = z.record(z.string(), checkpointSchema);
type Checkpoint = z.infer<typeof checkpointSchema>;

/** How far a stream has been dealt with, by shard. */
export type Checkpoints = {
  get(shardId: string): Checkpoint | undefined;
  /** Written after the records before it are done, so that a crash repeats records and loses none. */
  set(shardId: string, checkpoint: Checkpoint): void;
};

/** Opens the checkpoints kept in the file, or in memory without one; throws LocalFailure when the file is damaged. */
export function openCheckpoints(file?: string): Checkpoints {
  const shards = new Map<string, Checkpoint>(file !== undefined && existsSync(file) ? read(file) : []);
  return {
    get: (shardId) => shards.get(shardId),
    set(shardId, checkpoint) {
      shards.set(shardId, checkpoint);
      if (file !== undefined) writeAtomically(file, JSON.stringify(Object.fromEntries(shards)));
    },
  };
}

/** Replaces the file's content so that a reader finds the old or the new one, never a part. */
export function writeAtomically(file: string, content: string, mode = 0o644): void {
  makeFolder(dirname(file));
  writeFileSync(`${file}.new`, content, { mode });
  renameSync(`${file}.new`, file);
}

function read(file: string): [string, Checkpoint][] {
  try {
    return Object.entries(fileSchema.parse(JSON.parse(readFileSync(file, "utf8"))));
  } catch {
    throw new LocalFailure(
      `The stream position in ${file} is damaged. Delete that file: events are then published again from the oldest ` +
        "one the stream still holds, which is harmless.",
    );
  }
}
