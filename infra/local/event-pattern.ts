import { isRecord } from "./intrinsics.ts";

/** Whether an event passes one of the patterns (EventBridge's language); no pattern lets everything through. */
export function passesFilters(patterns: readonly unknown[], event: unknown): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesPattern(pattern, event));
}

/** Whether the event matches the pattern; throws on a kind of rule the runner does not know. */
function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (!isRecord(pattern)) throw new Error("An event pattern is an object");
  return Object.entries(pattern).every(([key, rule]) => {
    if (key.startsWith("$")) throw new Error(`An event pattern uses ${key}, which the local runner does not know`);
    const value = isRecord(event) ? event[key] : undefined;
    return Array.isArray(rule) ? rule.some((test) => matchesRule(test, value)) : matchesPattern(rule, value);
  });
}

/** A literal, or `{ prefix }`. */
function matchesRule(rule: unknown, value: unknown): boolean {
  if (!isRecord(rule)) return rule === value;
  const { prefix, ...unknown } = rule;
  const [kind] = Object.keys(unknown);
  if (kind !== undefined) throw new Error(`An event pattern uses ${kind}, which the local runner does not know`);
  return typeof value === "string" && value.startsWith(String(prefix));
}
