import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import * as z from "zod";

const wireItem = z.record(z.string(), z.record(z.string(), z.unknown()));
const archive = z.object({ files: z.record(z.string(), z.string()), items: z.array(wireItem) });
type WireItem = z.infer<typeof wireItem>;

/** The files that make a data folder: logs and the lock are left out, since a start makes them again. */
const isKept = (path: string): boolean => !/\.log$|^lock\.db|-(wal|shm)$/.test(path);

/** Packs a data folder that nobody uses, and its table's items as they come over the wire, into one file; gives its size in bytes. */
export function packFolder(folder: string, items: readonly WireItem[], file: string): number {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile() && isKept(path))
    .sort();
  for (const path of paths.filter((name) => name.endsWith(".db"))) compact(join(folder, path));
  // One character a byte: Base64 would hide repetitions from the compressor.
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "latin1")]));
  const text = JSON.stringify({ files, items });
  const packed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } });
  writeFileSync(file, packed);
  return packed.length;
}

const unpacked = (file: string) => archive.parse(JSON.parse(brotliDecompressSync(readFileSync(file)).toString()));

/** The items of an archive's table. */
export const itemsIn = (file: string): WireItem[] => unpacked(file).items;

/** Puts the files of an archive into the folder. */
export function unpackFolder(file: string, folder: string): void {
  for (const [path, content] of Object.entries(unpacked(file).files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), Buffer.from(content, "latin1"));
  }
}

/** Brings what lies in the write-ahead log into the file, without empty pages. */
function compact(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.exec("VACUUM");
  database.close();
}
