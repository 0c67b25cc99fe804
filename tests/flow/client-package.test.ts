import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience } from "../../infra/demo/city.ts";
import packageFile from "../../package.json" with { type: "json" };
import { keyFromPem, registrationOf } from "../../shared/client/token.ts";
import { guideIn, programOf, run } from "../support/guide.ts";
import { startReceiver } from "../support/receiver.ts";
import { startTown, type Town } from "../support/town.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const police = "police-330483101";
const folder = mkdtempSync(join(tmpdir(), "accord-client-"));
const installed = join(folder, "node_modules", packageFile.name);
const pem = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" });

/** The Node that runs the tests, and the one of the machine where it is another: the package is for 20 and later. */
const versionOf = (node: string): string => execFileSync(node, ["--version"], { encoding: "utf8" }).trim();
const nodes = [
  ...new Map(
    [process.execPath, "/usr/bin/node"].flatMap((node) => {
      try {
        return [[versionOf(node), node] as const];
      } catch {
        return [];
      }
    }),
  ),
];

let town: Town;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  execFileSync(process.execPath, ["shared/client/package/pack.ts"], { cwd: project });
  const tarball = join(project, "dist", `${packageFile.name}-${packageFile.version}.tgz`);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  // It brings no other package, so no registry is asked.
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], { cwd: folder });
  // Programs that the test starts have this machine's clock.
  town = await startTown([police, "studio-police-330483101"], { clockOffsetMs: 0 });
  writeFileSync(join(folder, "key.pem"), pem);
  const key = await keyFromPem(String(pem));
  const body = await registrationOf({ organisationId: police, key, audience });
  await (await town.clientOf(police)).registerKey({ params: { organisationId: police }, body });
  env = { ...process.env, ACCORD_URL: town.platform.url, ACCORD_AS: police, ACCORD_KEYS: join(folder, "keys") };
}, 240_000);
afterAll(async () => {
  await town?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const sizeOf = (path: string): number =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : statSync(path).size;

describe("the package of the client", () => {
  it("is all that an empty folder gets, and with jose, zod and commander inside little more than a megabyte", () => {
    expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual([
      packageFile.name,
    ]);
    // A megabyte is for what it brings beside those three, which take some 300 KB of it.
    expect(sizeOf(installed)).toBeLessThan(1.2 * 1_048_576);
    expect(readdirSync(installed).some((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))).toBe(false);
  });

  it("has types by which a program compiles, and which fit the client as it is", { timeout: 300_000 }, async () => {
    writeFileSync(
      join(folder, "consumer.ts"),
      `import { ApiError, type CaseView, createClient, keyFromPem, newKeyPair, registrationOf, signToken } from "${packageFile.name}";
import type * as packed from "${packageFile.name}";
import { verifyWebhook } from "${packageFile.name}/webhook";
import * as source from "${project}/shared/client/package/index.ts";

export async function accept(pem: string, caseId: string): Promise<CaseView> {
  const client = createClient({ baseUrl: "https://accord.example", audience: "accord", organisationId: "a", key: await keyFromPem(pem) });
  const { body } = await client.showCase({ params: { caseId } });
  if (body.state.status !== "offered") throw new Error(body.state.status === "accepted" ? body.state.assignment.organisationId : "nobody");
  // @ts-expect-error: a step names a version
  await client.accept({ params: { caseId }, body: {} });
  // @ts-expect-error: no such channel
  await client.listCases({ query: { as: "sender", channel: "post" } });
  const file = await client.download("exportCases", "text/csv", { query: { month: "2026-03" } });
  return file.bytes.length > 0 ? (await client.accept({ params: { caseId }, version: body.version })).body : body;
}
export const event = verifyWebhook({ secret: "whsec_", headers: {}, rawBody: "" });
if (event.type !== "endpoint.test" && event.type !== "digest.daily") event.data.version satisfies number;
export const others = { ApiError, newKeyPair, registrationOf, signToken };

// The package declares the types of its source; of a result the source's own type says less than the schema.
export const declared: {
  createClient: (options: packed.ClientOptions) => Omit<packed.Client, "showResult">;
  keyFromPem: typeof packed.keyFromPem;
  newKeyPair: typeof packed.newKeyPair;
  publicPart: typeof packed.publicPart;
  registrationOf: typeof packed.registrationOf;
  signToken: typeof packed.signToken;
  verifyWebhook: typeof packed.verifyWebhook;
  ApiError: typeof packed.ApiError;
  CallError: typeof packed.CallError;
  WebhookError: typeof packed.WebhookError;
} = source;
export const all: Record<Exclude<keyof typeof source, keyof typeof declared>, never> = {};
`,
    );
    const compilerOptions = {
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      target: "es2024",
      lib: ["es2024"],
      module: "nodenext",
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      types: ["node"],
      typeRoots: [join(project, "node_modules", "@types")],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["consumer.ts"] }));
    const tsc = join(project, "node_modules", "typescript", "bin", "tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", folder]).catch((error: { stdout: string }) => error);
    expect(stdout).toBe("");
  });
});

describe.each(nodes)("on Node %s", (version, node) => {
  it("its command says its version, and works with a key of openssl's", async () => {
    const accord = (...args: string[]) => run(node, [join(installed, "accord.js"), ...args], { cwd: folder, env });
    expect((await accord("--version")).stdout.trim()).toBe(packageFile.version);
    rmSync(join(folder, "keys"), { recursive: true, force: true });
    await accord("keys", "import", police, "key.pem");
    expect(JSON.parse((await accord("--json", "cases", "sender")).stdout)).toMatchObject({ cases: expect.any(Array) });
    // A workbook is written and read by what the bundle brings.
    const table = join(folder, `referrals-${version}.xlsx`);
    await accord("directory", "template", "--kind", "referrals", "--out", table);
    const { stderr } = await accord("refer", table, "--check").catch((error: { stderr: string }) => error);
    expect(stderr).not.toMatch(/\bat .*\.js:/);
  });

  it("it refers the sample by the guide's program, and a repeat is the same case", async () => {
    const sample: object = JSON.parse(readFileSync(join(project, "shared/sample-data/referral-police.json"), "utf8"));
    writeFileSync(join(folder, "referral.json"), JSON.stringify({ ...sample, sourceNumber: `packed-${version}` }));
    writeFileSync(join(folder, "refer.js"), programOf(guideIn("en"), "node"));
    const refer = async () => (await run(node, ["refer.js"], { cwd: folder, env })).stdout.trim().split(" ");
    const [status, caseId = ""] = await refer();
    expect(status).toBe("201");
    expect(await refer()).toEqual(["200", caseId]);
    const client = await town.clientOf("studio-police-330483101");
    await town.platform.settled({ ignoreDelayed: true });
    expect((await client.showCase({ params: { caseId } })).body.state.status).toBe("offered");
  });

  it("it verifies a webhook, and trusts no other", async () => {
    const receiver = await startReceiver();
    const client = await town.clientOf("studio-police-330483101");
    const { body } = await client.createWebhookEndpoint({ body: { url: receiver.url } });
    await client.testWebhookEndpoint({ params: { endpointId: body.endpointId } });
    await receiver.waitFor(1);
    await receiver.stop();
    await client.removeWebhookEndpoint({ params: { endpointId: body.endpointId } });
    const [delivery] = receiver.deliveries;
    mkdirSync(join(folder, "hook"), { recursive: true });
    writeFileSync(join(folder, "hook", "delivery.json"), JSON.stringify({ secret: body.secret, ...delivery }));
    writeFileSync(
      join(folder, "hook", "verify.js"),
      `import { readFileSync } from "node:fs";
import { verifyWebhook, WebhookError } from "${packageFile.name}/webhook";
const { secret, headers, rawBody } = JSON.parse(readFileSync(new URL("delivery.json", import.meta.url), "utf8"));
console.log(verifyWebhook({ secret, headers, rawBody }).type);
try {
  verifyWebhook({ secret, headers, rawBody: rawBody + " " });
} catch (error) {
  console.log(error instanceof WebhookError, error.code);
}
`,
    );
    const { stdout } = await run(node, ["hook/verify.js"], { cwd: folder });
    expect(stdout.trim().split("\n")).toEqual(["endpoint.test", "true not-authentic"]);
  });
});
