import { inflateSync } from "node:zlib";
import {
  PDFArray,
  type PDFContext,
  PDFName,
  PDFObjectStreamParser,
  type PDFRawStream,
  PDFXRefStreamParser,
} from "@cantoo/pdf-lib";

// The library unpacks what it reads without a bound: what a file says of itself is unpacked for trial first, and refused beyond it.

/** What the streams of objects of one PDF may unpack to together. */
const structureBytesAtMost = 32 * 1024 * 1024;
/** The pixels of one PNG; a page scanned at 400 dpi has as many. */
export const pngPixelsAtMost = 15_500_000;
const pngBytesAtMost = 64 * 1024 * 1024;

const unpackedIn = new WeakMap<PDFContext, number>();

/** Unpacks a stream of objects for trial. Throws RangeError or the inflater's error, as for one packed in another way. */
function tryUnpacking({ dict, contents }: PDFRawStream): void {
  const filter = dict.lookup(PDFName.of("Filter"));
  if (filter === undefined) return;
  const name = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
  if (name !== PDFName.of("FlateDecode")) throw new RangeError("objects packed in an unusual way");
  const before = unpackedIn.get(dict.context) ?? 0;
  const { length } = inflateSync(contents, { maxOutputLength: Math.max(structureBytesAtMost - before, 1) });
  unpackedIn.set(dict.context, before + length);
}

let isBounded = false;
/** Has the library ask before it unpacks; its parsers are the only place where all that it will unpack is known. */
export function boundUnpacking(): void {
  if (isBounded) return;
  isBounded = true;
  const { forStream: objects } = PDFObjectStreamParser;
  PDFObjectStreamParser.forStream = (stream, shouldWait) => {
    tryUnpacking(stream);
    return objects(stream, shouldWait);
  };
  const { forStream: references } = PDFXRefStreamParser;
  PDFXRefStreamParser.forStream = (stream) => {
    tryUnpacking(stream);
    return references(stream);
  };
}

const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const drawn: readonly string[] = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"];

/** A PNG with what is drawn of it alone (ISO/IEC 15948, 11). Throws RangeError where it is animated, too large, or holds more than its head says. */
export function boundedPng(bytes: Uint8Array): Buffer {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks = chunksOf(file);
  const head = chunks[0];
  if (head?.type !== "IHDR" || head.data.length !== 13) throw new RangeError("a PNG without its head");
  if (chunks.filter(({ type }) => type === "IHDR").length > 1) throw new RangeError("a PNG with two heads");
  if (chunks.some(({ type }) => type === "acTL")) throw new RangeError("a PNG that moves");
  const [width, height] = [head.data.readUInt32BE(0), head.data.readUInt32BE(4)];
  if (width * height > pngPixelsAtMost) throw new RangeError("a PNG that is too large");
  const bits = head.data.readUInt8(8) * (samplesOf[head.data.readUInt8(9)] ?? 0);
  const plain = height * (Math.ceil((width * bits) / 8) + 1);
  if (plain > pngBytesAtMost) throw new RangeError("a PNG that is too deep for its size");
  // Interlaced, it has each row in up to four parts, of which each begins again.
  const most = head.data.readUInt8(12) === 0 ? plain : 2 * plain + 64;
  const pixels = chunks.flatMap(({ type, data }) => (type === "IDAT" ? [data] : []));
  inflateSync(Buffer.concat(pixels), { maxOutputLength: Math.max(most, 1) });
  const kept = chunks.flatMap(({ type, whole }) => (drawn.includes(type) ? [whole] : []));
  return Buffer.concat([file.subarray(0, 8), ...kept]);
}

type Chunk = { type: string; data: Buffer; whole: Buffer };

function chunksOf(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  let at = 8;
  while (at + 12 <= file.length) {
    const end = at + 12 + file.readUInt32BE(at);
    if (end > file.length) throw new RangeError("a PNG that breaks off");
    const type = file.toString("latin1", at + 4, at + 8);
    chunks.push({ type, data: file.subarray(at + 8, end - 4), whole: file.subarray(at, end) });
    if (type === "IEND") break;
    at = end;
  }
  return chunks;
}
