import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import packageFile from "../../package.json" with { type: "json" };
import { bundleCommand } from "./bundle.ts";

// npm run pack: the command line as a package of its own, dist/accord-referrals-<version>.tgz. It needs Node 24 and nothing
// else: no repository, no other package.
const project = fileURLToPath(new URL("../..", import.meta.url));
const folder = join(project, "dist", "package");

const launcher = `#!/usr/bin/env node
import module from "node:module";

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(\`accord needs Node 24; this is \${process.version}.\`);
  process.exit(1);
}
module.enableCompileCache?.();
await import("./main.mjs");
`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await bundleCommand(join(folder, "main.mjs"));
writeFileSync(join(folder, "accord.mjs"), launcher);
chmodSync(join(folder, "accord.mjs"), 0o755);
copyFileSync(join(project, "LICENSE"), join(folder, "LICENSE"));
copyFileSync(join(project, "docs", "command-line.md"), join(folder, "README.md"));
const { name, version, license } = packageFile;
const manifest = {
  name,
  version,
  description: "The command line of Accord, for referring disputes to mediation",
  license,
  type: "module",
  // The second name is the package's, so that `npx accord-referrals` runs this package and no other.
  bin: { accord: "accord.mjs", [name]: "accord.mjs" },
  engines: { node: ">=24" },
};
writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
execFileSync("npm", ["pack", "--silent", "--pack-destination", join(project, "dist")], {
  cwd: folder,
  stdio: "inherit",
});
