import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError } from "./failure.ts";

/**
 * Makes a folder for its owner only, and all that lead to it, one by one: Node's own `recursive` never ends where the
 * system takes no folders, as below /proc. Throws `UsageError`.
 */
export function makeFolder(folder: string): void {
  const path = resolve(folder);
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (cause) {
    if (!existsSync(path)) throw new UsageError({ en: `${path} cannot be made`, zh: `无法建立 ${path}` }, { cause });
  }
}
