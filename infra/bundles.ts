import { createHash } from "node:crypto";
import { copyFileSync, cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { type BuildOptions, build, version as esbuildVersion, type Plugin } from "esbuild";
import * as z from "zod";
import { layFonts } from "./fonts.ts";

const project = join(import.meta.dirname, "..");
const record = "inputs.json";
const recordSchema = z.object({ files: z.array(z.string()), packages: z.array(z.string()), digest: z.string() });
/** Packages of which files are laid beside the functions as they are. */
const laidPackages = ["swagger-ui-dist", "@expo-google-fonts/noto-serif-sc", "@chinese-fonts/lxgwwenkai"];

/** What a page needs to show the API without asking any other server, and the licence it comes under. */
const pageFiles = ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"];

/** How a function becomes one file: Chinese as it is and not in six-letter escapes, and the SDK without what none of them uses. */
export const bundling = {
  absWorkingDir: project,
  bundle: true,
  minify: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  mainFields: ["module", "main"],
  charset: "utf8",
  logLevel: "error",
  alias: {
    "@aws-sdk/credential-provider-node": "./shared/aws/environment-credentials.ts",
    "@aws-sdk/endpoint-cache": "./shared/aws/no-endpoint-cache.ts",
    "@smithy/core/event-streams": "./shared/aws/no-event-streams.ts",
  },
  plugins: [withoutJsonSchemas(), withoutUnusedDefinitions(), withLaterFiles()],
} satisfies BuildOptions;

/** Leaves out what makes JSON schemas of zod's: only the API description needs it, which is written here and not at run time. */
function withoutJsonSchemas(): Plugin {
  const stub = join(import.meta.dirname, "no-json-schemas.ts");
  return {
    name: "without-json-schemas",
    setup({ onResolve }) {
      onResolve(
        { filter: /\/(to-json-schema|json-schema-processors|json-schema-generator|from-json-schema)\.js$/ },
        (at) => (/[\\/]zod[\\/]/.test(at.importer) ? { path: stub } : undefined),
      );
    },
  };
}

/**
 * Leaves out the verbs, events and schemas that a function does not use: what these functions define has no effect until it is
 * asked for, which esbuild believes at the place of the call alone.
 */
function withoutUnusedDefinitions(): Plugin {
  return {
    name: "without-unused-definitions",
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]shared[\\/].*\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, "utf8").replaceAll(
          /(?<=[=:] )(?=(?:verb|event|firstEvent|once|plainBody|timelyBody)\()/g,
          "/* @__PURE__ */ ",
        ),
        loader: "ts",
      }));
    },
  };
}

/** What functions import on demand: the file in which each then stands beside the function, and what it hands on. */
const laterFiles: Readonly<Record<string, { file: string; exports: string; from?: string }>> = {
  "write-excel-file/node": { file: "workbooks.mjs", exports: "{ default }" },
  "openid-client": { file: "sign-in.mjs", exports: "*" },
  "@aws-sdk/client-sts": { file: "lending.mjs", exports: "{ AssumeRoleCommand, STSClient }" },
  "../../shared/papers/pdf.ts": { file: "pdf.mjs", exports: "{ writePdf }", from: "./shared/papers/pdf.ts" },
  "../../shared/papers/docx.ts": { file: "docx.mjs", exports: "{ writeDocx }", from: "./shared/papers/docx.ts" },
  "../../shared/papers/templates/open.ts": {
    // Its library is made for `require`.
    file: "templates.cjs",
    exports: "{ templates }",
    from: "./shared/papers/templates/open.ts",
  },
  "../../shared/papers/join.ts": {
    file: "join.mjs",
    exports: "{ asPages, joinPdf, packZip, pixelsOf }",
    from: "./shared/papers/join.ts",
  },
};

/** Leaves what is imported on demand in a file of its own, which is neither read nor compiled before. */
function withLaterFiles(): Plugin {
  return {
    name: "with-later-files",
    setup({ onResolve }) {
      onResolve({ filter: /./ }, ({ path, kind }) => {
        const later = kind === "dynamic-import" ? laterFiles[path] : undefined;
        return later === undefined ? undefined : { path: `./${later.file}`, external: true };
      });
    },
  };
}

/**
 * Bundles every function, all in one pass, into `folder`, unless nothing they are made of has changed since. Answers where
 * the bundle of an entry, such as `cases/main.ts`, lies.
 */
export async function bundleFunctions(folder = join(project, ".bundles")): Promise<(entry: string) => string> {
  const entries = globSync(["*.ts", "*/main.ts"], { cwd: join(project, "functions") }).toSorted();
  const folderOf = (entry: string): string => join(folder, nameOf(entry));
  if (!isUpToDate(folder, entries)) await bundle(folder, entries);
  return (entry) => {
    if (!entries.includes(entry)) throw new Error(`functions/${entry} is no entry of a function`);
    return folderOf(entry);
  };
}

/** `cases/main.ts` is `cases`, and `count-when-case-saved.ts` is `count-when-case-saved`. */
const nameOf = (entry: string): string => (basename(entry) === "main.ts" ? dirname(entry) : basename(entry, ".ts"));

async function bundle(folder: string, entries: readonly string[]): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    ...bundling,
    entryPoints: entries.map((entry) => ({ in: join("functions", entry), out: join(nameOf(entry), "index") })),
    outdir: folder,
    metafile: true,
  });
  const inputs = new Set(Object.keys(metafile.inputs));
  for (const [output, { imports }] of Object.entries(metafile.outputs)) {
    const imported = imports.map(({ path }) => path);
    for (const input of await bundleLaterFiles(join(project, dirname(output)), imported)) inputs.add(input);
  }
  await documentApi(join(folder, "cases"));
  await dressConsole(join(folder, "console", "console"));
  const fonts = join(folder, "papers", "fonts");
  await layFonts(fonts);
  // The pages make papers in their own process.
  cpSync(fonts, join(folder, "console", "fonts"), { recursive: true });
  const files = [...new Set([...Object.keys(metafile.inputs), ...ownFiles()])].toSorted();
  const packages = [...packagesOf(inputs), ...laidPackages.map((name) => `node_modules/${name}`)].toSorted();
  writeFileSync(join(folder, record), JSON.stringify({ files, packages, digest: digestOf(files, entries) }));
}

/** The folders of the packages that these files are from. */
export const packagesOf = (inputs: Iterable<string>): string[] => [
  ...new Set([...inputs].flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input) ?? [])),
];

/** The folders of all packages of which something is deployed, by what the bundler has read. */
export async function deployedPackages(folder = join(project, ".bundles")): Promise<string[]> {
  await bundleFunctions(folder);
  return recordSchema.parse(JSON.parse(readFileSync(join(folder, record), "utf8"))).packages;
}

/** Puts the packages that a function imports on demand beside it; answers which files they are made of. */
async function bundleLaterFiles(folder: string, imported: readonly string[]): Promise<string[]> {
  const inputs: string[] = [];
  for (const [name, { file, exports, from = name }] of Object.entries(laterFiles)) {
    if (!imported.includes(`./${file}`)) continue;
    const stdin = { contents: `export ${exports} from "${from}";`, resolveDir: project };
    const { metafile } = await build({
      ...bundling,
      stdin,
      format: file.endsWith(".cjs") ? "cjs" : "esm",
      outfile: join(folder, file),
      metafile: true,
    });
    inputs.push(...Object.keys(metafile.inputs));
  }
  return inputs;
}

/** Puts the descriptions of the API and their page beside the function that hands them out. */
async function documentApi(folder: string): Promise<void> {
  const { openApiDocument } = await import("../shared/contracts/openapi.ts");
  const { asyncApiDocument } = await import("../shared/contracts/asyncapi.ts");
  const { describedTypes } = await import("../shared/contracts/event-type-list.ts");
  mkdirSync(join(folder, "docs"));
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openApiDocument()));
  writeFileSync(join(folder, "asyncapi.json"), JSON.stringify(asyncApiDocument()));
  writeFileSync(join(folder, "event-types.json"), JSON.stringify({ types: describedTypes() }));
  for (const file of pageFiles) {
    copyFileSync(join(project, "node_modules/swagger-ui-dist", file), join(folder, "docs", file));
  }
}

/** Puts the style and the script of the console beside its function, as old browsers take them. */
async function dressConsole(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const source = join(project, "functions", "console");
  await build({
    entryPoints: [join(source, "browser", "page.ts"), join(source, "style.css")],
    outdir: folder,
    outbase: source,
    entryNames: "[name]",
    bundle: true,
    minify: true,
    target: "chrome86",
    format: "iife",
    logLevel: "error",
  });
}

function isUpToDate(folder: string, entries: readonly string[]): boolean {
  const file = join(folder, record);
  if (!existsSync(file)) return false;
  const { data } = recordSchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (data === undefined) return false;
  const now = [...new Set([...data.files, ...ownFiles()])].toSorted();
  return data.digest === digestOf(now, entries);
}

/** What the bundles and the description are made of besides what esbuild reports. */
const ownFiles = (): string[] => [
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "infra/bundles.ts",
  "infra/no-json-schemas.ts",
  "infra/fonts.ts",
  ...globSync("shared/papers/**/*.ts", { cwd: project }),
  ...globSync("functions/console/{browser/*.ts,*.css}", { cwd: project }),
  ...globSync("shared/{contracts,domain}/**/*.{ts,json}", { cwd: project }),
];

function digestOf(files: readonly string[], entries: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify([esbuildVersion, entries, files]));
  for (const file of files) {
    const path = join(project, file);
    hash.update(existsSync(path) ? readFileSync(path) : "").update("\0");
  }
  return hash.digest("hex");
}
