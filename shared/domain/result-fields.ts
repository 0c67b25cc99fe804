import * as z from "zod";
import { shanghaiDate } from "./calendar.ts";
import { day, organisationId, type Referral } from "./case.ts";
import { isOver, type StateIn } from "./case-state.ts";
import { channelDefinitions } from "./channels.ts";
import { riskGrade } from "./codes.ts";
import { hasFailed } from "./failed.ts";
import { given } from "./given.ts";
import { gravest } from "./gravest.ts";
import { periodChannel } from "./rule-pack.ts";
import { ownClockFor, type WithoutSuccess } from "./sender-clocks.ts";
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
  otherRoutes: z.array(
    z.enum([
      "court",
      "labour_arbitration",
      "administrative_decision",
      "administrative_mediation",
      "payment_order",
      "enforcement",
      "suit_on_agreement",
    ]),
  ),
});
type Shape = ReturnType<typeof resultShape>;
export type ResultField = keyof Shape;
/** In which a referrer gets the last day of a period of its own house. */
export type OwnDay = "docketBy" | "decideBy" | "jointRequestBy" | "answerPetitionBy";
export type ResultFields = z.infer<z.ZodObject<Shape>>;
export type OtherRoute = ResultFields["otherRoutes"][number];

/** A case with a result, as one of its referrers sees it: it is over, or the parties have agreed. */
export type Ending = {
  state: StateIn<"agreed" | "confirming" | "performing" | "closed" | "archived">;
  referral: Referral;
  context: Pick<DecisionContext, "rules" | "calendars">;
};

/** Whether this referrer has what it sent the case for. */
export const succeeded = ({ state, referral }: Pick<Ending, "state" | "referral">): boolean =>
  !isOver(state) ||
  state.outcome === "performed" ||
  (state.settlement !== undefined && channelDefinitions[referral.channel].countsOwnSettlement);

/** A case that was never mediated has not failed: the referrer's own periods run on as before. */
const failed = (ending: Ending): boolean => {
  const { state } = ending;
  return isOver(state) && !succeeded(ending) && hasFailed(state.outcome, state.assignment !== undefined);
};
const nothingAgreed = ({ state }: Ending): boolean => state.agreement === undefined;

/** How a case that is over ended, as the periods at its referrers see it. */
export const endOf = ({
  closedAt,
  defaultedOn,
  agreement,
  settlement,
}: StateIn<"closed" | "archived">): WithoutSuccess => ({
  endedAt: closedAt,
  ...given("defaultedOn", defaultedOn),
  ...given("agreement", agreement),
  ...given("settlement", settlement),
});

/** The last day of a period at the referrer's own house; `provisional` if it rests on a calendar that is still to come. */
const lastDay =
  <Field extends OwnDay>(field: Field) =>
  (ending: Ending): { [Key in Field]?: string } & { provisional?: true } => {
    const { state, referral, context } = ending;
    const end = failed(ending) && isOver(state) ? endOf(state) : undefined;
    const clock = ownClockFor(field, referral, end, context);
    if (clock === undefined) return {};
    const last = shanghaiDate(new Date(Date.parse(clock.dueAt) - 1).toISOString());
    return { ...given(field, last), ...given("provisional", clock.provisional) };
  };

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
  // Where an agreement stands, there is something to enforce or to sue on, and nothing to begin again.
  papersBack: (ending) => ({ papersBack: !succeeded(ending) && nothingAgreed(ending) }),
  docketBy: lastDay("docketBy"),
  trialResumes: (ending) => ({ trialResumes: !succeeded(ending) && nothingAgreed(ending) }),
  performed: (ending) => ({ performed: isOver(ending.state) && succeeded(ending) }),
  clockRestartsOn: (ending) =>
    failed(ending) && isOver(ending.state)
      ? { clockRestartsOn: ending.state.defaultedOn ?? shanghaiDate(ending.state.closedAt) }
      : {},
  decideBy: lastDay("decideBy"),
  riskGrade: ({ state }) => ({ riskGrade: gravest(state).riskGrade }),
  terminatedOn: (ending) =>
    failed(ending) && nothingAgreed(ending) && isOver(ending.state)
      ? { terminatedOn: shanghaiDate(ending.state.closedAt) }
      : {},
  jointRequestBy: lastDay("jointRequestBy"),
  answerPetitionBy: lastDay("answerPetitionBy"),
  otherRoutes: (ending) => ({ otherRoutes: routesAfter(ending) }),
};

/** Where the parties can go now: on from nothing, on an agreement that is not kept, or to enforcement of a confirmed one. */
function routesAfter(ending: Ending): OtherRoute[] {
  const { state, referral, context } = ending;
  if (succeeded(ending)) return [];
  if (state.confirmation?.documentNumber !== undefined) return ["enforcement"];
  const sector = channelDefinitions[periodChannel(referral.channel, state.dispute.category, context.rules)];
  return [...(nothingAgreed(ending) ? sector.otherRoutes : sector.routesOnDefault)];
}
