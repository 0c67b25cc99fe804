import { setTimeout as sleep } from "node:timers/promises";

/** Someone else's write landed between reading and writing; read again and decide again. */
export class VersionConflict extends Error {
  override name = "VersionConflict";
}

/** How long it is tried again: `attempts` times, after a pause of chance that grows by up to `pauseMilliseconds` each time. */
type Patience = { attempts: number; pauseMilliseconds: number };
const ofCases: Patience = { attempts: 8, pauseMilliseconds: 0 };

/** Reads, decides and writes again for as long as others' writes land in between; throws the last `VersionConflict`. */
export async function untilItLands<Value>(
  readDecideWrite: () => Promise<Value>,
  { attempts, pauseMilliseconds }: Patience = ofCases,
): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readDecideWrite();
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
      if (pauseMilliseconds > 0) await sleep(Math.random() * pauseMilliseconds * attempt);
    }
  }
}
