import * as z from "zod";
import { type ArchiveList, archiveList } from "./archive-list.ts";
import type { ChannelDefinition } from "./channel.ts";
import { channelDefinitions } from "./channels.ts";
import {
  type CategoryCode,
  type Channel,
  categoryCode,
  channel,
  circumstance,
  dangerKind,
  riskGrade,
} from "./codes.ts";
import { latestBegun } from "./in-force.ts";
import { once } from "./once.ts";
import { exclusionReason } from "./reasons.ts";
import { retentionRules } from "./retention.ts";
import pack20260101b from "./rule-packs/2026-01-01.2.json" with { type: "json" };
import pack20260101c from "./rule-packs/2026-01-01.3.json" with { type: "json" };
import pack20260101 from "./rule-packs/2026-01-01.json" with { type: "json" };

const article = once(() => z.string().min(1));

/** One period and its source: an article of law, or "house" for a number the city chose itself. */
const clockRule = once(() =>
  z.strictObject({
    days: z.int().min(1),
    unit: z.enum(["calendar", "working"]),
    extendableByDays: z.int().min(1).exactOptional(),
    /** How often it may be extended by so many days; once, when absent. */
    extendableTimes: z.int().min(2).exactOptional(),
    article: article(),
  }),
);

export type ClockRule = z.infer<ReturnType<typeof clockRule>>;

/** A period in days, or in months where the article says so: a month ends on the same day of the next one. */
const periodRule = once(() => z.union([clockRule(), z.strictObject({ months: z.int().min(1), article: article() })]));
export type PeriodRule = z.infer<ReturnType<typeof periodRule>>;

const ownDate = "referrer's own date";

export const channelRules = once(() =>
  z
    .strictObject({
      /** Null where the law sets none: `acceptOtherwise` is offered instead. */
      accept: clockRule().nullable(),
      /** By when the other parties are to be called; the courts alone set a time. */
      contact: clockRule().nullable(),
      mediate: periodRule().nullable(),
      /** Court cases under summary procedure (简易程序). */
      mediateSummary: periodRule().exactOptional(),
      mediateBy: z.literal(ownDate).exactOptional(),
      mediateFrom: z.enum(["acceptance", "receipt"]),
      /** Periods that run elsewhere (court, police, petition office) and are shown beside our own. */
      alsoShow: z.array(
        z.strictObject({
          what: z.string().min(1),
          ...clockRule().shape,
          /** Days that do not count in it. */
          excludes: z.array(exclusionReason()).exactOptional(),
        }),
      ),
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
    mediateOtherwise: periodRule(),
    /** Where no day was set for performance. */
    performOtherwise: periodRule(),
    confirmation: z.strictObject({ accept: clockRule(), decide: clockRule(), outer: clockRule() }),
    complexity: z.strictObject({
      partyCount: z.int().min(2),
      amountFen: z.int().min(1),
      grades: z.array(riskGrade()),
      article: article(),
    }),
    /** What a circumstance proposes, on any channel or on some. */
    eligibility: z.partialRecord(
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
    /** Where an agreement must be in writing: on these channels, in disputes of their sectors, and before a court that confirms it. */
    writtenForm: z
      .strictObject({
        channels: z.array(z.strictObject({ channels: z.array(channel()), article: article() })),
        confirmation: z.strictObject({ article: article() }),
      })
      .exactOptional(),
    /** In these categories the brand studios of the whole county are looked for after the industry committees. */
    brandStudios: z.strictObject({ categories: z.array(categoryCode()), article: article() }).exactOptional(),
    /** The grade that a circumstance or a danger proposes, at least; a person decides. */
    gradeProposals: z
      .partialRecord(
        z.enum([...circumstance().options, ...dangerKind().options]),
        z.strictObject({ grade: riskGrade(), article: article() }),
      )
      .exactOptional(),
    /** What the file of an ended case holds, and in which order; the list of `archiveListOf` where a pack has none. */
    archive: archiveList().exactOptional(),
    /** For how many years parties, texts and papers of ended cases are kept; those of `retentionOf` where a pack says none. */
    retention: retentionRules().exactOptional(),
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

/** The article by which an agreement in a case must be in writing; undefined where it may be oral. */
export const writtenFormOf = (
  {
    referrals,
    dispute,
  }: { referrals: readonly { channel: Channel; recalledAt?: string }[]; dispute: { category: CategoryCode } },
  rules: Pick<RulePack, "writtenForm" | "sectors">,
): string | undefined => {
  const open = referrals.filter(({ recalledAt }) => recalledAt === undefined).map((sent) => sent.channel);
  const governing = open.flatMap((sentBy) => [sentBy, periodChannel(sentBy, dispute.category, rules)]);
  return rules.writtenForm?.channels.find(({ channels }) => channels.some((one) => governing.includes(one)))?.article;
};

export const bundledRulePacks = once((): readonly RulePack[] =>
  z.array(rulePack()).parse([pack20260101, pack20260101b, pack20260101c]),
);

const bundledArchive = once(() => archiveList().parse(pack20260101c.archive));

/** The list by which files are archived: the pack's own, and for a pack from before it had one the first that was bundled. */
export const archiveListOf = ({ archive }: Pick<RulePack, "archive">): ArchiveList => archive ?? bundledArchive();

/** The pack in force on a day (YYYY-MM-DD): the latest that has begun, of two from the same day the later in the list. Throws RangeError before the first one. */
export const rulePackInForce = (packs: readonly RulePack[], date: string): RulePack => {
  const latest = latestBegun(packs, date);
  if (latest === undefined) throw new RangeError(`no rule pack is in force on ${date}`);
  return latest;
};
