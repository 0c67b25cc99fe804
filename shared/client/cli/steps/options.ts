import { Option } from "commander";
import { consentChannel } from "../../../domain/case.ts";
import { UsageError } from "../failure.ts";
import type { Session } from "../session.ts";

/** An option that a step cannot do without. Commander does not ask for it, because `--body` may say what it says. */
export class RequiredOption extends Option {}

export const note = new Option("--note <text>", "what else is to be said");
export const lateReason = new Option("--late-reason <text>", "why only after its day");
export const reasonOf = (codes: readonly string[]): Option =>
  new RequiredOption("--reason <code>", "why").choices(codes);
export const on = (what: string): Option => new RequiredOption("--on <day>", `${what}, YYYY-MM-DD`);
export const at = (what: string): Option =>
  new Option("--at <time>", `${what}: RFC 3339, or 2026-07-01T09:30 in China's time; now, when absent`);
export const proof = new RequiredOption("--proof <text>", "what proves it");
export const parties = (what: string): Option =>
  new RequiredOption("--party <number...>", `${what}: 1 is the first of the referral`);
export const asked = new RequiredOption("--channel <channel>", "how they were asked").choices(consentChannel.options);
export const paper = new Option("--paper <document>", "the paper in the case file that shows it");

/** An instant as people give it: with an offset, or else in China's time. */
export function instantOf(given: string): string {
  const local = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$/.test(given);
  const milliseconds = Date.parse(local ? `${given.replace(" ", "T")}+08:00` : given);
  if (Number.isNaN(milliseconds)) throw new UsageError(`"${given}" is no time such as 2026-07-01T09:30`);
  return new Date(milliseconds).toISOString();
}

export const instantOrNow = (given: string | undefined, { terminal }: Session): string =>
  given === undefined ? new Date(terminal.now()).toISOString() : instantOf(given);

export const numberOf = (given: string | undefined): number | undefined =>
  given === undefined ? undefined : Number(given);
