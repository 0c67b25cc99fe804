import * as z from "zod";
import { holders } from "../audience.ts";
import { body, note, plainBody } from "../body.ts";
import { organisationId } from "../case.ts";
import { type CaseState, everyState } from "../case-state.ts";
import { dangerKind } from "../codes.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { informing } from "../evolution.ts";
import { given } from "../given.ts";
import { bodiesAndCoordinator } from "../told.ts";
import { verb } from "../verb.ts";
import { proposeGrade } from "./grade.ts";

// Danger or crime is told to a police station at once, which acknowledges the report; the case goes on.

/**
 * Domestic violence, and a minor or person without capacity at risk, are reported to the police whatever follows. The circumstances
 * of a case merged into this one have been reported there.
 */
export function mandatoryReport({ dispute, dangerReports = [] }: CaseState, policeId?: string): NewEvent[] {
  return (["domestic_violence", "person_at_risk"] as const)
    .filter((kind) => dispute.circumstances?.includes(kind) && !dangerReports.some((report) => report.kind === kind))
    .map((kind) => ({ type: "danger.reported", data: { kind, mandatory: true, ...given("policeId", policeId) } }));
}

const awaits = ({ dangerReports = [] }: CaseState, policeId: string): boolean =>
  dangerReports.some((report) => report.policeId === policeId && report.unsignedSince !== undefined);

export const dangerVerbs = {
  "report-danger": verb({
    words: { en: "Report danger or crime to the police", zh: "向公安机关报告风险" },
    transition: 18,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating", "suspended", "agreed", "confirming", "performing"],
    body: () => body({ kind: dangerKind(), policeId: organisationId(), note: note().exactOptional() }),
    names: { policeId: "police" },
    // A second report may be a second danger; the version in If-Match guards against a mere retry.
    isRepeat: () => false,
    events: ({ kind, policeId, note: said }, state, context) => [
      { type: "danger.reported", data: { kind, mandatory: false, policeId, ...given("note", said) } },
      ...proposeGrade(state, { danger: kind }, context),
    ],
  }),

  "acknowledge-danger": verb({
    words: { en: "Acknowledge the report of danger", zh: "公安机关确认收到风险报告" },
    transition: 18,
    by: ["station"],
    from: everyState,
    settles: "acknowledge-danger",
    body: plainBody(),
    isOpen: ({ dangerReports = [] }) => dangerReports.some(({ unsignedSince }) => unsignedSince !== undefined),
    isRepeat: (_, state, { by }) => !awaits(state, by.organisationId),
    events: (_, __, { by }) => [{ type: "danger.acknowledged", data: { policeId: by.organisationId } }],
  }),
};

type DangerReport = NonNullable<CaseState["dangerReports"]>[number];
const markReports = (state: CaseState, mark: (report: DangerReport) => DangerReport): CaseState => ({
  ...state,
  ...given(
    "dangerReports",
    state.dangerReports?.map((report) => (report.unsignedSince === undefined ? report : mark(report))),
  ),
});

export const dangerEvents = {
  "danger.reported": event({
    words: { zh: "向公安机关报告风险", en: "Danger reported to the police" },
    data: () => ({
      kind: dangerKind(),
      policeId: organisationId().exactOptional(),
      mandatory: z.boolean(),
      note: z.string().max(500).exactOptional(),
    }),
    on: everyState,
    told: bodiesAndCoordinator,
    evolve: (state, { at, by, data: { kind, policeId } }) => {
      // Told to nobody it is still to be made, as soon as a station is known.
      if (policeId === undefined) return state;
      const others = (state.dangerReports ?? []).filter((one) => one.kind !== kind || one.policeId !== policeId);
      // A station that has found it out itself need not acknowledge it.
      const unsignedSince = by.organisationId === policeId ? undefined : at;
      const dangerReports = [...others, { kind, policeId, ...given("unsignedSince", unsignedSince) }];
      return { ...informing(state, policeId), dangerReports };
    },
  }),

  "danger.reminded": event({
    words: { zh: "催告公安机关确认风险报告", en: "Station reminded of the danger" },
    isNote: true,
    data: () => ({ policeIds: z.array(organisationId()).min(1) }),
    on: everyState,
    told: {
      who: { en: "The police stations, the holder and the coordinator", zh: "有关派出所、承办单位及协调机构" },
      ids: ({ after, data }) => [...data.policeIds, ...holders(after), after.coordinatorId],
    },
    evolve: (state, { at, data }) =>
      markReports(state, (report) =>
        data.policeIds.includes(report.policeId) ? { ...report, remindedAt: at } : report,
      ),
  }),

  "danger.acknowledged": event({
    words: { zh: "公安机关确认收到风险报告", en: "The station acknowledged the report" },
    data: () => ({ policeId: organisationId() }),
    on: everyState,
    told: bodiesAndCoordinator,
    evolve: (state, { data: { policeId } }) =>
      markReports(state, (report) => (report.policeId === policeId ? { kind: report.kind, policeId } : report)),
  }),
};
