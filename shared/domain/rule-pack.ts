import * as z from "zod";
import type { ChannelDefinition } from "./channel.ts";
import { channelDefinitions } from "./channels.ts";
import { type CategoryCode, type Channel, categoryCode, channel, circumstance, riskGrade } from "./codes.ts";
import { once } from "./once.ts";
import pack20260101 from "./rule-packs/2026-01-01.json" with { type: "json" };

const article = once(() => z.string().min(1));

/** One period and its source: an article of law, or "house" for a number the city chose itself. */
const clockRule = once(() =>
  z.strictObject({
    days: z.int().min(1),
    unit: z.enum(["calendar", "working"]),
    extendableByDays: z.int().min(1).exactOptional(),
    article: article(),
  }),
);
export type ClockRule = z.infer<ReturnType<typeof clockRule>>;

const ownDate = "referrer's own date";

export const channelRules = once(() =>
  z
    .strictObject({
      /** Null where the law sets none: `acceptOtherwise` is offered instead. */
      accept: clockRule().nullable(),
      /** By when the other parties are to be called; the courts alone set a time. */
      contact: clockRule().nullable(),
      mediate: clockRule().nullable(),
      /** Court cases under summary procedure (简易程序). */
      mediateSummary: clockRule().exactOptional(),
      mediateBy: z.literal(ownDate).exactOptional(),
      mediateFrom: z.enum(["acceptance", "receipt"]),
      /** Periods that run elsewhere (court, police, petition office) and are shown beside our own. */
      alsoShow: z.array(z.strictObject({ what: z.string().min(1), ...clockRule().shape })),
    })
    .refine(
      ({ mediate, mediateBy }) => (mediate === null) === (mediateBy !== undefined),
      "mediation ends after a period or on the referrer's date, one of the two",
    ),
);

export type ChannelRules = z.infer<ReturnType<typeof channelRules>>;

/** The law and house numbers in force from a day on; every number has its article. */
export const rulePack = once(() =>
  z.strictObject({
    version: z.string().min(1),
    effectiveFrom: z.iso.date(),
    /** A channel without rules here has those of `rulesFor`. */
    channels: z.partialRecord(channel(), channelRules()),
    /** Where the law sets no time for an answer, and on a channel without rules. */
    acceptOtherwise: clockRule(),
    /** By when a body answers a case that was sent on to it; `acceptOtherwise` where a pack does not say. */
    answerSending: clockRule().exactOptional(),
    supplyInfo: clockRule(),
    triage: clockRule(),
    /** Where the period is over before mediation begins, and on a channel without rules. */
    mediateOtherwise: clockRule(),
    /** Where no day was set for performance. */
    performOtherwise: clockRule(),
    confirmation: z.strictObject({ accept: clockRule(), decide: clockRule(), outer: clockRule() }),
    complexity: z.strictObject({
      partyCount: z.int().min(2),
      amountFen: z.int().min(1),
      grades: z.array(riskGrade()),
      article: article(),
    }),
    /** What a circumstance proposes, on any channel or on some. */
    eligibility: z.record(
      circumstance(),
      z.strictObject({
        verdict: z.enum(["review", "block"]),
        channels: z.union([z.literal("any"), z.array(channel())]),
        article: article(),
      }),
    ),
    /** Disputes of a sector, which its own law gives the period of another channel. */
    sectors: z.array(
      z.strictObject({
        categories: z.array(categoryCode()),
        channels: z.array(channel()),
        mediateAs: channel(),
        article: article(),
      }),
    ),
    /** In these categories the brand studios of the whole county are looked for after the industry committees. */
    brandStudios: z.strictObject({ categories: z.array(categoryCode()), article: article() }).exactOptional(),
    /** A breached clock at these grades raises a supervision letter. */
    supervision: z.strictObject({ grades: z.array(riskGrade()), article: article() }),
    confirmationWindowDays: z.int().min(1),
    committeeTermYears: z.int().min(1),
    repeatDisputeMonths: z.int().min(1),
    warnShares: z.array(z.number().gt(0).lt(1)),
    routingGuardMinutes: z.int().min(1),
    resultGuardHours: z.int().min(1),
    dangerGuardHours: z.int().min(1),
    articles: z.strictObject({
      confirmationWindowDays: article(),
      committeeTermYears: article(),
      repeatDisputeMonths: article(),
      warnShares: article(),
      routingGuardMinutes: article(),
      resultGuardHours: article(),
      dangerGuardHours: article(),
    }),
  }),
);
export type RulePack = z.infer<ReturnType<typeof rulePack>>;

/**
 * The rules of a channel. One that the pack does not name, because it is younger than the pack, is answered and mediated in the
 * time that the pack gives otherwise, or by the referrer's own date, and shows no period of the referrer: no article speaks of
 * it, so these numbers are the house's.
 */
export const rulesFor = (pack: Pick<RulePack, "channels" | keyof Otherwise>, sentBy: Channel): ChannelRules =>
  pack.channels[sentBy] ?? rulesOtherwise(pack, channelDefinitions[sentBy]);

type Otherwise = Pick<RulePack, "acceptOtherwise" | "mediateOtherwise">;

function rulesOtherwise(
  { acceptOtherwise, mediateOtherwise }: Otherwise,
  { setsOwnDate }: Pick<ChannelDefinition, "setsOwnDate">,
): ChannelRules {
  const common: Omit<ChannelRules, "mediate"> = {
    accept: { ...acceptOtherwise, article: "house" },
    contact: null,
    mediateFrom: "acceptance",
    alsoShow: [],
  };
  return setsOwnDate
    ? { ...common, mediate: null, mediateBy: ownDate }
    : { ...common, mediate: { ...mediateOtherwise, article: "house" } };
}

/** By when a body answers a case that was sent on to it: as the pack says, else in the time for any other answer. */
export const sendingRule = ({
  answerSending,
  acceptOtherwise,
}: Pick<RulePack, "answerSending" | "acceptOtherwise">): ClockRule => answerSending ?? acceptOtherwise;

/** The channel whose period of mediation holds: the law of a sector goes before the house's number for a channel. */
export const periodChannel = (
  sentBy: Channel,
  category: CategoryCode,
  { sectors }: Pick<RulePack, "sectors">,
): Channel =>
  sectors.find(({ categories, channels }) => categories.includes(category) && channels.includes(sentBy))?.mediateAs ??
  sentBy;

export const bundledRulePacks = once((): readonly RulePack[] => z.array(rulePack()).parse([pack20260101]));

/** The pack in force on a day (YYYY-MM-DD): the latest that has begun. Throws RangeError before the first one. */
export const rulePackInForce = (packs: readonly RulePack[], date: string): RulePack => {
  const [latest] = packs
    .filter(({ effectiveFrom }) => effectiveFrom <= date)
    .sort((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom));
  if (latest === undefined) throw new RangeError(`no rule pack is in force on ${date}`);
  return latest;
};
