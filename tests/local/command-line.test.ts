import { spawn } from "node:child_process";
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder, writeAssembly } from "./fixture.ts";

const folder = temporaryFolder();
const command = join(import.meta.dirname, "..", "..", "infra", "start.ts");
const data = join(folder.path, "data");

beforeAll(() => writeAssembly(join(folder.path, "cdk.out")));
afterAll(() => folder.remove());

/** Runs the start command; `onScreen` gets what it printed once it runs, and a way to send it a signal. */
async function run(
  args: string[],
  onScreen: (screen: string, kill: (signal: NodeJS.Signals) => void) => Promise<void> = async (_screen, kill) =>
    kill("SIGTERM"),
) {
  const child = spawn(process.execPath, [command, ...args], { cwd: folder.path, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  let shown = false;
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const handled = new Promise<void>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      if (shown) return;
      shown = true;
      onScreen(stdout, (signal) => child.kill(signal)).then(resolve, (error: unknown) => {
        child.kill("SIGTERM");
        reject(error);
      });
    });
    child.once("close", () => resolve());
  });
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  await handled;
  return { status, stdout, stderr };
}

describe("npm start", () => {
  it("says on one screen what runs, and stops cleanly at Ctrl-C", async () => {
    const ended = await run(["--port", "0", "--data", data], async (screen, kill) => {
      const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(screen) ?? [];
      expect((await fetch(`${url}/echo`)).status).toBe(200);
      kill("SIGINT");
    });
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(ended.stdout.split("\n").length).toBeLessThanOrEqual(24);
    expect(ended.stdout).toContain("Route            queue intake");
    expect(ended.stdout).toContain("Stopped.");
  });

  it("makes the coordinator's key once, for its owner's eyes", async () => {
    const file = join(data, "keys", "justice-bureau.json");
    const before = readFileSync(file, "utf8");
    expect(JSON.parse(before)).toMatchObject({
      kty: "EC",
      crv: "P-256",
      alg: "ES256",
      kid: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await run(["--port", "0", "--data", data]);
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it.each([
    ["lost", (file: string) => rmSync(file), "is missing. Put it back from a copy"],
    ["unreadable", (file: string) => writeFileSync(file, "{"), "cannot be used"],
  ])("neither replaces a %s key of the coordinator nor advises it away", async (_case, damage, words) => {
    const copy = join(folder.path, "copy");
    cpSync(data, copy, { recursive: true });
    const file = join(copy, "keys", "justice-bureau.json");
    damage(file);
    const found = existsSync(file);
    const { status, stderr } = await run(["--port", "0", "--data", copy]);
    expect(status).toBe(1);
    expect(stderr).toContain(words);
    expect(stderr).not.toContain("delete");
    expect(existsSync(file)).toBe(found);
    rmSync(copy, { recursive: true });
  });

  it("leaves no engine behind when it is killed, and starts again", async () => {
    let engine = "";
    await run(["--port", "0", "--data", data], async (screen, kill) => {
      engine = /DynamoDB +(\S+)/.exec(screen)?.[1] ?? "";
      expect(await answers(engine)).toBe(true);
      kill("SIGKILL");
    });
    await expect.poll(() => answers(engine), { timeout: 90_000 }).toBe(false);
    expect((await run(["--port", "0", "--data", data])).status).toBe(0);
  });

  it.each([
    ["an unknown option", () => ["--nope"], "Options: --port"],
    ["a bad port", () => ["--port", "http"], "Options: --port"],
    ["an unknown engine", () => ["--engine", "mongo"], "Options: --port"],
    [
      "a taken port",
      (port: number) => ["--port", String(port), "--data", join(folder.path, "other")],
      "is taken by another program",
    ],
    ["a data folder that is a file", () => ["--data", command], "cannot be"],
    ["a data folder where none can be made", () => ["--data", "/proc/x"], "cannot be"],
  ])("ends with one paragraph and status 1 at %s", async (_case, args, words) => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { status, stdout, stderr } = await run(args(Object(taken.address()).port));
    taken.close();
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toContain(words);
    expect(stderr, "no stack trace").not.toMatch(/^\s+at /m);
    expect(existsSync(join(folder.path, "other", "dynamodb"))).toBe(false);
  });
});

function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}
