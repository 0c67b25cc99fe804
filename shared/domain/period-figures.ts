import * as z from "zod";
import { shanghaiDate } from "./calendar.ts";
import { organisationId } from "./case.ts";
import { type CaseState, countedAgreement, isOver } from "./case-state.ts";
import { channelDefinitions } from "./channels.ts";
import { type Channel, channel } from "./codes.ts";
import { given } from "./given.ts";
import { once } from "./once.ts";

/** A year, a quarter or a month, in Asia/Shanghai: 2026, 2026-Q1 or 2026-03. */
export const period = once(() => z.string().regex(/^\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$/, { error: "period" }));

/** Whether an instant lies in a period. */
export function isIn(asked: string, at: string): boolean {
  const day = shanghaiDate(at);
  const quarter = `Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;
  return [day.slice(0, 4), day.slice(0, 7), `${day.slice(0, 4)}-${quarter}`].includes(asked);
}

/** The same period a year before. */
export const yearBefore = (asked: string): string => `${Number(asked.slice(0, 4)) - 1}${asked.slice(4)}`;

const count = once(() => z.int().min(0));
/** What happened in a period: each figure counts by the day of its own event, so that a case can count in several periods. */
export const periodFigures = once(() =>
  z.strictObject({
    referred: count().describe("Cases referred"),
    ended: count().describe("Cases that ended, however they did"),
    successes: count().describe("Agreements reached, in the period in which they took effect"),
    performed: count().describe("Agreements proved to be performed"),
    amountFen: count().describe("What the agreements of the period come to"),
  }),
);
export type PeriodFigures = z.infer<ReturnType<typeof periodFigures>>;
const names = once(() => periodFigures().keyof().options);
const none: PeriodFigures = { referred: 0, ended: 0, successes: 0, performed: 0, amountFen: 0 };

/** What one case adds to the figures of a period; one that was merged counts in the case in which it went on. */
export function figuresOf(state: CaseState, asked: string): PeriodFigures {
  const over = isOver(state) ? state : undefined;
  if (over?.outcome === "merged") return none;
  const agreement = countedAgreement(state);
  const isSuccess = agreement !== undefined && isIn(asked, agreement.effectiveAt);
  const ended = over !== undefined && over.outcome !== "recalled" && isIn(asked, over.closedAt);
  return {
    referred: isIn(asked, state.submittedAt) ? 1 : 0,
    ended: ended ? 1 : 0,
    successes: isSuccess ? 1 : 0,
    performed: ended && over.outcome === "performed" ? 1 : 0,
    amountFen: isSuccess ? (agreement.amountFen ?? 0) : 0,
  };
}

const plus = (sum: PeriodFigures, add: PeriodFigures): PeriodFigures => ({
  referred: sum.referred + add.referred,
  ended: sum.ended + add.ended,
  successes: sum.successes + add.successes,
  performed: sum.performed + add.performed,
  amountFen: sum.amountFen + add.amountFen,
});

/** The figures of several cases in a period. */
export const totalOf = (states: readonly CaseState[], asked: string): PeriodFigures =>
  states.map((state) => figuresOf(state, asked)).reduce(plus, none);

const compared = () => z.strictObject({ ...periodFigures().shape, yearBefore: periodFigures() });
export const periodReport = once(() =>
  z.strictObject({
    period: z.string(),
    county: z.string(),
    total: compared(),
    byChannel: z.array(z.strictObject({ channel: channel(), name: z.string(), ...compared().shape })),
    preLitigation: z
      .array(z.strictObject({ year: z.string(), ...periodFigures().shape }))
      .describe("Cases mediated before litigation, in the whole year of the period and the one before"),
    policeDocking: z
      .array(
        z.strictObject({
          stationId: organisationId(),
          organisationId: organisationId().exactOptional(),
          ...periodFigures().shape,
        }),
      )
      .describe("What each station sent, by the studio or committee that has or had it"),
  }),
);
export type PeriodReport = z.infer<ReturnType<typeof periodReport>>;

const channelOf = ({ referrals: [first] }: CaseState): Channel => first.channel;
const hostOf = (state: CaseState): string | undefined =>
  "assignment" in state ? state.assignment?.organisationId : undefined;
const isCounted = (figures: PeriodFigures): boolean => names().some((name) => figures[name] > 0);

/** The report on the cases of a county in a period, beside the same period a year before. `stations` are its police. */
export function periodReportOf(
  asked: string,
  county: string,
  { cases, stations }: { cases: readonly CaseState[]; stations: ReadonlySet<string> },
): PeriodReport {
  const beside = (states: readonly CaseState[]) => ({
    ...totalOf(states, asked),
    yearBefore: totalOf(states, yearBefore(asked)),
  });
  const year = asked.slice(0, 4);
  const preLitigation = cases.filter((state) => channelDefinitions[channelOf(state)].isPreLitigation);
  const fromStations = cases.filter(({ referrals: [{ agencyId }] }) => stations.has(agencyId));
  const pairs = Map.groupBy(fromStations, (state) => `${state.referrals[0].agencyId}#${hostOf(state) ?? ""}`);
  return {
    period: asked,
    county,
    total: beside(cases),
    byChannel: channel().options.map((one) => ({
      channel: one,
      name: channelDefinitions[one].zh,
      ...beside(cases.filter((state) => channelOf(state) === one)),
    })),
    preLitigation: [year, yearBefore(year)].map((one) => ({ year: one, ...totalOf(preLitigation, one) })),
    policeDocking: [...pairs]
      .sort(([one], [other]) => one.localeCompare(other))
      .flatMap(([, states]) =>
        states.slice(0, 1).map((first) => ({
          stationId: first.referrals[0].agencyId,
          ...given("organisationId", hostOf(first)),
          ...totalOf(states, asked),
        })),
      )
      .filter(isCounted),
  };
}

/** The cases by the body that has or had them; under undefined those that nobody had. */
export const casesByHost = (cases: readonly CaseState[]): Map<string | undefined, CaseState[]> =>
  Map.groupBy(cases, hostOf);
