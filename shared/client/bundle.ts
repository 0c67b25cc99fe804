import { existsSync, globSync, mkdirSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const project = fileURLToPath(new URL("../..", import.meta.url));
const sources = [
  "shared/{client,contracts,domain,dynamo,records,words}/**/*.{ts,json}",
  "package.json",
  "package-lock.json",
];

/**
 * The file of the whole command line, `dist/accord.mjs`, made again where a source is younger: loaded in one piece it takes a
 * quarter of the time. Throws where esbuild is not installed.
 */
export async function bundledCommand(): Promise<string> {
  const file = join(project, "dist", "accord.mjs");
  if (!isFresh(file)) await bundleCommand(file);
  return file;
}

function isFresh(file: string): boolean {
  if (!existsSync(file)) return false;
  const madeAt = statSync(file).mtimeMs;
  return globSync(sources, { cwd: project }).every((source) => statSync(join(project, source)).mtimeMs < madeAt);
}

/** Bundles the command line with all it uses into one file; answers which files it is made of. */
export async function bundleCommand(file: string): Promise<string[]> {
  const { build } = await import("esbuild");
  // Another call may be at it as well: each writes a file of its own, and the last one in place is as good as the first.
  const next = `${file}.${process.pid}`;
  mkdirSync(join(file, ".."), { recursive: true });
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: ["shared/client/cli/main.ts"],
    outfile: next,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    charset: "utf8",
    logLevel: "error",
    metafile: true,
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
  renameSync(next, file);
  return Object.keys(metafile.inputs);
}
