import * as z from "zod";
import { amountFen, body, note } from "../body.ts";
import { caseClock, dispute, organisationId } from "../case.ts";
import { clockOf } from "../case-clocks.ts";
import { circumstance } from "../codes.ts";
import { divisionCode } from "../division.ts";
import { event } from "../event.ts";
import { always, waiting } from "../evolution.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { countOf, parties } from "../party.ts";
import { verb } from "../verb.ts";
import { mandatoryReport } from "./danger.ts";

// A referral goes back to its referrer for what it lacks, and comes back completed.

const text = once(() => z.string().max(500));

export const completionVerbs = {
  "ask-for-info": verb({
    words: { en: "Send a referral back for what it lacks", zh: "退回补正" },
    transition: 2,
    by: ["coordinator"],
    from: ["submitted", "triage"],
    body: () => body({ missing: z.array(note()).min(1).max(20) }),
    looksUp: ["station"],
    isRepeat: (_, state) => state.status === "needs_info",
    events: ({ missing, facts }, state, { at, by, rules, calendars }) => [
      ...mandatoryReport(state, facts.station),
      {
        type: "info.requested",
        data: {
          missing: [...missing],
          coordinatorId: by.organisationId,
          clock: clockOf("supply-info", at, rules.supplyInfo, calendars),
        },
      },
    ],
  }),

  "supply-info": verb({
    words: { en: "Supply what was lacking", zh: "补正材料" },
    transition: 2,
    by: ["referrer"],
    from: ["needs_info"],
    leadsOn: { needs_info: 1 },
    settles: "supply-info",
    body: () =>
      body({
        note: note().exactOptional().describe("Kept in the history for all bodies of the case: name nobody in it"),
        place: divisionCode().exactOptional(),
        amountFen: amountFen().exactOptional(),
        circumstances: z.array(circumstance()).min(1).max(circumstance().options.length).exactOptional(),
        parties: parties()
          .exactOptional()
          .describe("All parties again, as far as they are known now; sealed like the first ones"),
      }),
    isRepeat: (_, state) => state.status === "submitted",
    events: ({ note: said, place, amountFen: amount, circumstances, parties: known }, state) => {
      const before = state.dispute.circumstances ?? [];
      const ticked = circumstances && [...new Set([...before, ...circumstances])];
      return [
        {
          type: "info.supplied",
          data: {
            ...given("note", said),
            ...given("place", place),
            ...given("amountFen", amount),
            ...given("circumstances", ticked),
            ...(known === undefined ? {} : countOf(known)),
          },
        },
      ];
    },
  }),
};

export const completionEvents = {
  "info.requested": event({
    words: { zh: "退回补正", en: "Sent back for what it lacks" },
    data: () => ({
      missing: z.array(text()).min(1),
      coordinatorId: organisationId().exactOptional(),
      clock: caseClock(),
    }),
    on: ["submitted", "triage"],
    deadline: ({ clock }) => clock.dueAt,
    evolve: (state, { data: { missing, coordinatorId, clock } }) => ({
      status: "needs_info",
      ...always(state, [clock]),
      ...given("coordinatorId", coordinatorId),
      missing,
    }),
  }),

  "info.supplied": event({
    words: { zh: "补正材料", en: "Completed" },
    data: () => {
      const { place, amountFen: amount, circumstances, partyCount, partyPlaces } = dispute().shape;
      return {
        note: text().exactOptional(),
        place,
        amountFen: amount,
        circumstances,
        partyCount: partyCount.exactOptional(),
        partyPlaces: partyPlaces.exactOptional(),
      };
    },
    on: ["needs_info"],
    asksForRouting: true,
    evolve: (state, { at, data: { note: _, ...supplied } }) => {
      const { eligibilityDecided, ...goesOn } = waiting(state, at);
      return {
        ...goesOn,
        // Circumstances ticked now have not been decided on yet.
        ...given("eligibilityDecided", supplied.circumstances === undefined ? eligibilityDecided : undefined),
        dispute: { ...state.dispute, ...supplied },
      };
    },
  }),
};
