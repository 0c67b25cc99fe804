import * as z from "zod";
import { shanghaiDate } from "./calendar.ts";
import { type Actor, actor, instant, organisationId } from "./case.ts";
import type { CaseState } from "./case-state.ts";
import { type AgreementForm, agreementForm, type Label } from "./codes.ts";
import { CommandError } from "./command-error.ts";
import { lawScope, unpadded } from "./division.ts";
import { gravest } from "./gravest.ts";
import { latestBegun } from "./in-force.ts";
import { lawVersion } from "./law-pack.ts";
import { once } from "./once.ts";
import { isComplex } from "./routing-rules.ts";
import type { RulePack } from "./rule-pack.ts";
import { nationwide, scopesOver } from "./scope.ts";
import tariff20260101 from "./tariffs/2026-01-01.json" with { type: "json" };

/** Money is whole fen: an amount with a fraction is refused. */
const fen = once(() => z.int().min(0));
/** A part of the pay: more than ¥100,000 for one dispute is a slip. */
const pay = once(() => fen().max(10_000_000));
const ascending = (starts: readonly number[]): boolean =>
  [...new Set(starts)].sort((one, other) => one - other).join() === starts.join();

/**
 * What a mediated dispute is paid (以奖代补), from a day on: by the nation's tariff, which the house bundles, a province's or a
 * county's. It is whole: what a layer pays is not mixed with what another does. `source` is the rule of the layer that set it,
 * or the house.
 */
export const tariff = once(() =>
  z
    .strictObject({
      version: lawVersion(),
      scope: lawScope()
        .exactOptional()
        .describe("Whose: cn, a province's two digits or a county's six; the caller's own layer when absent"),
      county: z
        .string()
        .overwrite(unpadded)
        .regex(/^[1-9]\d(?!0000)\d{4}$/, { error: "county-code" })
        .exactOptional()
        .describe("A county as the scope"),
      effectiveFrom: z.iso.date(),
      lateReason: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .exactOptional()
        .describe("Why it is loaded on its first day or later"),
      source: z.string().trim().min(1).max(200),
      difficultyFen: z.strictObject({ simple: pay(), hard: pay() }),
      formFen: z.strictObject({ oral: pay(), written: pay() }),
      /** Added from so many parties on; the last step reached counts. */
      people: z.array(z.strictObject({ from: z.int().min(1).max(1_000), addFen: pay() })).max(20),
      /** Added from an agreed amount on; the last step reached counts. */
      amount: z.array(z.strictObject({ fromFen: fen(), addFen: pay() })).max(20),
      performanceFen: z.strictObject({ performed: pay(), defaulted: pay() }),
      atMostFen: pay(),
    })
    .refine(({ people }) => ascending(people.map(({ from }) => from)), "the steps of people ascend")
    .refine(({ amount }) => ascending(amount.map(({ fromFen }) => fromFen)), "the steps of amount ascend")
    .refine(({ scope, county }) => scope === undefined || county === undefined || scope === county, {
      path: ["county"],
      error: "scope and county name the same county, or one of them is left out",
    }),
);
export type Tariff = z.infer<ReturnType<typeof tariff>>;

export const bundledTariffs = once((): readonly Tariff[] => z.array(tariff()).parse([tariff20260101]));

/** Whose tariff it is: "cn" for the nation, two digits for a province, six for a county. */
export const scopeOfTariff = ({ scope, county }: Pick<Tariff, "scope" | "county">): string =>
  scope ?? county ?? nationwide;

/**
 * The tariff in force in a scope on a day (YYYY-MM-DD): of the nearest layer that has one, its own that began last. Throws
 * RangeError before the first one.
 */
export function tariffInForce(tariffs: readonly Tariff[], date: string, scope = nationwide): Tariff {
  const [nearest] = scopesOver(scope)
    .toReversed()
    .flatMap(
      (layer) =>
        latestBegun(
          tariffs.filter((one) => scopeOfTariff(one) === layer),
          date,
        ) ?? [],
    );
  if (nearest === undefined) throw new RangeError(`no tariff is in force on ${date}`);
  return nearest;
}

/** The tariff as a claim names it: versions of two layers may be called alike. */
const tariffName = (rate: Tariff): string =>
  scopeOfTariff(rate) === nationwide ? rate.version : `${scopeOfTariff(rate)}:${rate.version}`;

/** The facts of an archived case that decide the pay. */
const incentiveFacts = once(() =>
  z.strictObject({
    hard: z.boolean(),
    form: agreementForm(),
    people: z.int().min(1),
    agreedFen: fen(),
    outcome: z.enum(["performed", "defaulted"]),
  }),
);
export type IncentiveFacts = z.infer<ReturnType<typeof incentiveFacts>>;

/** The amount by the tariff, part by part. */
const incentiveParts = once(() =>
  z.strictObject({
    difficultyFen: fen(),
    formFen: fen(),
    peopleFen: fen(),
    amountFen: fen(),
    performanceFen: fen(),
  }),
);

export function amountBy(rate: Tariff, facts: IncentiveFacts) {
  const form: AgreementForm = facts.form;
  const parts = {
    difficultyFen: facts.hard ? rate.difficultyFen.hard : rate.difficultyFen.simple,
    formFen: rate.formFen[form],
    peopleFen: rate.people.findLast(({ from }) => from <= facts.people)?.addFen ?? 0,
    amountFen: rate.amount.findLast(({ fromFen }) => fromFen <= facts.agreedFen)?.addFen ?? 0,
    performanceFen: rate.performanceFen[facts.outcome],
  };
  const sum = Object.values(parts).reduce((total, part) => total + part, 0);
  return { parts, amountFen: Math.min(sum, rate.atMostFen) };
}

export const claimStatus = once(() => z.enum(["claimed", "reviewed", "approved", "rejected", "paid", "reversed"]));
export type ClaimStatus = z.infer<ReturnType<typeof claimStatus>>;

export const claimStatuses = {
  claimed: { zh: "已申报", en: "Claimed" },
  reviewed: { zh: "已审核", en: "Reviewed" },
  approved: { zh: "已审批", en: "Approved" },
  rejected: { zh: "不予发放", en: "Rejected" },
  paid: { zh: "已发放", en: "Paid" },
  reversed: { zh: "已追回", en: "Reversed" },
} as const satisfies Record<ClaimStatus, Label>;

export const reversalCause = once(() => z.enum(["agreement_voided", "case_reopened"]));
const claimStep = once(() =>
  z.strictObject({
    status: claimStatus(),
    at: instant(),
    by: actor(),
    reason: z.string().exactOptional(),
    /** Why pay was taken back; steps of earlier releases do not say. */
    cause: reversalCause().exactOptional(),
  }),
);
export type ClaimStep = z.infer<ReturnType<typeof claimStep>>;

/** A claim for one dispute; a dispute has one for ever, so it goes by the case's own id. */
export const incentiveClaim = once(() =>
  z.strictObject({
    claimId: z.uuid(),
    organisationId: organisationId(),
    mediatorId: z.string(),
    county: z.string().regex(/^\d{6}$/),
    /** In which the file was archived, such as 2026Q4. */
    quarter: z.string().regex(/^\d{4}Q[1-4]$/),
    tariff: z.string(),
    facts: incentiveFacts(),
    parts: incentiveParts(),
    amountFen: fen(),
    status: claimStatus(),
    /** How it came to that status, from the claim on. */
    steps: z.array(claimStep()).min(1),
  }),
);
export type IncentiveClaim = z.infer<ReturnType<typeof incentiveClaim>>;

/** The quarter of an instant in Shanghai, such as 2026Q4. */
export function quarterOf(at: string): string {
  const date = shanghaiDate(at);
  return `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
}

/** The facts that earn pay, if the case is archived with an agreement that stands; undefined otherwise. */
export function factsOf(state: CaseState, rules: RulePack): IncentiveFacts | undefined {
  if (state.status !== "archived" || state.agreement === undefined) return undefined;
  if (state.outcome !== "performed" && state.outcome !== "defaulted") return undefined;
  const { form, amountFen = 0 } = state.agreement;
  const { partyCount } = state.dispute;
  return {
    hard: isComplex(gravest(state), rules),
    form,
    people: partyCount,
    agreedFen: amountFen,
    outcome: state.outcome,
  };
}

/** Whether the case still is what the claim was made for: the same body's, with the same facts. */
export function standsFor({ organisationId, facts }: IncentiveClaim, state: CaseState, rules: RulePack): boolean {
  const now = factsOf(state, rules);
  const body = "assignment" in state ? state.assignment?.organisationId : undefined;
  const keys = incentiveFacts().keyof().options;
  return now !== undefined && body === organisationId && keys.every((key) => now[key] === facts[key]);
}

type Claiming = {
  by: Actor;
  at: string;
  county: string;
  rules: RulePack;
  tariffs: readonly Tariff[];
  /** As the directory knows the mediator whom the case names. */
  mediator: { publicEmployee: boolean } | undefined;
};

/**
 * The claim of the committee that mediated an archived case, by the tariff in force when the case was closed. Throws `CommandError`:
 * `not-allowed` to any other body, `no-claim` with its reason where nothing is due.
 */
export function claimFor(state: CaseState, claiming: Claiming): IncentiveClaim {
  const { by, at, county, rules, tariffs, mediator } = claiming;
  const refuse = (reason: string, message: string) => new CommandError("no-claim", message, { reason });
  const facts = factsOf(state, rules);
  if (state.status !== "archived" || facts === undefined) {
    throw refuse("not-archived", "only a dispute that was settled and whose file is archived is paid");
  }
  const { assignment } = state;
  if (assignment?.organisationId !== by.organisationId) {
    throw new CommandError("not-allowed", "only the committee that mediated the case claims for it");
  }
  const { mediatorId } = assignment;
  if (mediatorId === undefined) throw refuse("no-mediator", "the case names no mediator");
  if (mediator === undefined) throw refuse("unknown-mediator", `${mediatorId} is not registered with the committee`);
  if (mediator.publicEmployee) {
    throw refuse("public-employee", "civil servants and staff of public institutions are not paid by the case");
  }
  const rate = tariffInForce(tariffs, shanghaiDate(state.closedAt), county);
  return {
    claimId: state.caseId,
    organisationId: by.organisationId,
    mediatorId,
    county,
    quarter: quarterOf(state.archivedAt),
    tariff: tariffName(rate),
    facts,
    ...amountBy(rate, facts),
    status: "claimed",
    steps: [{ status: "claimed", at, by }],
  };
}
