import { degrees, PDFDocument, type PDFFont, type PDFPage, StandardFonts } from "@cantoo/pdf-lib";
import { strToU8, type Zippable, zipSync } from "fflate";
import { boundedPng, boundUnpacking, pngPixelsAtMost } from "./bounded-unpacking.ts";

// A bound file: papers joined to one PDF with numbered pages, or packed as they are. Equal papers are equal bytes.

type Paper = { contentType: string; bytes: Uint8Array };

const a4 = { width: 595.28, height: 841.89 };
const margin = 28;
const pagesAtMost = 2_000;

/** A paper as pages of a PDF; undefined where it is none that can be joined: it is of another type, locked, or broken. */
export async function asPages(paper: Paper): Promise<PDFDocument | undefined> {
  try {
    return await read(paper);
  } catch {
    // It can be handed out as it is, though something is wrong with it.
    return undefined;
  }
}

function read({ contentType, bytes }: Paper): Promise<PDFDocument | undefined> {
  if (contentType === "application/pdf") return tried(bytes);
  if (contentType === "image/jpeg") return pictured(bytes, "jpeg");
  if (contentType === "image/png") return pictured(bytes, "png");
  return Promise.resolve(undefined);
}

/** A PDF whose pages were joined once for trial: what is broken inside of one shows only then. */
async function tried(bytes: Uint8Array): Promise<PDFDocument | undefined> {
  // A broken file is kept apart; nothing is guessed about it.
  boundUnpacking();
  const given = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
  if (given.getPageCount() > pagesAtMost) return undefined;
  const trial = await begun();
  await trial.add(given);
  await trial.whole.save(saving);
  return given;
}

/**
 * How many pixels must be unpacked to draw a paper: those of a PNG that is not too large to be drawn, as its
 * head says (ISO/IEC 15948, 11.2.2).
 */
export function pixelsOf({ contentType, bytes }: Paper): number {
  if (contentType !== "image/png" || bytes.length < 24) return 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pixels = view.getUint32(16) * view.getUint32(20);
  return pixels > pngPixelsAtMost ? 0 : pixels;
}

/** A picture on a page of its own, as large as fits, upright as its camera was held. */
async function pictured(bytes: Uint8Array, type: "jpeg" | "png"): Promise<PDFDocument> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const picture = type === "jpeg" ? await document.embedJpg(bytes) : await document.embedPng(boundedPng(bytes));
  const turn = type === "jpeg" ? turnOf(bytes) : 0;
  const isWide = picture.width > picture.height;
  // The page lies as the picture does, and is turned with it.
  const page = document.addPage(isWide ? [a4.height, a4.width] : [a4.width, a4.height]);
  const room = { width: page.getWidth() - 2 * margin, height: page.getHeight() - 2 * margin };
  const scale = Math.min(room.width / picture.width, room.height / picture.height, 1);
  const [width, height] = [picture.width * scale, picture.height * scale];
  page.drawImage(picture, {
    x: (page.getWidth() - width) / 2,
    y: (page.getHeight() - height) / 2,
    width,
    height,
  });
  page.setRotation(degrees(turn));
  await document.flush();
  return document;
}

const turns: Readonly<Record<number, number>> = { 3: 180, 6: 90, 8: 270 };
/** By how much a JPEG is turned to stand upright, clockwise: the orientation that its camera noted (Exif 2.3, tag 0x0112). */
function turnOf(bytes: Uint8Array): number {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const exif = file.subarray(0, 65_536).indexOf("Exif\0\0", "latin1");
  if (exif === -1 || exif + 14 > file.length) return 0;
  const tiff = file.subarray(exif + 6);
  const isLittle = tiff.toString("latin1", 0, 2) === "II";
  const short = (at: number): number =>
    at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const count = Math.min(short(directory), 100);
  for (let entry = 0; entry < count; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (short(at) === 0x0112) return turns[short(at + 8)] ?? 0;
  }
  return 0;
}

export type Bound = { cover: Uint8Array; contents: Uint8Array; backCover: Uint8Array; papers: readonly PDFDocument[] };

/** One PDF of it all; the pages of the papers are numbered through, as the contents count them. */
export async function joinPdf(
  { cover, contents, backCover, papers }: Bound,
  { title, at }: { title: string; at: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const { whole, copy, add } = await begun();
  const load = (bytes: Uint8Array) => PDFDocument.load(bytes, { updateMetadata: false });
  for (const head of [cover, contents]) await copy(await load(head));
  for (const paper of papers) await add(paper);
  await copy(await load(backCover));
  const time = new Date(at);
  whole.setTitle(title);
  whole.setCreator("Accord");
  whole.setProducer("Accord");
  whole.setCreationDate(time);
  whole.setModificationDate(time);
  return new Uint8Array(await whole.save(saving));
}

const saving = { addDefaultPage: false, updateFieldAppearances: false };

/** A PDF to which others are copied, and papers added with the numbers of their pages. */
async function begun() {
  const whole = await PDFDocument.create({ updateMetadata: false });
  const digits = await whole.embedFont(StandardFonts.Helvetica);
  let number = 0;
  const copy = async (from: PDFDocument): Promise<PDFPage[]> => {
    const pages = await whole.copyPages(from, from.getPageIndices());
    for (const page of pages) whole.addPage(page);
    return pages;
  };
  const add = async (from: PDFDocument): Promise<void> => {
    for (const page of await copy(from)) {
      number += 1;
      const text = String(number);
      stamp(page, text, digits.widthOfTextAtSize(text, stampSize), digits);
    }
  };
  return { whole, copy, add };
}

const stampSize = 10;

/** Writes a number at the upper right corner, as the page is looked at. */
function stamp(page: PDFPage, text: string, width: number, font: PDFFont): void {
  const { x, y, width: across, height: up } = page.getCropBox();
  const turn = ((page.getRotation().angle % 360) + 360) % 360;
  const inset = 20;
  const places: Readonly<Record<number, { x: number; y: number }>> = {
    0: { x: x + across - inset - width, y: y + up - inset - stampSize },
    90: { x: x + inset + stampSize, y: y + up - inset - width },
    180: { x: x + inset + width, y: y + inset + stampSize },
    270: { x: x + across - inset - stampSize, y: y + inset + width },
  };
  page.drawText(text, { ...(places[turn] ?? places[0]), size: stampSize, font, rotate: degrees(turn) });
}

/** Files as one archive. ZIP knows the time of a clock on a wall only, from 1980 on: all have that first one. */
export function packZip(files: readonly { name: string; bytes: Uint8Array | string }[]): Uint8Array<ArrayBuffer> {
  // Made on Unix: where that is not said, unzip reads the names as those of MS-DOS, and turns Chinese into nonsense.
  const kept = { mtime: new Date(1980, 0, 1), os: 3, attrs: (0o100_644 << 16) >>> 0 };
  const entries: Zippable = Object.fromEntries(
    files.map(({ name, bytes }) => [name, [typeof bytes === "string" ? strToU8(bytes) : bytes, kept]]),
  );
  // The content of papers is packed already.
  return new Uint8Array(zipSync(entries, { level: 0 }));
}
