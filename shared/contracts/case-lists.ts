import * as z from "zod";
import { clockKind, day, instant, organisationId } from "../domain/case.ts";
import { caseFlags } from "../domain/case-card.ts";
import { everyState } from "../domain/case-state.ts";
import { clockLevels, dueFilters } from "../domain/clock-level.ts";
import { categoryCode, channel, riskGrade } from "../domain/codes.ts";
import { once } from "../domain/once.ts";
import { page } from "./route-parts.ts";

const statusName = once(() => z.enum(everyState));

/** What a list of cases can be narrowed by. */
export const listFilter = () => ({
  status: statusName().exactOptional(),
  due: z.enum(dueFilters).exactOptional().describe("By the clock that ends first; today is a day in Shanghai"),
  channel: channel().exactOptional(),
  category: categoryCode().exactOptional(),
  risk: riskGrade().exactOptional(),
  holder: organisationId().exactOptional().describe("Who works on it, or did when it ended"),
  mediator: z.string().min(1).max(60).exactOptional().describe("Who leads the mediation or helps"),
  agency: organisationId().exactOptional().describe("Who sent it"),
  from: day()
    .exactOptional()
    .describe("Received on that day in Shanghai or later; closed, where closed cases are listed"),
  to: day().exactOptional().describe("Until that day, included"),
});

export const listCasesQuery = once(() =>
  z.strictObject({
    as: z
      .enum(["sender", "holder", "county"])
      .describe(
        "Those you sent (newest first), those you hold (next due first), or, for its offices, those of the county",
      ),
    month: z
      .string()
      .regex(/^\d{4}-(0[1-9]|1[0-2])$/, { error: "month" })
      .exactOptional()
      .describe(
        "The cases that ended in that month in Shanghai, instead of the open ones; in your hands, where you hold them",
      ),
    ...listFilter(),
    order: z.enum(["forward", "backward"]).exactOptional().describe("In the usual order of the list, or from its end"),
    ...page(),
  }),
);

/** What organisations are called, by id: those that an answer names and that are registered. */
export const names = once(() =>
  z.record(z.string(), z.string()).describe("What the organisations named here are called, by id"),
);

export const caseListItem = once(() =>
  z.strictObject({
    caseId: z.uuid(),
    version: z.int(),
    status: statusName(),
    at: instant(),
    sourceNumbers: z.array(z.string()).describe("The referrers' own numbers; an agency sees its own first"),
    category: categoryCode(),
    place: z.string().exactOptional(),
    channel: channel(),
    agencyId: organisationId().describe("Who sent it; you, where you are one of several"),
    riskGrade: riskGrade(),
    partyCount: z.int().min(1),
    holderId: z.string().exactOptional(),
    holderName: z.string().exactOptional(),
    endedWithId: organisationId().exactOptional().describe("In whose hands it ended; absent where nobody had it"),
    mediatorId: z.string().exactOptional().describe("Who leads the mediation"),
    mediatorName: z.string().exactOptional().describe("For the body of the mediator alone"),
    dueAt: instant().exactOptional().describe("When the next thing is to be done; absent when nothing is"),
    clock: z
      .strictObject({
        kind: clockKind(),
        startedAt: instant(),
        dueAt: instant(),
        level: z.enum(clockLevels).describe("How much of it has passed now"),
        provisional: z.literal(true).exactOptional(),
      })
      .exactOptional()
      .describe("The period that ends first"),
    flags: z.array(z.enum(caseFlags)).describe("What is worth a second look"),
    next: z.string().exactOptional().describe("The step that leads on, where it is yours to take"),
  }),
);
export type CaseListItem = z.infer<ReturnType<typeof caseListItem>>;

export const caseList = once(() =>
  z.strictObject({
    cases: z.array(caseListItem()),
    names: names(),
    total: z.int().exactOptional().describe("How many in all, where that is known"),
    cursor: z.string().exactOptional().describe("Of the next page, which may be short or empty; absent on the last"),
  }),
);

/** The cases that a number, the beginning of an id, or a party can mean. */
export const foundCases = once(() =>
  z.strictObject({
    cases: z.array(caseListItem()),
    names: names(),
    incomplete: z
      .literal(true)
      .exactOptional()
      .describe("More cases than are looked through have such a party: name more of it"),
  }),
);
