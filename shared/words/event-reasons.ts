import { labelsOfField } from "../domain/coded.ts";
import { eventKinds, type NewEvent } from "../domain/events.ts";
import type { Language } from "./language.ts";
import { labelled } from "./punctuation.ts";

/** The reason of a step, by its name where it is a code, and what was said beside it. */
export function whyOf({ type, data }: NewEvent, language: Language): string {
  const note = "note" in data ? data.note : undefined;
  const field = "failureReason" in data ? "failureReason" : "reason";
  const reason = "failureReason" in data ? data.failureReason : "reason" in data ? data.reason : undefined;
  const names = reason === undefined ? undefined : labelsOfField(eventKinds[type].data(), field);
  const said = reason && (names?.[reason]?.[language] ?? reason);
  return said === undefined || note === undefined ? (said ?? note ?? "") : labelled(said, note, language);
}
