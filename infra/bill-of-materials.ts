import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import packageFile from "../package.json" with { type: "json" };
import { bundleCommand } from "../shared/client/bundle.ts";
import { deployedPackages, packagesOf } from "./bundles.ts";
import { billOf, isAllowed, loosePins, packageOf } from "./supply-chain.ts";

// npm run sbom: what is deployed and handed out, by what the bundler has read and not by what is installed. Writes
// dist/sbom.cdx.json and dist/licences.txt, and ends with status 1 where a licence is not allowed or a pin is loose.
const project = join(import.meta.dirname, "..");
const dist = join(project, "dist");
const read = (...path: string[]): string => readFileSync(join(project, ...path), "utf8");

const lockJson = read("package-lock.json");
const folders = new Set([...(await deployedPackages()), ...packagesOf(await bundleCommand(join(dist, "accord.mjs")))]);
const packages = [...folders]
  .map((folder) => packageOf(folder, read(folder, "package.json"), lockJson))
  .toSorted((one, other) => `${one.name} ${one.version}`.localeCompare(`${other.name} ${other.version}`, "en"));
const { name, version } = packageFile;
mkdirSync(dist, { recursive: true });
writeFileSync(join(dist, "sbom.cdx.json"), `${JSON.stringify(billOf({ name, version }, packages), null, 2)}\n`);
writeFileSync(
  join(dist, "licences.txt"),
  packages.map((one) => `${one.licence.padEnd(24)} ${one.name} ${one.version}\n`).join(""),
);
const wrong = [
  ...packages
    .filter(({ licence }) => !isAllowed(licence))
    .map((one) => `${one.name} ${one.version} comes under ${one.licence}, which is not allowed`),
  ...loosePins(read("package.json"), lockJson),
];
const counts = [...Map.groupBy(packages, ({ licence }) => licence)].map(([licence, all]) => `${licence} ${all.length}`);
process.stdout.write(`${packages.length} packages are deployed or handed out: ${counts.join(", ")}\n`);
process.stdout.write("dist/sbom.cdx.json and dist/licences.txt are written\n");
for (const line of wrong) process.stderr.write(`${line}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
