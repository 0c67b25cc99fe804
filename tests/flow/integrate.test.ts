import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publicJwk } from "../../shared/client/token.ts";
import { guideIn, linesOf, programOf, run } from "../support/guide.ts";
import { python, whyNot } from "../support/languages.ts";
import { startTown, type Town } from "../support/town.ts";

const police = "police-330483101";
const studio = "studio-police-330483101";
const guide = guideIn("en");
const folder = mkdtempSync(join(tmpdir(), "accord-guide-"));
const sample: object = JSON.parse(
  readFileSync(new URL("../../shared/sample-data/referral-police.json", import.meta.url), "utf8"),
);
let town: Town;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  if (whyNot("openssl") !== undefined) return;
  // Programs that the test starts have this machine's clock.
  town = await startTown([studio, police], { clockOffsetMs: 0 });
  env = { ...process.env, ACCORD_URL: town.platform.url, ACCORD_AS: police, GOCACHE: join(folder, "go") };
  await run("openssl", ["genpkey", "-algorithm", "ed25519", "-out", "key.pem"], { cwd: folder });
  await run("bash", ["-ec", programOf(guide, "proof")], { cwd: folder, env });
  const jwk = publicJwk().parse(JSON.parse(readFileSync(join(folder, "public.json"), "utf8")));
  env = { ...env, ACCORD_KID: jwk.kid };
  const proof = readFileSync(join(folder, "proof.txt"), "utf8");
  await (await town.clientOf(police)).registerKey({ params: { organisationId: police }, body: { jwk, proof } });
});
afterAll(async () => {
  await town?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a program prints that refers the sample under a number of its own. */
async function refer(sourceNumber: string, command: string, ...args: string[]): Promise<string> {
  writeFileSync(join(folder, "referral.json"), JSON.stringify({ ...sample, sourceNumber }));
  const { stdout } = await run(command, args, { cwd: folder, env, timeout: 240_000 });
  return stdout;
}

async function isReferred(sourceNumber: string, printed: string): Promise<void> {
  const client = await town.clientOf(police);
  const [found] = (await client.findCases({ query: { name: sourceNumber } })).body.cases;
  expect(found).toBeDefined();
  expect(printed).toContain(found?.caseId ?? "a case");
}

const languages = [
  ["python", "refer.py", [python, "refer.py"]],
  ["java", "Refer.java", ["java", "Refer.java"]],
  ["go", "refer.go", ["go", "run", "refer.go"]],
] as const;

describe.each(languages)("the guide's program in %s", (language, file, command) => {
  const lack = whyNot(language) ?? whyNot("openssl");

  it.skipIf(lack !== undefined)(
    `refers a case${lack === undefined ? "" : ` (skipped: ${lack})`}`,
    { timeout: 300_000 },
    async () => {
      writeFileSync(join(folder, file), programOf(guide, language));
      const [program, ...args] = command;
      await isReferred(`guide-${language}`, await refer(`guide-${language}`, program, ...args));
    },
  );
});

describe("the guide", () => {
  it.each(["node", "python", "java", "go"])(
    "needs no more than ten lines for %s, the same in both languages",
    (language) => {
      const program = programOf(guide, language);
      expect(linesOf(program).length).toBeGreaterThan(4);
      expect(linesOf(program).length).toBeLessThanOrEqual(10);
      expect(programOf(guideIn("zh"), language)).toBe(program);
    },
  );
});
