import { isRecord } from "./intrinsics.ts";

/** Whether an event passes one of the patterns (EventBridge's language); no pattern lets everything through. */
export function passesFilters(patterns: readonly unknown[], event: unknown): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesPattern(pattern, event));
}

/** Whether the event matches the pattern; throws on a kind of rule the runner does not know. */
function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (!isRecord(pattern)) throw new Error("An event pattern is an object");
  return Object.entries(pattern).every(([key, rule]) => {
    if (key === "$or") return Array.isArray(rule) && rule.some((branch) => matchesPattern(branch, event));
    const value = isRecord(event) ? event[key] : undefined;
    if (Array.isArray(rule)) return rule.some((test) => matchesRule(test, value));
    return matchesPattern(rule, value);
  });
}

function matchesRule(rule: unknown, value: unknown): boolean {
  if (!isRecord(rule)) return leaves(value).includes(rule);
  const [[kind, argument] = ["nothing", undefined]] = Object.entries(rule);
  const texts = leaves(value).filter((leaf) => typeof leaf === "string");
  switch (kind) {
    case "exists":
      return (value !== undefined && !isRecord(value)) === argument;
    case "prefix":
      return texts.some((text) => text.startsWith(String(argument)));
    case "suffix":
      return texts.some((text) => text.endsWith(String(argument)));
    case "equals-ignore-case":
      return texts.some((text) => text.toLowerCase() === String(argument).toLowerCase());
    case "numeric":
      return leaves(value).some((leaf) => typeof leaf === "number" && isInRange(leaf, argument));
    case "anything-but": {
      const refused = Array.isArray(argument) ? argument : [argument];
      return value !== undefined && !refused.some((one) => matchesRule(one, value));
    }
    default:
      throw new Error(`An event pattern uses ${kind}, which the local runner does not know`);
  }
}

function isInRange(value: number, argument: unknown): boolean {
  const terms = Array.isArray(argument) ? argument : [];
  return terms.every((operator, position) => {
    if (position % 2 === 1) return true;
    const bound = Number(terms[position + 1]);
    switch (operator) {
      case "=":
        return value === bound;
      case "<":
        return value < bound;
      case "<=":
        return value <= bound;
      case ">":
        return value > bound;
      case ">=":
        return value >= bound;
      default:
        throw new Error(`A numeric rule uses ${String(operator)}`);
    }
  });
}

function leaves(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
