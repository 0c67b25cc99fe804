/** Lambda's limit for the event of an invocation, in bytes of JSON. */
export const maximumEventBytes = 6 * 1024 * 1024;
/** The limit for what an invocation returns is a hundred bytes wider. */
export const maximumResultBytes = maximumEventBytes + 100;

/** The size of the value as JSON, in bytes of UTF-8. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? "");
}

/** Cuts the records, in order, into batches of at most `size` that fit one event; one too large for any is a batch of its own. */
export function batchesOf<T>(records: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  let open: T[] = [];
  let bytes = 0;
  for (const record of records) {
    // With the comma behind it; the event around the records takes fewer than a hundred bytes.
    const more = jsonBytes(record) + 1;
    if (open.length === size || (open.length > 0 && bytes + more > maximumEventBytes - 100)) {
      batches.push(open);
      open = [];
      bytes = 0;
    }
    open.push(record);
    bytes += more;
  }
  return open.length > 0 ? [...batches, open] : batches;
}
