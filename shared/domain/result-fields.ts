import * as z from "zod";
import { shanghaiDate, startOfShanghaiDay } from "./calendar.ts";
import { day, organisationId, type Referral, type StateIn } from "./case.ts";
import { channelDefinitions } from "./channels.ts";
import { dueAt } from "./clocks.ts";
import { riskGrade } from "./codes.ts";
import { given } from "./given.ts";
import { gravest } from "./gravest.ts";
import { periodChannel, rulesFor } from "./rule-pack.ts";
import { periodFor } from "./sender-clocks.ts";
import type { DecisionContext } from "./verb.ts";

/** The shapes of what a channel can have its referrer get back, beside the facts that every referrer gets. */
export const resultShape = () => ({
  confirmation: z
    .strictObject({ courtId: organisationId(), documentNumber: z.string().exactOptional() })
    .exactOptional(),
  papersBack: z.boolean(),
  docketBy: day().exactOptional(),
  trialResumes: z.boolean(),
  performed: z.boolean(),
  clockRestartsOn: day().exactOptional(),
  decideBy: day().exactOptional(),
  riskGrade: riskGrade(),
  terminatedOn: day().exactOptional(),
  jointRequestBy: day().exactOptional(),
  answerPetitionBy: day().exactOptional(),
  otherRoutes: z.array(z.enum(["court", "labour_arbitration", "administrative_decision", "payment_order"])),
});
type Shape = ReturnType<typeof resultShape>;
export type ResultField = keyof Shape;
export type ResultFields = z.infer<z.ZodObject<Shape>>;
export type OtherRoute = ResultFields["otherRoutes"][number];

/** The end of a case as one of its referrers sees it. */
export type Ending = {
  state: StateIn<"closed" | "archived">;
  referral: Referral;
  context: Pick<DecisionContext, "rules" | "calendars">;
};

const succeeded = ({ state }: Ending): boolean => state.outcome === "performed";

/** What was never mediated has not failed either: the referrer's own periods run on as they did. */
const failed = (ending: Ending): boolean =>
  !succeeded(ending) && (ending.state.outcome !== "not_accepted" || ending.state.assignment !== undefined);

const closedOn = ({ state }: Ending): string => shanghaiDate(state.closedAt);

/** The last day of a period at the referrer's own house; `provisional` if it rests on a calendar that is still to come. */
function lastDay<Field extends ResultField>(
  field: Field,
  what: string,
  startedAt: string,
  { referral, context }: Ending,
): { [Key in Field]?: string } & { provisional?: true } {
  const rule = rulesFor(context.rules, referral.channel).alsoShow.find((clock) => clock.what === what);
  if (rule === undefined) return {};
  const { days, unit } = periodFor(rule, referral);
  const due = dueAt({ startedAt, days, unit }, context.calendars);
  return { ...given(field, due.lastDay), ...given("provisional", due.provisional || undefined) };
}

/** How each field follows from the end of the case. */
export const resultParts: {
  readonly [Field in ResultField]: (ending: Ending) => Pick<ResultFields, Field> & { provisional?: true };
} = {
  confirmation: ({ state: { confirmation } }) =>
    confirmation === undefined
      ? {}
      : {
          confirmation: {
            courtId: confirmation.courtId,
            ...given("documentNumber", confirmation.documentNumber),
          },
        },
  papersBack: (ending) => ({ papersBack: !succeeded(ending) }),
  docketBy: (ending) =>
    failed(ending) ? lastDay("docketBy", "court_dockets_after_failure", ending.state.closedAt, ending) : {},
  trialResumes: (ending) => ({ trialResumes: !succeeded(ending) }),
  performed: (ending) => ({ performed: succeeded(ending) }),
  clockRestartsOn: (ending) =>
    failed(ending) ? { clockRestartsOn: ending.state.defaultedOn ?? closedOn(ending) } : {},
  decideBy: (ending) => {
    if (!failed(ending)) return {};
    const { defaultedOn, closedAt } = ending.state;
    const failedAt = defaultedOn === undefined ? closedAt : startOfShanghaiDay(defaultedOn);
    return lastDay("decideBy", "police_case_after_failure_or_default", failedAt, ending);
  },
  riskGrade: ({ state }) => ({ riskGrade: gravest(state).riskGrade }),
  terminatedOn: (ending) => (failed(ending) ? { terminatedOn: closedOn(ending) } : {}),
  jointRequestBy: (ending) =>
    failed(ending)
      ? lastDay("jointRequestBy", "joint_request_to_traffic_police_after_termination", ending.state.closedAt, ending)
      : {},
  answerPetitionBy: (ending) => lastDay("answerPetitionBy", "petition_answered", ending.referral.requestedAt, ending),
  otherRoutes: (ending) => {
    const { state, referral, context } = ending;
    const sector = periodChannel(referral.channel, state.dispute.category, context.rules);
    return { otherRoutes: succeeded(ending) ? [] : [...channelDefinitions[sector].otherRoutes] };
  },
};
