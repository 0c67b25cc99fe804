import * as z from "zod";

/** A package as it lies in node_modules. */
export type Package = { name: string; version: string; licence: string; integrity?: string };

const licenceField = z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]);
const manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: licenceField.optional(),
  licenses: z
    .array(licenceField)
    .transform((all) => all.join(" OR "))
    .optional(),
});
const lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      inBundle: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});
const dependencies = z.record(z.string(), z.string()).default({});
const project = z.object({
  dependencies,
  devDependencies: dependencies,
  optionalDependencies: dependencies,
});

/** Licences that ask for no more than that they and their notices go along, and the font licence for what is a font. */
const allowedLicences: readonly string[] = [
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "Zlib",
  "Unlicense",
  "CC0-1.0",
  "OFL-1.1",
];

/** Whether a licence expression can be met by allowed ones alone: one side of an OR, both of an AND. */
export function isAllowed(expression: string): boolean {
  const text = expression.replaceAll(/[()]/g, " ").trim();
  if (/ AND /.test(text) && / OR /.test(text)) return false;
  if (/ OR /.test(text)) return text.split(/ OR /).some((one) => isAllowed(one));
  return text.split(/ AND /).every((one) => allowedLicences.includes(one.trim()));
}

/** Packages whose licence stands in a file alone, as it was read there. */
const readByHand: Readonly<Record<string, string>> = { "png-js 2.0.0": "MIT" };

/** What a package says of itself, and by which digest the lock file pins it. */
export function packageOf(folder: string, manifestJson: string, lockJson: string): Package {
  const { name, version, license, licenses } = manifest.parse(JSON.parse(manifestJson));
  const { integrity } = lock.parse(JSON.parse(lockJson)).packages[folder] ?? {};
  return {
    name,
    version,
    licence: license ?? licenses ?? readByHand[`${name} ${version}`] ?? "unknown",
    ...(integrity === undefined ? {} : { integrity }),
  };
}

/** What of the pins does not hold: a range instead of a version, another version in the lock file, a package without a digest. */
export function loosePins(projectJson: string, lockJson: string): string[] {
  const { dependencies, devDependencies, optionalDependencies } = project.parse(JSON.parse(projectJson));
  const { packages } = lock.parse(JSON.parse(lockJson));
  const asked = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  return [
    ...asked
      .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${name} is asked for as ${version}, which is no exact version`),
    ...asked
      .filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)
      .map(([name]) => `${name} is locked at another version than it is asked for`),
    ...Object.entries(packages)
      // A package inside another one is pinned with it; one for other machines alone is never installed here.
      .filter(
        ([folder, { integrity, inBundle, optional }]) =>
          folder !== "" && !inBundle && !optional && integrity === undefined,
      )
      .map(([folder]) => `${folder} is locked without a digest`),
  ];
}

/** A bill of materials in CycloneDX 1.6 of the product at this version; no time stands in it, so that the same makes the same. */
export function billOf(product: Pick<Package, "name" | "version">, packages: readonly Package[]): object {
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: { component: { type: "application", ...product, "bom-ref": purlOf(product) } },
    components: packages.map(({ name, version, licence, integrity }) => ({
      type: "library",
      name,
      version,
      "bom-ref": purlOf({ name, version }),
      purl: purlOf({ name, version }),
      licenses: [/ (AND|OR) /.test(licence) ? { expression: licence } : { license: { id: licence } }],
      ...(integrity === undefined ? {} : { hashes: hashesOf(integrity) }),
    })),
  };
}

const purlOf = ({ name, version }: Pick<Package, "name" | "version">): string =>
  `pkg:npm/${name.replace("@", "%40")}@${version}`;

const algorithms: Readonly<Record<string, string>> = { sha512: "SHA-512", sha1: "SHA-1" };
const hashesOf = (integrity: string): object[] =>
  integrity.split(" ").flatMap((one) => {
    const [algorithm = "", digest = ""] = one.split("-");
    const alg = algorithms[algorithm];
    return alg === undefined ? [] : [{ alg, content: Buffer.from(digest, "base64").toString("hex") }];
  });
