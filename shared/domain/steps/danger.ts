import type { CaseState } from "../case.ts";
import type { CaseHappening } from "../events.ts";
import { given, type Steps, step } from "../step.ts";
import { beforeClose } from "./happenings.ts";

/**
 * Domestic violence, and a minor or person without capacity at risk, are reported to the police whatever follows. What was
 * ticked in a case merged into this one has been reported there.
 */
export function mandatoryReport({ dispute, dangerReports = [] }: CaseState, policeId?: string): CaseHappening[] {
  return (["domestic_violence", "person_at_risk"] as const)
    .filter((kind) => dispute.circumstances?.includes(kind) && !dangerReports.some((report) => report.kind === kind))
    .map((kind) => ({ type: "danger.reported", data: { kind, mandatory: true, ...given("policeId", policeId) } }));
}

const unsignedBy = ({ dangerReports = [] }: CaseState, policeId: string): boolean =>
  dangerReports.some((report) => report.policeId === policeId && report.unsignedSince !== undefined);

/** Danger or crime is told to a police station at once, which signs for it; the case goes on. */
export const dangerSteps: Steps<"report-danger" | "acknowledge-danger"> = {
  "report-danger": step({
    transition: 18,
    by: ["holder"],
    from: ["accepted", "seeking_consent", "mediating", "suspended", "agreed", "confirming", "performing"],
    // A second report may be a second danger; the version in If-Match guards against a mere retry.
    isRepeat: () => false,
    happenings: ({ kind, policeId, note }) => [
      {
        type: "danger.reported",
        data: { kind, mandatory: false, ...given("policeId", policeId), ...given("note", note) },
      },
    ],
  }),

  "acknowledge-danger": step({
    transition: 18,
    by: ["station"],
    from: [...beforeClose, "closed", "archived"],
    isOpen: ({ dangerReports = [] }) => dangerReports.some(({ unsignedSince }) => unsignedSince !== undefined),
    isRepeat: (_, state, { by }) => !unsignedBy(state, by.organisationId),
    happenings: (_, __, { by }) => [{ type: "danger.acknowledged", data: { policeId: by.organisationId } }],
  }),
};
