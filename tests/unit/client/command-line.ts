import { mkdtempSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { run } from "../../../shared/client/cli/run.ts";

type Served = { method: string; path: string; headers: IncomingMessage["headers"]; body: string };
type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

/** A platform on this machine that answers as told and remembers what it was sent. */
export async function platform(answer: (request: Served) => Answer) {
  const served: Served[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url: path = "", headers } = request;
    const one = { method, path, headers, body: await text(request) };
    served.push(one);
    const { status, body, headers: more } = answer(one);
    response.writeHead(status, { "content-type": "application/json", ...more });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { served, url: `http://127.0.0.1:${portOf(server)}`, close: () => server.close() };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return address.port;
}

const directories = mkdtempSync(join(tmpdir(), "accord-cli-"));
process.once("exit", () => rmSync(directories, { recursive: true, force: true }));

/** A directory of its own for keys and files, which goes with the process. */
export const emptyDirectory = (): Promise<string> => mkdtemp(join(directories, "of-"));

/** One run of the command: its exit code and what it printed. */
export async function accord(
  args: readonly string[],
  { env = {}, stdin = "", interrupted = new AbortController().signal } = {},
) {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await run(args, {
    env,
    home: await emptyDirectory(),
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    readStdin: async () => Buffer.from(stdin),
    now: Date.now,
    fetch,
    interrupted: () => interrupted,
  });
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}
