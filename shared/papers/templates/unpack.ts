import { unzipSync } from "fflate";
import { TemplateRefused } from "./fault.ts";

/** The parts of a document by their names. */
export type Parts = Readonly<Record<string, Uint8Array>>;

/** What a template may unpack to, in how many parts. A form of forty pages has a tenth of it. */
const unpackedBytesAtMost = 8 * 1024 * 1024;
const partsAtMost = 200;

/**
 * Unpacks a document within bounds. The sizes that the archive names are counted before anything is unpacked, and the library writes no
 * more of a part than was said. Throws `TemplateRefused`.
 */
export function unpackDocument(bytes: Uint8Array): Parts {
  const [seen, packed] = [new Set<string>(), { bytes: 0, unpacked: 0 }];
  const refuse = (about: string) => new TemplateRefused([{ code: "unpacks-too-large", about }]);
  const twice = (name: string) => new TemplateRefused([{ code: "not-a-document", about: name }]);
  try {
    return unzipSync(bytes, {
      filter({ name, size, originalSize }) {
        const known = name.toLowerCase();
        if (seen.has(known) || name.includes("..") || name.includes("\\") || name.startsWith("/")) throw twice(name);
        seen.add(known);
        packed.bytes += size;
        packed.unpacked += originalSize;
        // Parts that lie over each other would unpack to more than there is.
        if (packed.bytes > bytes.length || packed.unpacked > unpackedBytesAtMost) throw refuse(name);
        if (seen.size > partsAtMost) throw refuse(name);
        return !name.endsWith("/");
      },
    });
  } catch (error) {
    if (error instanceof TemplateRefused) throw error;
    throw new TemplateRefused([{ code: "not-a-document", about: "ZIP" }]);
  }
}
