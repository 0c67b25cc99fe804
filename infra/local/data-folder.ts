import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { writeAtomically } from "./checkpoints.ts";
import { databaseFile, type EngineKind } from "./dynamo-engine.ts";
import { LocalFailure, messageOf } from "./failure.ts";
import { makeFolder } from "./folders.ts";

/** Raised whenever an earlier version could not read what this one stores; folders of all formats before are read. */
const format = 8;
const manifestSchema = z.object({
  format: z.int().min(1),
  engine: z.enum(["dynoxide", "dynamodb-local"]),
  stack: z.string(),
  gatewayPort: z.number().int(),
  /** Tells another master key from the one that sealed the data; absent in folders of before. */
  masterKeyCheck: z.string().exactOptional(),
});

type Manifest = z.infer<typeof manifestSchema>;

/** The folder in which a platform keeps everything between runs, locked for this runner. */
export type DataFolder = {
  /** Undefined in a folder that has not been through a whole start yet. */
  manifest: Manifest | undefined;
  path(...names: string[]): string;
  /** Marks the folder as complete. */
  commit(manifest: Omit<Manifest, "format">): void;
  /** Unlocks the folder; what a start that never got as far as `commit` has put there is taken away again. */
  release(): void;
};

const parts = ["dynamodb", "sqs", "streams"];

/** Locks and checks the folder, making it if need be; throws LocalFailure, with what to do, when it cannot be used. */
export function openDataFolder(directory: string): DataFolder {
  const root = resolve(directory);
  const path = (...names: string[]) => join(root, ...names);
  makeFolder(root);
  const unlock = lock(path("lock.db"), root);
  try {
    const manifest = existsSync(path("platform.json")) ? readManifest(path("platform.json"), root) : undefined;
    if (manifest) {
      check(databaseFile(manifest.engine, path("dynamodb")), root);
      check(path("sqs", "fauxqs.db"), root);
    } else if (parts.some((name) => existsSync(path(name)))) {
      throw damaged(root, "platform.json is missing: it was lost, or the first start was interrupted");
    }
    let isComplete = manifest !== undefined;
    return {
      manifest,
      path,
      commit(given) {
        writeAtomically(path("platform.json"), JSON.stringify({ format, ...given }, null, 2));
        isComplete = true;
      },
      release() {
        if (!isComplete) for (const name of parts) rmSync(path(name), { recursive: true, force: true });
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Checks that the folder was made with the engine that is to run on it. */
export function checkEngine({ manifest, path }: DataFolder, engine: EngineKind): void {
  if (manifest === undefined || manifest.engine === engine) return;
  throw new LocalFailure(
    `The data folder ${path()} was made with the engine ${manifest.engine}, and ${engine} cannot read it. ` +
      `Start with --engine ${manifest.engine}, or choose another folder with --data.`,
  );
}

/** An open transaction on a file of its own: the operating system lets go of it whatever becomes of this process. */
function lock(file: string, root: string): () => void {
  const database = new DatabaseSync(file);
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!/locked/.test(messageOf(error))) throw damaged(root, `${file}: ${messageOf(error)}`);
    throw new LocalFailure(
      `Another runner is using the data folder ${root}. Stop that one first, or choose another folder with --data.`,
    );
  }
  return () => database.close();
}

function readManifest(file: string, root: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw damaged(root, `${file} cannot be read`);
  }
  // A newer version may write the rest in another form, so its number is looked at first.
  const stored = z.object({ format: z.int().min(1) }).safeParse(content);
  if (stored.success && stored.data.format > format) {
    throw new LocalFailure(
      `The data folder ${root} was written by a newer version: it has format ${stored.data.format}, and this version ` +
        `reads formats up to ${format}. Run the newer version on it, or choose another folder with --data.`,
    );
  }
  const manifest = manifestSchema.safeParse(content);
  if (manifest.success) return manifest.data;
  throw new LocalFailure(
    `The data folder ${root} is of a format that this version does not know: ${file} does not say what it should. ` +
      "Run the version that wrote it, or choose another folder with --data.",
  );
}

function check(file: string, root: string): void {
  if (!existsSync(file)) throw damaged(root, `${file} is missing`);
  let findings: string;
  try {
    const database = new DatabaseSync(file);
    const row = database.prepare("PRAGMA quick_check(1)").get();
    const tables = database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get();
    database.close();
    findings = tables?.["tables"] === 0 ? "it is empty" : String(row?.["quick_check"]);
  } catch (error) {
    findings = messageOf(error);
  }
  if (findings !== "ok") throw damaged(root, `${file}: ${findings}`);
}

function damaged(root: string, reason: string): LocalFailure {
  return new LocalFailure(
    `The data folder ${root} is damaged: ${reason}. Restore it from a copy, or choose another folder with --data. ` +
      "Delete it only if you need nothing of what it holds.",
  );
}
