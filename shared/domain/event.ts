import * as z from "zod";
import { type Actor, actor, documentId, instant } from "./case.ts";
import type { CaseState, CaseStatus, StateIn } from "./case-state.ts";
import type { Label } from "./codes.ts";
import { once } from "./once.ts";
import { type Audience, bodiesOfCase } from "./told.ts";

/** Where an event stands in the history of a case: who, when, and the paper in the file that shows it. */
export const eventPlace = once(() => ({
  sequence: z.int().min(1),
  at: instant(),
  by: actor(),
  documentId: documentId().exactOptional(),
}));
export type EventPlace = { sequence: number; at: string; by: Actor; documentId?: string };

export type Refusal = { organisationId: string; how: "declined" | "lapsed" };

/** What an event means beyond the state it leads to. */
type Consequences<Data> = {
  /** Who learns of it: the bodies of the case and the one that held it before, unless it says otherwise. */
  told: Audience<Data>;
  /** The deadline that its message carries. */
  deadline: (data: Data) => string | undefined;
  /** A case waits for a body after it, so the router must look. */
  asksForRouting: boolean;
  /**
   * After a `change` the case counts, counts no more, or counts otherwise in the figures. After a `check` it is only looked
   * at, which makes up for a stream that was lost.
   */
  figures: "change" | "check" | "same";
  /** Which body did not take an offer by it, and how: the figures of refusals count it. */
  refusal: (data: Data) => Refusal | undefined;
  /** The earlier disputes that it names; an agency knows of those only that it sent itself. */
  links: (data: Data) => readonly string[];
  /** The same with each of them as it is shown. */
  withLinks: (data: Data, shown: (caseId: string) => string) => Data;
  /** The file is put away with it, so its papers are locked. */
  locksPapers: boolean;
  /**
   * The platform notes something by it: it changes neither what anybody can do, nor by when, nor in whose hands the case is. A
   * step decided before it holds.
   */
  isNote: boolean;
};

/** One kind of event: its words, what it says, in which states it can happen, and what it makes of the case. */
export type EventKind<Data> = Consequences<Data> & {
  words: Label;
  data: () => z.ZodType<Data>;
  on: readonly CaseStatus[];
  /** The state after it. Throws only when the history is damaged. */
  evolve: (state: CaseState | undefined, event: EventPlace & { type: string; data: Data }) => CaseState;
};

type Shaped<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

/** A kind of event of a case that exists. Data holds ids, codes and times, never a party's name or number. */
export function event<Shape extends z.ZodRawShape, const Status extends CaseStatus>({
  data,
  on,
  evolve,
  ...kind
}: {
  words: Label;
  data: () => Shape;
  on: readonly Status[];
  evolve: (state: StateIn<Status>, event: EventPlace & { data: Shaped<Shape> }) => CaseState;
} & Partial<Consequences<Shaped<Shape>>>): EventKind<Shaped<Shape>> {
  const fits = (state: CaseState | undefined): state is StateIn<Status> =>
    on.some((status) => status === state?.status);
  return {
    ...whereNothingIsSaid,
    ...kind,
    data: once(() => z.strictObject(data())),
    on,
    evolve: (state, event) => {
      if (!fits(state)) throw damaged(event, state?.status ?? "nothing");
      return evolve(state, event);
    },
  };
}

/** The kind of event with which a case begins. */
export const firstEvent = <Shape extends z.ZodRawShape>({
  data,
  evolve,
  ...kind
}: {
  words: Label;
  data: () => Shape;
  evolve: (event: EventPlace & { data: Shaped<Shape> }) => CaseState;
} & Partial<Consequences<Shaped<Shape>>>): EventKind<Shaped<Shape>> => ({
  ...whereNothingIsSaid,
  ...kind,
  data: once(() => z.strictObject(data())),
  on: [],
  evolve: (state, event) => {
    if (state !== undefined) throw damaged(event, state.status);
    return evolve(event);
  },
});

/** Of an event whose message carries none. */
export const noDeadline = (): undefined => undefined;

const whereNothingIsSaid: Omit<Consequences<unknown>, "withLinks"> & { withLinks: <Data>(data: Data) => Data } = {
  told: bodiesOfCase,
  deadline: noDeadline,
  asksForRouting: false,
  figures: "same",
  refusal: () => undefined,
  links: () => [],
  withLinks: (data) => data,
  locksPapers: false,
  isNote: false,
};

const damaged = ({ type, sequence }: EventPlace & { type: string }, status: string): Error =>
  new Error(`history is damaged: ${type} at ${sequence} on ${status}`);
