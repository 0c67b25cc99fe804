import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod";
import { type Manifest, manifest, type RootFault, type SignedRoot, signedRoot } from "../../contracts/roots.ts";
import { given } from "../../domain/given.ts";
import { once } from "../../domain/once.ts";
import { manifestPath, rootPath } from "../../records/archive.ts";
import { faultOfRoot, isListed } from "../../records/roots.ts";
import { verifierOf } from "../../records/signature.ts";
import { type Finding, nothingIn, verifyAll } from "../../records/verify-all.ts";
import type { Client } from "../client.ts";
import { SpokenError } from "../errors.ts";

type Everything = { roots: number; followed: number; findings: Finding[] };

export const readPublicKey = (file: string): Promise<string> => readFile(file, "utf8");

class KeptOtherwise extends SpokenError {
  constructor(file: string) {
    super({
      en: `what was kept in ${file} is something else, and stays`,
      zh: `${file} 中已保存的内容与平台现有内容不同，未覆盖`,
    });
  }
}
class DoesNotHold extends SpokenError {
  constructor(number: number, fault: RootFault) {
    super({ en: `root ${number} does not hold: ${fault}`, zh: `第 ${number} 个签名根核验不通过（${fault}）` });
  }
}

const publicKeyFile = "public-key.pem";

/** All roots, the first one first, and the key by which the platform says they are signed. */
async function allRoots(client: Client): Promise<{ publicKey: string; roots: SignedRoot[] }> {
  const roots: SignedRoot[] = [];
  let publicKey = "";
  let cursor: string | undefined;
  do {
    const { body } = await client.listRoots({ query: { limit: "100", ...given("cursor", cursor) } });
    roots.push(...body.roots);
    publicKey = body.publicKey;
    cursor = body.cursor;
  } while (cursor !== undefined);
  return { publicKey, roots };
}

/** The county whose manifests are asked for: the platform says which is one's own. */
async function countiesAsked(
  client: Client,
  roots: readonly SignedRoot[],
  county: string | undefined,
): Promise<string[]> {
  const last = roots.at(-1);
  if (county !== undefined || last === undefined) return county === undefined ? [] : [county];
  return [(await client.showManifest({ params: { number: last.number }, query: {} })).body.county];
}

/** Follows every root, and lets the platform follow every chain of the county that one covers. */
export async function verifyEverything(
  client: Client,
  { pem, county }: { pem: string | undefined; county: string | undefined },
): Promise<Everything> {
  const { publicKey, roots } = await allRoots(client);
  const verify = verifierOf(pem ?? publicKey);
  const findings = nothingIn(roots, await countiesAsked(client, roots, county));
  let followed = 0;
  for (const [index, root] of roots.entries()) {
    const fault = faultOfRoot(root, roots[index - 1], verify);
    const { number } = root;
    if (fault !== undefined) findings.push({ kind: "root", id: String(number), why: fault, at: number, root: number });
    let cursor: string | undefined;
    do {
      const query = { ...given("county", county), ...given("cursor", cursor) };
      const { body } = await client.verifyRoot({ params: { number }, query });
      followed += body.followed;
      findings.push(...body.broken.map((one) => ({ ...one, root: number })));
      cursor = body.cursor;
    } while (cursor !== undefined);
  }
  return { roots: roots.length, followed, findings };
}

/**
 * Keeps roots, manifests of the county and the public key as files; how many roots there are. A file that is kept already stays: where
 * the platform now says something else, or a root does not hold by the key that was kept first, that is named and nothing follows.
 */
export async function keepRoots(client: Client, folder: string, county: string | undefined): Promise<number> {
  const { publicKey, roots } = await allRoots(client);
  const keep = async (path: string, text: string): Promise<void> => {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    try {
      await writeFile(file, text, { flag: "wx" });
    } catch (error) {
      if (Object(error).code !== "EEXIST") throw error;
      if ((await readFile(file, "utf8")) !== text) throw new KeptOtherwise(file);
    }
  };
  const verify = verifierOf((await textOf(join(folder, publicKeyFile))) ?? publicKey);
  for (const [index, root] of roots.entries()) {
    const { number } = root;
    const fault = faultOfRoot(root, roots[index - 1], verify);
    if (fault !== undefined) throw new DoesNotHold(number, fault);
  }
  await keep(publicKeyFile, publicKey);
  for (const root of roots) {
    const { number } = root;
    await keep(rootPath(number), JSON.stringify(root));
    const { body } = await client.showManifest({ params: { number }, query: { ...given("county", county) } });
    const listed = root.counties.find((one) => one.county === body.county);
    if (listed === undefined) continue;
    if (!isListed(root, county ?? body.county, body)) throw new DoesNotHold(number, "manifest");
    await keep(manifestPath(body.county, listed.root), JSON.stringify(body));
  }
  return roots.length;
}

/** Verifies records that were exported, with nothing but files: the items, the roots with what they cover, the public key. */
export async function findingsOfExport(
  files: readonly string[],
  { roots: folder, pem, county }: { roots: string; pem: string; county: string | undefined },
): Promise<Everything> {
  const roots = await rootsIn(folder);
  const manifests = new Map<string, Manifest>();
  for (const root of roots) {
    for (const listed of root.counties) {
      const text = await textOf(join(folder, manifestPath(listed.county, listed.root)));
      if (text !== undefined) manifests.set(`${listed.county} ${listed.root}`, manifest().parse(JSON.parse(text)));
    }
  }
  const partitions = await partitionsIn(files);
  const manifestOf = (root: SignedRoot, of: string): Manifest | undefined =>
    manifests.get(`${of} ${root.counties.find((one) => one.county === of)?.root}`);
  const findings = verifyAll({
    roots,
    manifestOf,
    partitions,
    verify: verifierOf(pem),
    counties: county === undefined ? undefined : [county],
  });
  return { roots: roots.length, followed: partitions.size, findings };
}

/** The roots of a folder in the order of their numbers. */
async function rootsIn(folder: string): Promise<SignedRoot[]> {
  const names = (await readdir(join(folder, dirname(rootPath(1))))).filter((name) => name.endsWith(".json")).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, dirname(rootPath(1)), name), "utf8")));
  return texts.map((text) => signedRoot().parse(JSON.parse(text)));
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (Object(error).code === "ENOENT") return undefined;
    throw error;
  }
}

const line = once(() => z.record(z.string(), z.unknown()));

/** The items of the files by partition: one a line, as DynamoDB exports it, or plain. */
async function partitionsIn(files: readonly string[]): Promise<Map<string, Record<string, unknown>[]>> {
  const partitions = new Map<string, Record<string, unknown>[]>();
  for (const file of files) {
    const stream = createReadStream(file);
    const input = file.endsWith(".gz") ? stream.pipe(createGunzip()) : stream;
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (text.trim() === "") continue;
      const { Item, ...plain } = line().parse(JSON.parse(text));
      const item = Item === undefined ? plain : unmarshall(Object(Item));
      const pk = String(item["pk"]);
      if (!/^(CASE|LOG)#/.test(pk)) continue;
      const items = partitions.get(pk);
      if (items === undefined) partitions.set(pk, [item]);
      else items.push(item);
    }
  }
  for (const [pk, items] of partitions) partitions.set(pk, items.toSorted(bySortKey));
  return partitions;
}

const bySortKey = (one: Record<string, unknown>, other: Record<string, unknown>): number =>
  String(one["sk"]) < String(other["sk"]) ? -1 : 1;
