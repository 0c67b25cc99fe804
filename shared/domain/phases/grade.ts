import * as z from "zod";
import { body, note } from "../body.ts";
import { instant } from "../case.ts";
import { clockOf } from "../case-clocks.ts";
import { beforeClose, type CaseState, everyState, isWithBody } from "../case-state.ts";
import { type Circumstance, circumstance, type DangerKind, dangerKind, type RiskGrade, riskGrade } from "../codes.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { gravest } from "../gravest.ts";
import { released } from "../released.ts";
import { bodiesAndCoordinator } from "../told.ts";
import { type DecisionContext, verb } from "../verb.ts";

// Something grave proposes a higher grade; the coordinator decides, and what nobody decides takes effect by itself.

type Because = { circumstances?: readonly Circumstance[]; danger?: DangerKind };

/** The proposal of a higher grade that a circumstance or a danger gives reason for; none where the case has it already. */
export function proposeGrade(
  state: CaseState,
  { circumstances = [], danger }: Because,
  { at, rules, calendars }: DecisionContext,
): NewEvent[] {
  const because = [...circumstances, ...(danger === undefined ? [] : [danger])];
  // Without a word of the pack on it a cause proposes nothing: a person grades.
  const { gradeProposals = {} } = rules;
  const grades = because.map((cause) => gradeProposals[cause]?.grade).filter((grade) => grade !== undefined);
  const graver = riskGrade().options.find((grade) => grades.includes(grade));
  if (graver === undefined || isAsGrave(gravest(state).riskGrade, graver)) return [];
  if (state.gradeProposal !== undefined && isAsGrave(state.gradeProposal.riskGrade, graver)) return [];
  const grave = because.filter((cause) => gradeProposals[cause] !== undefined);
  const { dueAt } = clockOf("triage", at, rules.triage, calendars);
  return [{ type: "grade.proposed", data: { riskGrade: graver, because: grave, dueAt } }];
}

/** The grades are listed from the gravest on. */
const isAsGrave = (one: RiskGrade, other: RiskGrade): boolean =>
  riskGrade().options.indexOf(one) <= riskGrade().options.indexOf(other);

export const gradeVerbs = {
  "decide-grade": verb({
    words: { en: "Decide the risk grade of a case", zh: "认定风险等级" },
    transition: 3,
    by: ["coordinator"],
    from: beforeClose,
    settles: "decide-grade",
    body: () => body({ riskGrade: riskGrade(), reason: note().describe("Why it is raised, lowered or kept") }),
    looksUp: ["fit"],
    isRepeat: ({ riskGrade: grade }, { dispute, gradeProposal }) =>
      gradeProposal === undefined && dispute.riskGrade === grade,
    events: ({ riskGrade: grade, reason, facts }, state) => [
      { type: "grade.decided", data: { riskGrade: grade, before: state.dispute.riskGrade, reason } },
      ...(isWithBody(state) ? released(state, facts.fit) : []),
    ],
  }),
};

const graded = (state: CaseState, grade: RiskGrade): CaseState => {
  const { gradeProposal: _, ...rest } = state;
  return { ...rest, dispute: { ...state.dispute, riskGrade: grade } };
};

export const gradeEvents = {
  "grade.proposed": event({
    words: { zh: "建议提高风险等级", en: "Higher risk grade proposed" },
    data: () => ({
      riskGrade: riskGrade(),
      because: z.array(z.union([circumstance(), dangerKind()])).min(1),
      dueAt: instant(),
    }),
    on: everyState,
    told: bodiesAndCoordinator,
    deadline: ({ dueAt }) => dueAt,
    evolve: (state, { data: { riskGrade: grade, dueAt } }) => ({
      ...state,
      gradeProposal: { riskGrade: grade, dueAt },
    }),
  }),

  "grade.decided": event({
    words: { zh: "认定风险等级", en: "Risk grade decided" },
    data: () => ({ riskGrade: riskGrade(), before: riskGrade(), reason: z.string().max(500) }),
    on: everyState,
    told: bodiesAndCoordinator,
    evolve: (state, { data }) => graded(state, data.riskGrade),
  }),

  "grade.raised": event({
    words: { zh: "逾期未认定，按建议提高风险等级", en: "Risk grade raised, as nobody decided in time" },
    data: () => ({ riskGrade: riskGrade() }),
    on: everyState,
    told: bodiesAndCoordinator,
    evolve: (state, { data }) => graded(state, data.riskGrade),
  }),
};
