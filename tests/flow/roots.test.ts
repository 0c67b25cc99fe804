import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { coordinatorId } from "../../infra/demo/city.ts";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { findingsOfExport, keepRoots, readPublicKey, verifyEverything } from "../../shared/client/cli/roots.ts";
import { manifestPath, rootPath } from "../../shared/records/archive.ts";
import { day, hour, police, refer, startTown, type Town, villageCommittee } from "../support/town.ts";

let town: Town;
let folder: string;
let quarrel: string;
let deleted: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "accord-roots-"));
  // The first root of a month lists more than what is new.
  const clockOffsetMs = Date.parse("2026-11-10T02:00:00.000Z") - Date.now();
  town = await startTown([police, villageCommittee], { clockOffsetMs });
  quarrel = await refer(town, "ROOT-1");
  await signed();
  deleted = await refer(town, "ROOT-2");
  await town.coordinator.showParties({ params: { caseId: quarrel }, query: { reason: "核对" } });
  await town.pass(day);
});
afterAll(async () => {
  await town?.stop();
  await rm(folder, { recursive: true, force: true });
});

const signed = async (): Promise<void> => {
  expect(await town.platform.invoke("SignRoot", {})).toHaveProperty("payload");
};
const everything = { pem: undefined, county: undefined };
const dynamo = () => dynamoClient(town.platform.dynamodbUrl, town.platform.region);
const TableName = () => town.platform.tableName;
type Typed = Record<string, Record<string, unknown>>;
const itemsOf = async (pk: string): Promise<Typed[]> => {
  const answer = await dynamo().call("Query", {
    TableName: TableName(),
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: pk } },
  });
  const { Items } = Object(answer);
  return Array.isArray(Items) ? Items : [];
};
const put = (Item: Typed) => dynamo().call("PutItem", { TableName: TableName(), Item });
const remove = ({ pk, sk }: Typed) => dynamo().call("DeleteItem", { TableName: TableName(), Key: { pk, sk } });

it("are signed once a day, each over what went on, and all records hold", async () => {
  const { roots, publicKey } = (await town.coordinator.listRoots({ query: {} })).body;
  expect(roots.map(({ number }) => number)).toEqual([1, 2]);
  expect(roots[0]?.counties.map(({ county }) => county)).toContain("330483");
  expect(publicKey).toMatch(/BEGIN PUBLIC KEY/);
  town.advance(hour);
  await signed();
  expect((await town.coordinator.listRoots({ query: {} })).body.roots).toHaveLength(2);
  const { body: second } = await town.coordinator.showManifest({ params: { number: 2 }, query: {} });
  // Of the first case only what is new since the first root: that somebody read its parties.
  const ofQuarrel = second.chains.filter(([, id]) => id === quarrel).map(([kind]) => kind);
  expect(ofQuarrel).toEqual(["readings"]);
  expect(second.chains.some(([kind, id]) => kind === "case" && id === deleted)).toBe(true);
  expect(await verifyEverything(town.coordinator, everything)).toMatchObject({ roots: 2, findings: [] });
  expect((await town.coordinator.verifyCase({ params: { caseId: quarrel } })).body).toMatchObject({
    whole: true,
    roots: 2,
  });
  const log = (await town.coordinator.verifyAccess({ params: { organisationId: coordinatorId } })).body;
  expect(log).toMatchObject({ whole: true, roots: 1 });
});

it("are added and read by their functions alone, which do nothing that they may not", () => {
  const meter = town.platform.meter();
  expect([meter["SignRoot"]?.denied, meter["Audit"]?.denied]).toEqual([0, 0]);
  expect([meter["SignRoot"]?.writeUnits, meter["Audit"]?.writeUnits]).toEqual([0, 0]);
});

it("are kept with what they cover, and what was exported is verified with nothing but files", async () => {
  expect(await keepRoots(town.coordinator, folder, undefined)).toBe(2);
  const pem = await readPublicKey(join(folder, "public-key.pem"));
  const typed = [...(await itemsOf(`CASE#${quarrel}`)), ...(await itemsOf(`CASE#${deleted}`))];
  const { roots } = (await town.coordinator.listRoots({ query: {} })).body;
  const logs = await Promise.all(
    roots.map(({ number }) => town.coordinator.showManifest({ params: { number }, query: {} })),
  );
  for (const id of new Set(
    logs.flatMap(({ body }) => body.chains.flatMap(([kind, id]) => (kind === "log" ? [id] : []))),
  )) {
    typed.push(...(await itemsOf(`LOG#${id}`)));
  }
  const file = join(folder, "items.json.gz");
  const write = (items: readonly Typed[]) =>
    writeFile(file, gzipSync(items.map((Item) => JSON.stringify({ Item })).join("\n")));
  await write(typed);
  const ask = { roots: folder, pem, county: "330483" };
  expect(await findingsOfExport([file], ask)).toMatchObject({ roots: 2, findings: [] });

  await write(typed.filter(({ pk }) => pk?.["S"] !== `CASE#${deleted}`));
  expect((await findingsOfExport([file], ask)).findings).toEqual([
    { kind: "case", id: deleted, why: "gone", at: 1, root: 2 },
  ]);

  await write(typed);
  const first = join(folder, rootPath(1));
  const text = await readFile(first, "utf8");
  await writeFile(first, text.replace('"count":', '"count":1'));
  expect((await findingsOfExport([file], ask)).findings[0]).toMatchObject({ kind: "root", id: "1", why: "signature" });
  await writeFile(first, text);
  const listed = roots[1]?.counties.find(({ county }) => county === "330483");
  await rm(join(folder, manifestPath("330483", listed?.root ?? "")));
  expect((await findingsOfExport([file], ask)).findings).toEqual([
    { kind: "manifest", id: "330483", why: "manifest", at: 0, root: 2 },
  ]);
});

it("tell that a case was cut off, that a reading is gone, and that a whole case is", async () => {
  const readings = (await itemsOf(`CASE#${quarrel}`)).filter(({ sk }) => String(sk?.["S"]).startsWith("READ"));
  for (const one of readings) await remove(one);
  // By itself the case is whole: nothing but the root tells that it was read.
  const { body } = await town.coordinator.verifyCase({ params: { caseId: quarrel } });
  expect(body).toMatchObject({ whole: false, why: "root", root: 2, brokenAt: 1 });
  expect((await verifyEverything(town.coordinator, everything)).findings).toEqual([
    { kind: "readings", id: quarrel, why: "gone", at: 1, root: 2 },
  ]);
  for (const one of readings) await put(one);

  const all = await itemsOf(`CASE#${deleted}`);
  for (const one of all) await remove(one);
  expect((await verifyEverything(town.coordinator, everything)).findings).toEqual([
    { kind: "case", id: deleted, why: "gone", at: 1, root: 2 },
  ]);
  for (const one of all) await put(one);
  expect((await verifyEverything(town.coordinator, everything)).findings).toEqual([]);
});
