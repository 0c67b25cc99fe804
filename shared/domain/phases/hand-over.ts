import * as z from "zod";
import { bodiesOf, distinct, holders } from "../audience.ts";
import { body, reasonGiven, reasonNote } from "../body.ts";
import { countyCode, organisationId } from "../case.ts";
import type { CaseState } from "../case-state.ts";
import { CommandError } from "../command-error.ts";
import { divisionCode } from "../division.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { waiting } from "../evolution.ts";
import { given } from "../given.ts";
import { type HandOverReason, handOverReason } from "../reasons.ts";
import { countyOf } from "../scope.ts";
import { verb } from "../verb.ts";
import { mandatoryReport } from "./danger.ts";

// A case goes to another county: its coordinator, its bodies, its figures. The law under which it was submitted stays.

const beforeAgreement = [
  "submitted",
  "needs_info",
  "triage",
  "offered",
  "accepted",
  "seeking_consent",
  "mediating",
  "suspended",
] as const;

/** Whether the case can still go to another county: nothing is agreed, and it goes on. */
export const isBeforeAgreement = ({ status }: Pick<CaseState, "status">): boolean =>
  beforeAgreement.some((one) => one === status);

type HandOver = { place: string; receiver: string; reason: HandOverReason; note?: string };

/** The case goes to the county of the place. The report that the law demands of a danger is made before. */
export function handedOver(
  state: CaseState,
  { place, receiver, reason, note }: HandOver,
  station: string | undefined,
): NewEvent[] {
  const leaving = "assignment" in state ? state.assignment?.organisationId : undefined;
  const data = { from: state.county, place, coordinatorId: receiver, reason, ...given("note", note) };
  return [
    ...mandatoryReport(state, station),
    { type: "case.handed_over", data: { ...data, ...given("organisationId", leaving) } },
  ];
}

export const handOverVerbs = {
  "hand-over": verb({
    words: { en: "Hand a case over to another county", zh: "移交其他县（市、区）" },
    transition: 24,
    by: ["coordinator", "former-coordinator"],
    from: beforeAgreement,
    article: "人民调解工作若干规定 第21条",
    foretells: {
      zh: "本案移交其他县（市、区），由该县重新分派。本县和现承办单位不再办理，只能查看移交之前的内容。",
      en: "The case goes to another county, which routes it again. This county and the body that has it work on it no more, and see only what there was before.",
    },
    body: () =>
      reasonGiven(
        body({
          place: divisionCode().describe("Where it is to be mediated: the other county, or a town or village in it"),
          reason: handOverReason(),
          note: reasonNote(),
        }),
      ),
    looksUp: ["receiver", "station"],
    // Said again by the county that gave it away, it has had its effect as long as it lies there.
    isRepeat: ({ place }, state) => state.formerCounties !== undefined && state.county === countyOf(place),
    events: ({ place, reason, note, facts }, state) => {
      if (countyOf(place) === state.county) {
        throw new CommandError("same-county", "the case is in that county already", { path: "/place" });
      }
      if (facts.receiver === undefined) {
        throw new CommandError("no-coordinator", "nobody coordinates that county here", { path: "/place" });
      }
      return handedOver(state, { place, receiver: facts.receiver, reason, ...given("note", note) }, facts.station);
    },
  }),
};

export const handOverEvents = {
  "case.handed_over": event({
    words: { zh: "移交其他县（市、区）", en: "Handed over to another county" },
    data: () => ({
      from: countyCode(),
      place: divisionCode(),
      coordinatorId: organisationId(),
      /** The body that had the case. */
      organisationId: organisationId().exactOptional(),
      reason: handOverReason(),
      note: z.string().max(500).exactOptional(),
    }),
    on: beforeAgreement,
    asksForRouting: true,
    told: {
      who: {
        en: "The bodies of the case, the one that held it before, and the coordinators of both counties",
        zh: "本案有关单位、原承办单位及移出、接收两地的协调机构",
      },
      ids: ({ before, after, data }) => [
        ...bodiesOf(after),
        ...holders(before),
        before?.coordinatorId,
        data.coordinatorId,
      ],
    },
    evolve: (state, { at, data: { from, place, coordinatorId, organisationId: leaving } }) => {
      const { linked: _, informed, ...goesOn } = waiting(state, at, leaving);
      const { namedOrganisationId: __, ...quarrel } = goesOn.dispute;
      // A station that has not yet acknowledged a danger keeps its duty, wherever the case goes.
      const owing = informed?.filter((id) =>
        state.dangerReports?.some(({ policeId, unsignedSince }) => policeId === id && unsignedSince !== undefined),
      );
      return {
        ...goesOn,
        county: countyOf(place),
        formerCounties: distinct([...(state.formerCounties ?? []), from]),
        coordinatorId,
        dispute: { ...quarrel, place },
        ...given("informed", owing?.length === 0 ? undefined : owing),
      };
    },
  }),
};
