import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { coordinatorId } from "../../infra/demo/city.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import { startSigningProvider } from "../../infra/demo/signing-provider.ts";
import { packFolder } from "./data-archive.ts";
import { startReceiver } from "./receiver.ts";
import { answersOf, type Recording } from "./recorded-answers.ts";
import { court, liveALife, petitionOffice } from "./recorded-life.ts";
import { clerk, workInOffices } from "./recorded-offices.ts";
import { wireItems } from "./stored.ts";
import { cityCommittee, police, startTown, townCommittee, villageCommittee, villageQuarrel } from "./town.ts";

// Records what this version stores, as tests/fixtures/NAME.br, and what its API answers about it, beside it. Run it with
// the name of a new recording whenever the form of what is stored has changed; earlier recordings stay as they are.
const [name] = process.argv.slice(2);
if (name === undefined || !/^[a-z0-9-]+$/.test(name)) throw new Error("usage: record-data-folder.ts NAME");

// A Monday on which the calendar of the next year is not published yet; the same in every recording.
const start = Date.parse("2026-11-23T01:00:00.000Z");
const agencies = [police, petitionOffice, court];
const committees = [villageCommittee, townCommittee, cityCommittee];
const organisationIds = [coordinatorId, ...agencies, ...committees];

const folder = mkdtempSync(join(tmpdir(), "accord-record-"));
const receiver = await startReceiver();
const clockOffsetMs = start - Date.now();
const people = await startSignInProvider([{ subject: clerk, name: "张样例", place: "" }], { clockOffsetMs });
const signing = await startSigningProvider(() => start);
// Requests to it stay with it.
signing.decide("leave");
const town = await startTown([...agencies, ...committees], {
  dataDir: folder,
  clockOffsetMs,
  parameters: (apiUrl) => ({ OidcIssuer: people.url, ConsoleOrigin: apiUrl }),
  onClock: people.setClock,
  environment: { WEBHOOK_ALLOW_LOOPBACK: "true", SIGNING_URL: signing.url, SIGNING_KEY: signing.publicKey },
});
try {
  const endpoints = [
    { owner: police, body: { url: receiver.url } },
    { owner: villageCommittee, body: { url: receiver.url, mediatorId: "mediator-1", types: ["case.closed" as const] } },
  ];
  await town.coordinator.putMediator({
    params: { organisationId: villageCommittee, mediatorId: "mediator-1" },
    body: { name: "样例调解员" },
  });
  const secrets: Record<string, string> = {};
  for (const { owner, body } of endpoints) {
    const made = (await (await town.clientOf(owner)).createWebhookEndpoint({ body })).body;
    secrets[made.endpointId] = made.secret;
  }
  const cases = { ...(await liveALife(town)), ...(await workInOffices(town)) };

  // One case is still on its way to the router when the platform stops: the queues, too, hold what this version wrote.
  town.platform.setFault(({ functionName, operation }) =>
    functionName === "Route" && operation === "TransactWriteItems"
      ? { status: 400, body: { __type: "ThrottlingException", message: "slow down" } }
      : "pass",
  );
  const last = await (await town.clientOf(police)).submitReferral({ body: villageQuarrel("stored-unrouted") });
  await sleep(3_000);
  const recording: Recording = { cases, organisationIds, months: ["2026-11", "2026-12"], quarters: ["2026Q4"] };
  const answers = await answersOf(town, recording);
  const recordedAt = new Date(town.now()).toISOString();
  const { parties } = (
    await (await town.clientOf(police)).showParties({ params: { caseId: cases["offered"] ?? "" }, query: {} })
  ).body;
  const unrouted = last.body.caseId;
  const items = await wireItems(town.platform);
  await town.stop();

  mkdirSync(join(folder, "keys"), { recursive: true });
  for (const organisationId of organisationIds) {
    writeFileSync(join(folder, "keys", `${organisationId}.json`), JSON.stringify(town.keyOf(organisationId)));
  }
  writeFileSync(join(folder, "keys", "webhook-secrets.json"), JSON.stringify(secrets));
  const size = packFolder(folder, items, join("tests/fixtures", `${name}.br`));
  const lines = Object.entries(answers).map(([what, answer]) => `${JSON.stringify(what)}:${JSON.stringify(answer)}`);
  const about = JSON.stringify({ recordedAt, unrouted, parties, ...recording });
  const text = `{"recording":${about},\n"answers":{\n${lines.join(",\n")}\n}}\n`;
  writeFileSync(join("tests/fixtures", `${name}.json`), text);
  process.stdout.write(
    `${name}: ${Object.keys(cases).length + 1} cases, ${size} bytes and ${text.length} of answers\n`,
  );
} finally {
  await town.stop();
  await receiver.stop();
  await people.stop();
  await signing.stop();
  rmSync(folder, { recursive: true, force: true });
}
