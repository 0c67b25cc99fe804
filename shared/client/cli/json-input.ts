import { readFile } from "node:fs/promises";
import type * as z from "zod";
import { parseInput, refuseInput } from "../errors.ts";
import { UsageError } from "./failure.ts";
import type { Session } from "./session.ts";

/** The JSON of a file, or of the standard input for `-`. Throws `UsageError` when there is no such file, `ApiError` when it is not JSON. */
export async function readJson(path: string, { terminal, language }: Session): Promise<unknown> {
  const text = path === "-" ? await terminal.readStdin() : (await readBytes(path)).toString("utf8");
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw refuseInput("invalid-json", language, { detail: error instanceof Error ? error.message : path });
  }
}

/** The bytes of a file. Throws `UsageError` when it cannot be read. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`cannot read ${path}`, { cause: error });
  }
}

/** What the operation's schema makes of a body. Throws the platform's own error, before anything is sent. */
export const bodyFor = <Schema extends z.ZodType>(schema: Schema, value: unknown, session: Session): z.output<Schema> =>
  parseInput(schema, value, "invalid-body", session.language);
