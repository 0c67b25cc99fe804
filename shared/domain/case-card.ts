import { atLeastOne } from "./at-least-one.ts";
import type { CaseClock, Referral } from "./case.ts";
import { workClock } from "./case-clocks.ts";
import { type CaseState, isOver } from "./case-state.ts";
import type { Channel, RiskGrade } from "./codes.ts";
import { given } from "./given.ts";
import { gravest } from "./gravest.ts";

/** What is worth a second look in a list. */
export const caseFlags = [
  "danger",
  "grounds",
  "grade",
  "info-asked",
  "meeting",
  "breached",
  "harm",
  "repeat",
  "joined",
] as const;
export type CaseFlag = (typeof caseFlags)[number];

const isFlagged: Readonly<Record<CaseFlag, (state: CaseState) => boolean>> = {
  danger: ({ dangerReports = [] }) => dangerReports.some(({ unsignedSince }) => unsignedSince !== undefined),
  grounds: ({ grounds }) => grounds !== undefined && grounds.length > 0,
  grade: (state) => !isOver(state) && state.gradeProposal !== undefined,
  "info-asked": ({ infoAsked }) => infoAsked !== undefined,
  meeting: (state) => !isOver(state) && state.meeting !== undefined,
  breached: (state) => !isOver(state) && state.clocks.some(({ breached }) => breached === true),
  harm: (state) => gravest(state).harm !== undefined,
  repeat: ({ linked }) => linked !== undefined,
  joined: ({ referrals }) => referrals.length > 1,
};

/** What a list says of a case besides where it stands: nothing that names a person but the mediator, by id. */
export type CaseCard = {
  channel: Channel;
  agencyId: string;
  riskGrade: RiskGrade;
  partyCount: number;
  mediatorId?: string;
  clock?: CaseClock;
  flags: CaseFlag[];
};

/** The card of a case. `reader`: the organisation that reads, which sees by which of its own referrals the case came. */
export function cardOf(state: CaseState, reader: string): CaseCard {
  const { channel, agencyId } = referralsFor(state, reader)[0];
  const { riskGrade, partyCount } = gravest(state);
  return {
    channel,
    agencyId,
    riskGrade,
    partyCount,
    ...given("mediatorId", "assignment" in state ? state.assignment?.mediatorId : undefined),
    ...given("clock", workClock(state)),
    flags: caseFlags.filter((flag) => isFlagged[flag](state)),
  };
}

/** The referrals of a case, the reader's own first. */
export const referralsFor = ({ referrals }: CaseState, reader: string): [Referral, ...Referral[]] =>
  atLeastOne([
    ...referrals.filter(({ agencyId }) => agencyId === reader),
    ...referrals.filter(({ agencyId }) => agencyId !== reader),
  ]);
