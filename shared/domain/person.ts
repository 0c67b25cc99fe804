import * as z from "zod";
import type { Label } from "./codes.ts";
import { once } from "./once.ts";

/** What somebody does at an organisation, from least to most: each may do what those before it may. */
export const duties = ["reader", "clerk", "lead"] as const;
export type Duty = (typeof duties)[number];
export const duty = once(() => z.enum(duties));
export const dutyLabels: Readonly<Record<Duty, Label>> = {
  reader: { en: "Reader", zh: "查阅" },
  clerk: { en: "Clerk", zh: "经办" },
  lead: { en: "Lead", zh: "负责" },
};

/** Whether somebody with this duty may do what asks for that one. */
export const suffices = (held: Duty, asked: Duty): boolean => duties.indexOf(held) >= duties.indexOf(asked);

export const personId = once(() => z.uuid());
export const personName = once(() => z.string().trim().min(1).max(40));

/** The place of a person at an organisation. */
export const seat = once(() =>
  z.strictObject({
    organisationId: z.string(),
    personId: personId(),
    name: personName(),
    duty: duty(),
    /** Under which the organisation's register of mediators has the same person. */
    mediatorId: z.string().exactOptional(),
    since: z.string(),
  }),
);
export type Seat = z.infer<ReturnType<typeof seat>>;

/** For how long an invitation can be taken up. */
const invitationHours = 72;
export const invitationEnds = (now: string): string => later(now, invitationHours * 60);

/** Without 0, O, 1 and I, which people take for one another. */
export const codeLetters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
export const codeLength = 10;
/** An invitation's code as it was given out, from how it was typed. */
export const codeAsGiven = (typed: string): string => typed.normalize("NFKC").replaceAll(/[\s-]/g, "").toUpperCase();

export const later = (time: string, minutes: number): string =>
  new Date(Date.parse(time) + minutes * 60_000).toISOString();
