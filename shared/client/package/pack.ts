import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import packageFile from "../../../package.json" with { type: "json" };
import { declarations } from "./declarations.ts";

// npm run pack:client: the typed client, the verification of webhooks and the command `accord` as one package that needs Node
// 20 and nothing else: dist/accord-referrals-<version>.tgz. Prints its path and sizes.
const project = fileURLToPath(new URL("../../..", import.meta.url));
const folder = join(project, "dist", "client");

const launcher = `#!/usr/bin/env node
import module from "node:module";

if (Number.parseInt(process.versions.node, 10) < 20) {
  console.error(\`accord needs Node 20 or later; this is \${process.version}.\`);
  process.exit(1);
}
module.enableCompileCache?.();
await import("./command.js");
`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const { metafile } = await build({
  absWorkingDir: project,
  entryPoints: {
    index: "shared/client/package/index.ts",
    webhook: "shared/client/webhook.ts",
    command: "shared/client/cli/main.ts",
  },
  outdir: folder,
  bundle: true,
  splitting: true,
  minify: true,
  // Node shows the line of an error that nobody caught: not a hundred kilobytes of it.
  lineLimit: 200,
  platform: "node",
  target: "node20",
  format: "esm",
  mainFields: ["module", "main"],
  charset: "utf8",
  logLevel: "error",
  metafile: true,
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  define: {
    "Map.groupBy": "groupInMap",
    "Object.groupBy": "groupInObject",
    "Promise.withResolvers": "withResolvers",
  },
  inject: ["shared/client/package/node20.ts"],
});
const foreign = Object.keys(metafile.inputs).filter((path) =>
  /node_modules\/(aws-cdk|constructs|@aws-sdk\/client)/.test(path),
);
if (foreign.length > 0) throw new Error(`the client brings what it must not: ${foreign.join(", ")}`);

writeFileSync(join(folder, "accord.js"), launcher);
chmodSync(join(folder, "accord.js"), 0o755);
writeFileSync(join(folder, "index.d.ts"), declarations());
writeFileSync(
  join(folder, "webhook.d.ts"),
  'export { verifyWebhook, WebhookError, type WebhookDelivery, type WebhookEvent } from "./index.js";\n',
);
copyFileSync(join(project, "LICENSE"), join(folder, "LICENSE"));
const guide = readFileSync(join(project, "docs", "integrate.md"), "utf8");
// The files that it names beside itself are not in the package.
writeFileSync(join(folder, "README.md"), guide.replaceAll(/\[([^\]]+)\]\((?!https?:)[^)]+\)/g, "$1"));
const { name, version, license } = packageFile;
const manifest = {
  name,
  version,
  description:
    "The client of Accord, its webhooks' verification and its command line, for referring disputes to mediation",
  license,
  type: "module",
  exports: {
    ".": { types: "./index.d.ts", default: "./index.js" },
    "./webhook": { types: "./webhook.d.ts", default: "./webhook.js" },
  },
  types: "./index.d.ts",
  // The second name is the package's, so that `npx accord-referrals` runs this package and no other.
  bin: { accord: "accord.js", [name]: "accord.js" },
  engines: { node: ">=20" },
};
writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
const packed = execFileSync("npm", ["pack", "--silent", "--json", "--pack-destination", join(project, "dist")], {
  cwd: folder,
  encoding: "utf8",
});
const path = join(project, "dist", `${name}-${version}.tgz`);
const unpacked = /"unpackedSize":\s*(\d+)/.exec(packed)?.[1] ?? "";
process.stdout.write(`${path}\n${statSync(path).size} bytes packed, ${unpacked} bytes installed, no dependencies\n`);
