/** Someone else's write landed between reading and writing; read again and decide again. */
export class VersionConflict extends Error {
  override name = "VersionConflict";
}

const attempts = 8;

/** Reads, decides and writes again for as long as others' writes land in between; throws the last `VersionConflict`. */
export async function untilItLands<Value>(readDecideWrite: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readDecideWrite();
    } catch (error) {
      if (!(error instanceof VersionConflict) || attempt === attempts) throw error;
    }
  }
}
