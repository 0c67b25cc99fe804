import { createPrivateKey } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Table from "cli-table3";
import { openApiDocument } from "../../shared/contracts/openapi.ts";
import { serverHere } from "../../shared/contracts/server-here.ts";
import { startCity } from "../support/platform.ts";
import { languages } from "./languages.ts";
import { need, run } from "./run.ts";

// Generates clients of the description of the API in several languages, compiles them as they are and lets each do a piece of
// work on a platform that runs here. Prints which step each passed; fails when one does not.
const project = join(import.meta.dirname, "../..");
const tools = join(project, "node_modules/.cache/generated-clients");
const generator = "7.25.0";
const agency = "police-330483101";
const body = "studio-police-330483101";
const startedAt = performance.now();
const steps = ["signs", "refers", "polls", "accepts", "verifies"];

const folder = mkdtempSync(join(tmpdir(), "accord-generated-"));
const passed = new Map<string, string[]>();
const faults: string[] = [];
const step = (name: string, what: string): void => {
  passed.set(name, [...(passed.get(name) ?? []), what]);
};

/** The generator, fetched from Maven Central by its own client. */
async function generatorJar(): Promise<string> {
  mkdirSync(tools, { recursive: true });
  const artifact = `-Dartifact=org.openapitools:openapi-generator-cli:${generator}`;
  await need("mvn", ["-q", "-B", "dependency:copy", artifact, `-DoutputDirectory=${tools}`], tools);
  return join(tools, `openapi-generator-cli-${generator}.jar`);
}

async function make(name: string, jar: string, description: string): Promise<void> {
  const language = languages[name];
  if (language === undefined) return;
  const out = join(folder, name.toLowerCase());
  const parts = `${language.parts},apiTests=false,modelTests=false,apiDocs=false,modelDocs=false`;
  const given = ["-i", description, "-g", language.generator, "-o", out, "--global-property", parts];
  await need("java", ["-jar", jar, "generate", ...given, ...language.settings], folder);
  step(name, "generated");
  await language.compile(out);
  step(name, "compiled");
}

try {
  const description = join(folder, "openapi.json");
  const document = JSON.stringify(openApiDocument());
  writeFileSync(description, document);
  const jar = await generatorJar();
  for (const name of Object.keys(languages)) {
    await make(name, jar, description).catch((error: unknown) => faults.push(`${name}: ${String(error)}`));
  }
  const { platform, city, stop } = await startCity([agency, body], { clockOffsetMs: 0 });
  try {
    const served = await (await fetch(`${platform.url}/openapi.json`)).text();
    if (served !== document.replaceAll(serverHere, platform.url))
      faults.push("the platform serves another description");
    const keys: Record<string, string> = {};
    for (const [who, id] of Object.entries({ AGENCY: agency, BODY: body })) {
      await city.clientOf(id);
      const key = await city.keyOf(id);
      const file = join(folder, `${who}.pem`);
      const pem = createPrivateKey({ key: { ...key }, format: "jwk" }).export({ type: "pkcs8", format: "pem" });
      writeFileSync(file, pem, { mode: 0o600 });
      Object.assign(keys, { [who]: id, [`${who}_KID`]: key.kid, [`${who}_KEY`]: file, ALG: key.alg });
    }
    const sample: object = JSON.parse(readFileSync(join(project, "shared/sample-data/referral-police.json"), "utf8"));
    for (const [name, { command: commandOf }] of Object.entries(languages)) {
      if (!passed.get(name)?.includes("compiled")) continue;
      const referral = join(folder, `referral-${name}.json`);
      writeFileSync(referral, JSON.stringify({ ...sample, sourceNumber: `generated-${name}` }));
      const { command, cwd } = commandOf(join(folder, name.toLowerCase()));
      const [program = "", ...args] = command;
      const env = { ...keys, ACCORD_URL: platform.url, REFERRAL: referral };
      const { stdout, stderr } = await run(program, args, cwd, env);
      const lines = stdout.trim().split("\n");
      for (const one of steps) if (lines.includes(one)) step(name, one);
      if (!lines.includes("verifies")) faults.push(`${name}: ${`${stdout}${stderr}`.slice(-2000)}`);
    }
  } finally {
    await stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const columns = ["generated", "compiled", ...steps];
const table = new Table({ head: ["client", ...columns], style: { head: [], border: [], compact: true } });
for (const name of Object.keys(languages)) {
  table.push([name, ...columns.map((one) => (passed.get(name)?.includes(one) ? "passed" : "FAILED"))]);
}
console.log(table.toString());
console.log(`${Math.round((performance.now() - startedAt) / 1000)} s`);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
