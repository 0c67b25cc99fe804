import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

type Asset = { path: string; body: string; type: string };
/** The style and the script of the pages, each under an address that changes with its content. */
export type Assets = { style: Asset; script: Asset };

/** Reads them from the folder of the function's bundle. */
export function readAssets(folder: string): Assets {
  const read = (file: string, type: string): Asset => {
    const body = readFileSync(join(folder, "console", file), "utf8");
    const hash = createHash("sha256").update(body).digest("hex").slice(0, 16);
    return { path: `/console/assets/${hash}/${file}`, body, type };
  };
  return {
    style: read("style.css", "text/css; charset=utf-8"),
    script: read("page.js", "text/javascript; charset=utf-8"),
  };
}
