import { crc32 } from "node:zlib";
import { unzipSync } from "fflate";
import { TemplateRefused } from "./fault.ts";

/** The parts of a document by their names. */
export type Parts = Readonly<Record<string, Uint8Array>>;

/** What a template may unpack to, in how many parts. A form of forty pages has a tenth of it. */
const unpackedBytesAtMost = 8 * 1024 * 1024;
const partsAtMost = 200;

/**
 * Unpacks a document within bounds. The sizes that the archive names are counted before anything is unpacked, and the library writes no
 * more of a part than was said; a part that is longer than that is another one by its checksum. Throws `TemplateRefused`.
 */
export function unpackDocument(bytes: Uint8Array): Parts {
  const [seen, packed] = [new Set<string>(), { bytes: 0, unpacked: 0 }];
  const refuse = (about: string) => new TemplateRefused([{ code: "unpacks-too-large", about }]);
  const broken = (name: string) => new TemplateRefused([{ code: "not-a-document", about: name }]);
  const names: string[] = [];
  try {
    const checksums = checksumsIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    const parts = unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        const known = name.toLowerCase();
        names.push(name);
        if (seen.has(known) || name.includes("..") || name.includes("\\") || name.startsWith("/")) throw broken(name);
        seen.add(known);
        packed.bytes += size;
        packed.unpacked += originalSize;
        // Parts that lie over each other would unpack to more than there is.
        if (packed.bytes > bytes.length || packed.unpacked > unpackedBytesAtMost) throw refuse(name);
        if (seen.size > partsAtMost) throw refuse(name);
        return !name.endsWith("/");
      },
    });
    const other = names.find((name, index) => parts[name] !== undefined && crc32(parts[name]) !== checksums[index]);
    if (other !== undefined) throw broken(other);
    return parts;
  } catch (error) {
    if (error instanceof TemplateRefused) throw error;
    throw new TemplateRefused([{ code: "not-a-document", about: "ZIP" }]);
  }
}

const [endOfDirectory, large] = [Buffer.from("PK\x05\x06"), 0x07064b50];

/** The checksums of the parts of an archive, in the order of its directory (APPNOTE 4.3.12). Throws for one that is none, or of the large kind. */
function checksumsIn(archive: Buffer): number[] {
  const end = archive.lastIndexOf(endOfDirectory, -22);
  if (end < 0 || (end >= 20 && archive.readUInt32LE(end - 20) === large)) throw new RangeError("no directory");
  const checksums: number[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 8); left > 0; left -= 1) {
    checksums.push(archive.readUInt32LE(at + 16));
    at += 46 + archive.readUInt16LE(at + 28) + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return checksums;
}
