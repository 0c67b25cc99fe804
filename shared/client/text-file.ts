import type { Label } from "../domain/codes.ts";
import { SpokenError } from "./errors.ts";

export type FileErrorCode =
  | "not-text"
  | "mixed-encodings"
  | "damaged-text"
  | "malformed"
  | "not-a-workbook"
  | "too-big";

/** A file that cannot be read as what it should be. */
export class FileError extends SpokenError {
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode, text: Label, options?: ErrorOptions) {
    super(text, options);
    this.name = "FileError";
    this.code = code;
  }
}

/**
 * The text of a file in UTF-8 or UTF-16, with or without a byte order mark, or in GB 18030, which office programs of Chinese
 * Windows write. Throws `FileError` rather than give a replacement character: for other bytes, and for two encodings in one.
 */
export function textOf(bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text.includes("\uFFFD")) throw new FileError("damaged-text", texts.damaged);
  if (text.includes("\0")) throw new FileError("not-text", texts.notText);
  return text;
}

function decoded(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decode("utf-16le", bytes);
  if (first === 0xfe && second === 0xff) return decode("utf-16be", bytes);
  if (first === 0xef && second === 0xbb && third === 0xbf) return decode("utf-8", bytes);
  const wide = wideEncodingOf(bytes);
  if (wide !== undefined) return decode(wide, bytes);
  const text = attempt("utf-8", bytes);
  if (text !== undefined) return text;
  requireOneEncoding(bytes);
  return decode("gb18030", bytes);
}

/** UTF-16 without a mark: a file of ours has commas, digits or brackets, whose other half is zero. */
function wideEncodingOf(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (bytes.length < 2 || bytes.length % 2 === 1 || !bytes.includes(0)) return undefined;
  const zeros = [0, 0];
  for (const [index, byte] of bytes.subarray(0, 4096).entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [high = 0, low = 0] = zeros;
  if (high === low) return undefined;
  return high > low ? "utf-16be" : "utf-16le";
}

/** A file that was put together from two: some lines can only be UTF-8, others are not. */
function requireOneEncoding(bytes: Uint8Array): void {
  const lines = linesOf(bytes);
  const number = lines.findIndex((line) => [...(attempt("utf-8", line) ?? "")].filter(isHan).length >= 2);
  const other = lines.findIndex((line) => attempt("utf-8", line) === undefined);
  if (number >= 0) throw new FileError("mixed-encodings", texts.mixed(number + 1, other + 1));
}

const isHan = (character: string): boolean => /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/.test(character);

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return [...lines, bytes.subarray(start)];
}

function decode(encoding: string, bytes: Uint8Array): string {
  const text = attempt(encoding, bytes);
  if (text === undefined) throw new FileError("not-text", texts.notText);
  return text;
}

function attempt(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const texts = {
  notText: {
    en: "this is no text in UTF-8, UTF-16 or GB 18030",
    zh: "不是 UTF-8、UTF-16 或 GB 18030 编码的文本",
  },
  damaged: {
    en: "the text holds replacement characters: it was damaged when it was saved before",
    zh: "文本中有替换字符（乱码）：此前保存时已损坏",
  },
  mixed: (utf8: number, other: number): Label => ({
    en: `two encodings are mixed: line ${utf8} is UTF-8, line ${other} is not; save the file again in one`,
    zh: `编码混用：第 ${utf8} 行是 UTF-8，第 ${other} 行不是；请统一编码后重新保存`,
  }),
} as const;
