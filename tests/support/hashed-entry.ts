import { createHash } from "node:crypto";
import { withTexts } from "../../shared/domain/free-text.ts";

/** A line of a history as its hash covers it, which a reader of the line can make: each text by its salt. */
export function asHashed<Entry extends { data: unknown; salts?: Record<string, string> }>(entry: Entry) {
  const { salts = {} } = entry;
  const hashed = (text: string, salt: string): string =>
    `sealed:${createHash("sha256").update(`${salt}.${text}`).digest("base64url")}`;
  const data = withTexts(entry.data, (text) => {
    const [standIn] = Object.entries(salts).find(([key, salt]) => hashed(text, salt) === key) ?? [];
    return standIn ?? text;
  });
  return { ...entry, data };
}
