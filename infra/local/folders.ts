import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { LocalFailure, messageOf } from "./failure.ts";

/**
 * Makes a folder with all that lead to it, one by one: Node's own `recursive` never ends where the system takes no
 * folders, as below /proc. New ones are for their owner only. Throws LocalFailure.
 */
export function makeFolder(folder: string): void {
  const path = resolve(folder);
  try {
    if (existsSync(path)) {
      if (!statSync(path).isDirectory()) throw new Error("it is no folder");
      return;
    }
    if (dirname(path) !== path) makeFolder(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (error instanceof LocalFailure) throw error;
    if (existsSync(path) && statSync(path).isDirectory()) return;
    throw new LocalFailure(`The folder ${path} cannot be made: ${messageOf(error)}.`);
  }
}
