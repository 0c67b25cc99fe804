import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { findingsOfExport, keepRoots, readPublicKey, verifyEverything } from "../../shared/client/cli/roots.ts";
import { day, police, refer, startTown, type Town, villageCommittee } from "../support/town.ts";

let town: Town;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "accord-roots-"));
  town = await startTown([police, villageCommittee]);
});
afterAll(async () => {
  await town?.stop();
  await rm(folder, { recursive: true, force: true });
});

const everything = { pem: undefined, county: undefined };

it("is signed", async () => {
  const caseId = await refer(town, "ROOT-1");
  const outcome = await town.platform.invoke("SignRoot", {});
  expect(outcome).toHaveProperty("payload");
  await refer(town, "ROOT-2");
  await town.pass(day);
  const { body } = await town.coordinator.verifyCase({ params: { caseId } });
  expect(body).toMatchObject({ whole: true });
  console.log(body);
  const found = await verifyEverything(town.coordinator, everything);
  console.log(found);
  console.log(await keepRoots(town.coordinator, folder, undefined));
  expect(town.platform.meter()["Audit"]?.denied).toBe(0);
});
