import * as z from "zod";
import { daysBetween, shanghaiDate } from "./calendar.ts";
import { type Actor, organisationId } from "./case.ts";
import { type CaseState, countedAgreement, isOver } from "./case-state.ts";
import { channelDefinitions } from "./channels.ts";
import { agreementForm, type ClosingOutcome, type Label, rollsUpTo, statisticalCategory } from "./codes.ts";
import { type EventType, eventKinds, eventTypes } from "./events.ts";
import { gravest } from "./gravest.ts";
import { once } from "./once.ts";
import { isOfASector } from "./organisation-types.ts";
import { isComplex } from "./routing-rules.ts";
import type { RulePack } from "./rule-pack.ts";
import { countyOf } from "./scope.ts";

/** The kinds of body that a mediation committee is set up by (调委会类型), as the return tells them apart. */
export const hostKind = once(() => z.enum(["village", "community", "town", "street", "enterprise", "social_body"]));
export type HostKind = z.infer<ReturnType<typeof hostKind>>;

export const hostKinds = {
  village: { zh: "村", en: "Village" },
  community: { zh: "社区", en: "Community" },
  town: { zh: "乡镇", en: "Town" },
  street: { zh: "街道", en: "Street" },
  enterprise: { zh: "企事业单位", en: "Enterprise" },
  social_body: { zh: "社会团体和其他组织", en: "Social body" },
} as const satisfies Record<HostKind, Label>;

/** How a case came to its committee (案件来源), as the return tells it. */
export const caseSource = once(() =>
  z.enum(["proactive", "on_application", "court", "procuratorate", "police", "petition", "other"]),
);
export type CaseSource = z.infer<ReturnType<typeof caseSource>>;

export const caseSources = {
  proactive: { zh: "主动调解", en: "Proactive" },
  on_application: { zh: "依申请调解", en: "On application" },
  court: { zh: "法院移送", en: "Referred by a court" },
  procuratorate: { zh: "检察院移送", en: "Referred by a procuratorate" },
  police: { zh: "公安移送", en: "Referred by the police" },
  petition: { zh: "信访移送", en: "Referred by a petition office" },
  other: { zh: "其他移送", en: "Referred by another body" },
} as const satisfies Record<CaseSource, Label>;

/** The form of the agreement, if there was one. */
export const countedForm = once(() => z.enum([...agreementForm().options, "none"]));

const count = once(() => z.int().min(0));
const refusalCounts = once(() => z.strictObject({ declined: count(), lapsed: count() }));
export const figures = once(() =>
  z.strictObject({
    cases: count(),
    parties: count(),
    successes: count(),
    hard: count(),
    performed: count(),
    amountFen: count(),
    days: count().describe("Calendar days from submission to the end, of all `timed` cases together"),
    timed: count().describe("Those of the cases whose days are known: releases before did not count them"),
  }),
);
export type Figures = z.infer<ReturnType<typeof figures>>;
export const figureNames = once(() => figures().keyof().options);

/** Under which heading of which month a case counts. */
const tallyCell = once(() =>
  z.strictObject({
    month: z.string().regex(/^\d{4}-\d{2}$/),
    county: z.string().regex(/^\d{6}$/),
    organisationId: organisationId(),
    hostKind: hostKind(),
    category: statisticalCategory(),
    source: caseSource(),
    form: countedForm(),
  }),
);
export type TallyCell = z.infer<ReturnType<typeof tallyCell>>;

/** Figures under one heading: of a case, or of all cases that count there. */
export const tally = once(() => z.strictObject({ ...tallyCell().shape, ...figures().shape }));
export type Tally = z.infer<ReturnType<typeof tally>>;

/** What counting must know of the body that held the case. */
export type Host = { kind: string; type: string; level: string; divisionCode: string };

/** Ends after which there is nothing to count, or the case counts elsewhere. */
const uncounted: readonly ClosingOutcome[] = ["recalled", "merged"];

/** Street offices have division codes from 001, towns from 100; communities from 001, villages from 200 (统计用区划代码). */
function hostKindOf({ type, level, divisionCode }: Host): HostKind {
  if (type === "enterprise") return "enterprise";
  if (isOfASector(type) || level === "county") return "social_body";
  if (level === "town") return Number(divisionCode.slice(6, 9)) < 100 ? "street" : "town";
  return Number(divisionCode.slice(9, 12)) < 200 ? "community" : "village";
}

/** The bodies whose facts decide under which headings a case counts: the one it ended with, and the one that reached its agreement. */
export const hostsOf = (state: CaseState): string[] =>
  [...new Set([endedWith(state), countedAgreement(state)?.reachedBy])].filter((id) => id !== undefined);

/**
 * What a case adds to the figures: itself in the month in which it ended, and its agreement as a success in the month in which
 * that took effect, whether or not it was kept. Nothing where no committee had it. `hostOf` finds the facts of a body.
 */
export function contributionsOf(
  state: CaseState,
  hostOf: (organisationId: string) => Host | undefined,
  rules: RulePack,
): Tally[] {
  const agreement = countedAgreement(state);
  const cellAt = (organisationId: string | undefined, at: string): TallyCell | undefined => {
    const host = organisationId === undefined ? undefined : hostOf(organisationId);
    if (organisationId === undefined || host === undefined || host.kind === "agency") return undefined;
    return {
      month: shanghaiDate(at).slice(0, 7),
      county: countyOf(host.divisionCode),
      organisationId,
      hostKind: hostKindOf(host),
      ...headingsOf(state),
    };
  };
  const ended = isOver(state) ? cellAt(endedWith(state), state.closedAt) : undefined;
  const success: Figures = {
    ...none,
    successes: agreement === undefined ? 0 : 1,
    amountFen: agreement?.amountFen ?? 0,
  };
  const end: Figures = {
    ...none,
    cases: 1,
    parties: state.dispute.partyCount,
    hard: isComplex(gravest(state), rules) ? 1 : 0,
    ...daysOf(state),
  };
  // Agreements of earlier releases do not say who reached them. They count with the end of their case, as they did then.
  if (agreement !== undefined && agreement.reachedBy === undefined) {
    return ended === undefined ? [] : [{ ...ended, ...plus(end, success) }];
  }
  const performed = isOver(state) && state.outcome === "performed" ? 1 : 0;
  const agreed = agreement === undefined ? undefined : cellAt(agreement.reachedBy, agreement.effectiveAt);
  return recount([
    ended === undefined ? undefined : { ...ended, ...end, performed },
    agreed === undefined ? undefined : { ...agreed, ...success },
  ]);
}

const headingsOf = (state: CaseState): Pick<TallyCell, "category" | "source" | "form"> => ({
  category: rollsUpTo[state.dispute.category],
  source: channelDefinitions[state.referrals[0].channel].source,
  form: countedAgreement(state)?.form ?? "none",
});

/** Where a case counts that has ended, wherever the body is that it ended with. */
export type CountedAs = Pick<TallyCell, "month" | "organisationId" | "category" | "source" | "form">;

/** The same of a case as it stands; undefined where it does not count. */
export function countedAs(state: CaseState): CountedAs | undefined {
  const organisationId = endedWith(state);
  if (!isOver(state) || organisationId === undefined) return undefined;
  return { month: shanghaiDate(state.closedAt).slice(0, 7), organisationId, ...headingsOf(state) };
}

/** How long a case took, interruptions and earlier ends that did not last included. */
const daysOf = (state: CaseState): Pick<Figures, "days" | "timed"> =>
  isOver(state)
    ? { days: daysBetween(shanghaiDate(state.submittedAt), shanghaiDate(state.closedAt), "calendar", []), timed: 1 }
    : { days: 0, timed: 0 };

const endedWith = (state: CaseState): string | undefined =>
  isOver(state) && !uncounted.includes(state.outcome) ? state.assignment?.organisationId : undefined;

/** The committee that caused an event, if it was one. */
export const committeeBehind = ({ role, organisationId: id }: Actor): string | undefined =>
  role === "committee" ? id : undefined;

/** Whether a case counts otherwise after such an event, or counts no more. */
export const changesFigures = (type: EventType): boolean => eventKinds[type].figures === "change";

/** After these a case is looked at by the count. */
export const countedAfter: readonly EventType[] = eventTypes.filter((type) => eventKinds[type].figures !== "same");

/** What was last counted of a case: at which version, and what it added to which months. */
export const counted = once(() => z.object({ version: z.int().min(0), tallies: z.array(tally()).max(2) }));
export type Counted = z.infer<ReturnType<typeof counted>>;

/** A cell and by how much each of its figures changes. */
export type TallyChange = { cell: TallyCell; by: Figures };

/**
 * The changes that counting a case makes, given what was counted of it before; undefined when it is counted as it stands. After a decisive
 * event its version is noted even if no figure changes, so that a slower count of an earlier version comes too late.
 */
export function countAfter(
  before: Counted | undefined,
  after: Counted,
  eventType: EventType,
): { counted: Counted; changes: TallyChange[] } | undefined {
  if (before !== undefined && before.version >= after.version) return undefined;
  const changes = changesBetween(before?.tallies ?? [], after.tallies);
  return changes.length > 0 || changesFigures(eventType) ? { counted: after, changes } : undefined;
}

/** Whether what was counted of a case takes account of that event already: it changes figures only if it is decisive. */
export const countsEvent = (
  { version }: Pick<Counted, "version">,
  { type, sequence }: { type: EventType; sequence: number },
): boolean => version >= (changesFigures(type) ? sequence : sequence - 1);

const none: Figures = { cases: 0, parties: 0, successes: 0, hard: 0, performed: 0, amountFen: 0, days: 0, timed: 0 };

function changesBetween(before: readonly Tally[], after: readonly Tally[]): TallyChange[] {
  const cells = new Map<string, TallyChange>();
  const signed = [
    ...before.map((part) => ({ part, sign: -1 as const })),
    ...after.map((part) => ({ part, sign: 1 as const })),
  ];
  for (const { part, sign } of signed) {
    const cell = cellOf(part);
    const change = cells.get(placeOf(cell))?.by ?? none;
    cells.set(placeOf(cell), { cell, by: plus(change, part, sign) });
  }
  return [...cells.values()].filter(({ by }) => figureNames().some((name) => by[name] !== 0));
}

const plus = (sum: Figures, add: Figures, sign: 1 | -1 = 1): Figures => ({
  cases: sum.cases + sign * add.cases,
  parties: sum.parties + sign * add.parties,
  successes: sum.successes + sign * add.successes,
  hard: sum.hard + sign * add.hard,
  performed: sum.performed + sign * add.performed,
  amountFen: sum.amountFen + sign * add.amountFen,
  days: sum.days + sign * add.days,
  timed: sum.timed + sign * add.timed,
});

/** The sum of figures; of none, zeros. */
export const sumOf = (parts: readonly Figures[]): Figures => parts.reduce((sum, part) => plus(sum, part), none);

export const cellOf = ({ month, county, organisationId, hostKind, category, source, form }: Tally): TallyCell => ({
  month,
  county,
  organisationId,
  hostKind,
  category,
  source,
  form,
});

/** A cell's name within its county and month. */
export const cellId = ({ organisationId, hostKind, category, source, form }: TallyCell): string =>
  [organisationId, hostKind, category, source, form].join("#");

const placeOf = (cell: TallyCell): string => [cell.county, cell.month, cellId(cell)].join("#");

/**
 * Cells in which what is kept is not what the cases add up to, each with both; absent figures are zeros. Of a cell with cases that an
 * earlier release counted, which did not count days, the days are not compared.
 */
export function differencesBetween(
  kept: readonly Tally[],
  recounted: readonly Tally[],
): { cell: TallyCell; kept: Figures; recounted: Figures }[] {
  const cells = new Map([...kept, ...recounted].map((one) => [placeOf(cellOf(one)), cellOf(one)]));
  const figuresIn = (tallies: readonly Tally[], place: string): Figures =>
    sumOf(tallies.filter((one) => placeOf(cellOf(one)) === place));
  return [...cells]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([place, cell]) => ({ cell, kept: figuresIn(kept, place), recounted: figuresIn(recounted, place) }))
    .filter((one) =>
      figureNames().some((name) => one.kept[name] !== one.recounted[name] && isCompared(name, one.kept)),
    );
}

const isCompared = (name: keyof Figures, { cases, timed }: Figures): boolean =>
  (name !== "days" && name !== "timed") || timed >= cases;

/** What a recount of a county's month found. */
export const recountReport = once(() =>
  z.strictObject({
    county: z.string(),
    month: z.string(),
    cases: count().describe("How many cases were looked at"),
    differences: z.array(z.strictObject({ cell: tallyCell(), kept: figures(), recounted: figures() })),
    refusals: z.array(
      z.strictObject({ organisationId: organisationId(), kept: refusalCounts(), recounted: refusalCounts() }),
    ),
  }),
);

/** The tallies that cases add up to when they are counted again, in no order: what the kept ones must equal. */
export function recount(contributions: readonly (Tally | undefined)[]): Tally[] {
  const present = contributions.filter((one) => one !== undefined);
  const byCell = Map.groupBy(present, (one) => placeOf(cellOf(one)));
  return [...byCell.values()].flatMap((parts) => parts.slice(0, 1).map((one) => ({ ...cellOf(one), ...sumOf(parts) })));
}
