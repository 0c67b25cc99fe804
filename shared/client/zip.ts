import { inflateRawSync } from "node:zlib";
import { FileError } from "./text-file.ts";

const entriesAtMost = 2_000;
const bytesAtMost = 64 * 1024 * 1024;

const broken = () => new FileError("not-a-workbook", { en: "this is no whole XLSX file", zh: "不是完整的 XLSX 文件" });

/** Whether the bytes begin as a ZIP archive does, which every XLSX file is. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/**
 * Reads single files of an archive by name; undefined where there is none. The content is bounded while it is unpacked, 64
 * MiB in all, whatever the archive says of itself. Throws `FileError`.
 */
export function openZip(bytes: Uint8Array): (name: string) => Buffer | undefined {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = entriesOf(archive);
  let left = bytesAtMost;
  return (name) => {
    const entry = entries.get(name);
    if (entry === undefined) return undefined;
    const content = unpacked(archive, entry, left);
    left -= content.length;
    return content;
  };
}

type Entry = { method: number; size: number; offset: number };

/** The central directory, from the end of the archive (PKWARE APPNOTE 4.3). Encrypted entries and ZIP64 are not taken. */
function entriesOf(archive: Buffer): Map<string, Entry> {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > archive.length) throw broken();
  const count = archive.readUInt16LE(end + 10);
  if (count > entriesAtMost) throw tooBig();
  const entries = new Map<string, Entry>();
  let at = archive.readUInt32LE(end + 16);
  for (let number = 0; number < count; number += 1) {
    if (at + 46 > archive.length || archive.readUInt32LE(at) !== 0x02014b50) throw broken();
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString("utf8", at + 46, at + 46 + nameLength);
    const isEncrypted = (archive.readUInt16LE(at + 8) & 1) === 1;
    if (isEncrypted || entries.has(name)) throw broken();
    const [method, size, offset] = [
      archive.readUInt16LE(at + 10),
      archive.readUInt32LE(at + 20),
      archive.readUInt32LE(at + 42),
    ];
    entries.set(name, { method, size, offset });
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return entries;
}

function unpacked(archive: Buffer, { method, size, offset }: Entry, left: number): Buffer {
  if (offset + 30 > archive.length || archive.readUInt32LE(offset) !== 0x04034b50) throw broken();
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
  const packed = archive.subarray(start, start + size);
  if (packed.length < size || left <= 0) throw left <= 0 ? tooBig() : broken();
  if (method === 0) {
    if (size > left) throw tooBig();
    return packed;
  }
  if (method !== 8) throw broken();
  try {
    return inflateRawSync(packed, { maxOutputLength: left });
  } catch (cause) {
    const isTooBig = cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
    throw isTooBig ? tooBig() : broken();
  }
}

const tooBig = () =>
  new FileError("too-big", {
    en: "the workbook unpacks to more than 64 MiB, or to too many files",
    zh: "工作簿解压后超过 64 MiB，或文件过多",
  });
