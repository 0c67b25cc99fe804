/** The bytes DynamoDB counts for an item: names and values, numbers by their digits, 3 for a list or map and 1 for each member. */
export function itemBytes(item: Record<string, unknown>): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);
}

function valueBytes(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return Math.ceil(String(value).length / 2) + 1;
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return value.reduce<number>((sum, member) => sum + valueBytes(member) + 1, 3);
  if (typeof value === "object" && value !== null) {
    return 3 + Object.keys(value).length + itemBytes(Object.fromEntries(Object.entries(value)));
  }
  return 1;
}
