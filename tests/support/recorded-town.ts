import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { coordinatorId } from "../../infra/demo/city.ts";
import type { FaultHook } from "../../infra/local/aws-gateway.ts";
import { privateJwk, publicPart } from "../../shared/client/token.ts";
import { unpackFolder } from "./data-archive.ts";
import { wideLimits } from "./limits.ts";
import { openTown, type Town } from "./town.ts";

const texts = z.array(z.string());
const recorded = z.object({
  recording: z.object({
    recordedAt: z.string(),
    unrouted: z.string(),
    parties: z.array(z.unknown()),
    cases: z.record(z.string(), z.string()),
    organisationIds: texts,
    months: texts,
    quarters: texts,
  }),
  answers: z.record(z.string(), z.looseObject({})),
});
export type Recorded = z.infer<typeof recorded>;

const place = (file: string): string => join(import.meta.dirname, "../fixtures", file);
const secretsFile = "webhook-secrets.json";

/** The archive of a recording. */
export const archiveOf = (name: string): string => place(`${name}.br`);
/** What a recording is about, and what the API answered then. */
export const recordedIn = (name: string): Recorded =>
  recorded.parse(JSON.parse(readFileSync(place(`${name}.json`), "utf8")));

export type RecordedTown = {
  town: Town;
  folder: string;
  /** The webhook secrets by endpoint, as their owners got them. */
  secrets: Record<string, string>;
  close(): Promise<void>;
};

/** Opens a copy of a recorded folder with the present version, at the time at which the recording ended. */
export async function openRecording(name: string, fault: FaultHook): Promise<RecordedTown> {
  const folder = mkdtempSync(join(tmpdir(), "accord-recorded-"));
  unpackFolder(archiveOf(name), folder);
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, "keys", file), "utf8"));
  const files = readdirSync(join(folder, "keys")).filter((file) => file.endsWith(".json") && file !== secretsFile);
  const keys = new Map(files.map((file) => [file.replace(/\.json$/, ""), privateJwk().parse(read(file))]));
  const coordinatorKey = keys.get(coordinatorId);
  if (coordinatorKey === undefined) throw new Error("the recording has no key of the coordinator");
  const town = await openTown(keys, {
    dataDir: folder,
    parameters: { BootstrapKey: JSON.stringify(publicPart(coordinatorKey)), ...wideLimits },
    clockOffsetMs: Date.parse(recordedIn(name).recording.recordedAt) - Date.now(),
    fault,
  });
  return {
    town,
    folder,
    secrets: z.record(z.string(), z.string()).parse(read(secretsFile)),
    async close() {
      await town.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
