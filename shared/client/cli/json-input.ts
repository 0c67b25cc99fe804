import { readFile } from "node:fs/promises";
import type * as z from "zod";
import { DirectoryFileError } from "../directory-file.ts";
import { type Language, parseInput, refuseInput, type SpokenError } from "../errors.ts";
import { FileError, textOf } from "../text-file.ts";
import { UsageError } from "./failure.ts";
import type { Session } from "./session.ts";

/** The JSON of a file, or of the standard input for `-`. Throws `UsageError` when there is no such file, `FileError` when it is no text, `ApiError` when it is not JSON. */
export async function readJson(path: string, session: Session): Promise<unknown> {
  const bytes = await bytesOf(path, session);
  return parseJson(
    namingFile(path, () => textOf(bytes)),
    session.language,
  );
}

/** The value of a JSON text. Throws `ApiError` when it is none. */
export function parseJson(text: string, language: Language): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw refuseInput("invalid-json", language, { detail: error instanceof Error ? error.message : String(error) });
  }
}

/** The bytes of a file, or of the standard input for `-`. */
export const bytesOf = (path: string, { terminal }: Session): Promise<Uint8Array> =>
  path === "-" ? terminal.readStdin() : readBytes(path);

/** What `read` makes of a file; its errors name the file. */
export function namingFile<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const named = ({ en, zh }: SpokenError["text"]) => ({ en: `${path}: ${en}`, zh: `${path}：${zh}` });
    if (error instanceof FileError) throw new FileError(error.code, named(error.text), { cause: error });
    if (error instanceof DirectoryFileError)
      throw new DirectoryFileError(error.code, named(error.text), { cause: error });
    throw error;
  }
}

/** The bytes of a file. Throws `UsageError` when it cannot be read. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError({ en: `cannot read ${path}`, zh: `无法读取 ${path}` }, { cause: error });
  }
}

/** What the operation's schema makes of a body. Throws the platform's own error, before anything is sent. */
export const bodyFor = <Schema extends z.ZodType>(schema: Schema, value: unknown, session: Session): z.output<Schema> =>
  parseInput(schema, value, "invalid-body", session.language);

/** What the help says of a file of JSON, and of JSON that is printed. */
export const jsonHelp = { en: " (JSON; - : stdin)", zh: "（JSON；- 表示标准输入）" } as const;
export const jsonAnswer = { en: " (JSON)", zh: "（JSON）" } as const;
