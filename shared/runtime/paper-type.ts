import type { DocumentAnnouncement } from "../contracts/documents.ts";

type ContentType = DocumentAnnouncement["contentType"];

const beginsWith = (bytes: Buffer, hex: string): boolean => bytes.subarray(0, hex.length / 2).toString("hex") === hex;
const holds = (bytes: Buffer, text: string, encoding: BufferEncoding = "latin1"): boolean =>
  bytes.includes(Buffer.from(text, encoding));

/** A ZIP container with a part of that name; names stand in it as they are. One with macros is none. */
const zipped = (part: string) => (bytes: Buffer) =>
  beginsWith(bytes, "504b0304") && holds(bytes, part) && !holds(bytes, "vbaProject.bin");
/** A compound file (MS-CFB) with a Word document, as .doc and .wps are; its directory names streams in UTF-16. */
const compound = (bytes: Buffer): boolean =>
  beginsWith(bytes, "d0cf11e0a1b11ae1") &&
  holds(bytes, "WordDocument", "utf16le") &&
  !holds(bytes, "_VBA_PROJECT", "utf16le");

/** The brand of an ISO base media file (ISO/IEC 14496-12), four characters; empty where it is none. */
const brandOf = (bytes: Buffer): string =>
  bytes.toString("latin1", 4, 8) === "ftyp" ? bytes.toString("latin1", 8, 12) : "";
const isHeic = (bytes: Buffer): boolean =>
  /^he(ic|ix|im|is|vc|vx)$/.test(brandOf(bytes)) ||
  (/^m(if|sf)1$/.test(brandOf(bytes)) && /he(ic|ix|im|is|vc|vx)/.test(bytes.toString("latin1", 12, 64)));
const isMp4 = (bytes: Buffer): boolean =>
  /^(M4[ABVP] |mp4[12]|iso[m2-9]|avc1|dash|MSNV|mmp4|3g[p2].|f4v )$/.test(brandOf(bytes));
/** An ID3 tag, or a frame of MPEG audio, layer III, whose rates are none of the reserved ones. */
const isMp3 = (bytes: Buffer): boolean => {
  if (beginsWith(bytes, "494433")) return true;
  const [first = 0, second = 0, third = 0] = bytes;
  const isLayerThree = first === 0xff && (second & 0xe6) === 0xe2 && (second & 0x18) !== 0x08;
  return isLayerThree && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c;
};

const fits: { readonly [Type in ContentType]: (bytes: Buffer) => boolean } = {
  "application/pdf": (bytes) => bytes.subarray(0, 1024).includes("%PDF-"),
  "application/ofd": zipped("OFD.xml"),
  "image/jpeg": (bytes) => beginsWith(bytes, "ffd8ff"),
  "image/png": (bytes) => beginsWith(bytes, "89504e470d0a1a0a"),
  "image/heic": isHeic,
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": zipped("word/document"),
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": zipped("xl/workbook"),
  "application/msword": compound,
  "application/wps-office.wps": compound,
  "audio/mpeg": isMp3,
  "audio/mp4": isMp4,
  "video/mp4": isMp4,
};

/** Whether a file is by its content what its type says, whatever its name; nothing that runs passes for a paper. */
export const isOfType = (contentType: ContentType, bytes: Uint8Array): boolean => fits[contentType](Buffer.from(bytes));
