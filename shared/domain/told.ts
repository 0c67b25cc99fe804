import { bodiesOf, holders } from "./audience.ts";
import type { CaseState } from "./case-state.ts";
import type { Label } from "./codes.ts";

/** The case before and after an event, with what the event says. */
type Told<Data> = { before: CaseState | undefined; after: CaseState; data: Data };
type Ids = readonly (string | undefined)[];

/** Who learns of an event: in words for those who write programs, and by their ids. */
export type Audience<Data> = { who: Label; ids: (told: Told<Data>) => Ids };

const bodies = ({ before, after }: Told<unknown>): Ids => [...bodiesOf(after), ...holders(before)];

/** Where an event does not say otherwise. */
export const bodiesOfCase: Audience<unknown> = {
  who: {
    en: "The bodies of the case, and the one that held it before",
    zh: "本案有关单位（移送、承办、参与的单位）及原承办单位",
  },
  ids: bodies,
};

export const bodiesAndCoordinator: Audience<unknown> = {
  who: {
    en: "The bodies of the case, the one that held it before, and the coordinator",
    zh: "本案有关单位（移送、承办、参与的单位）、原承办单位及协调机构",
  },
  ids: (told) => [...bodies(told), told.after.coordinatorId],
};

export const holderOfCase: Audience<unknown> = {
  who: { en: "The body that holds the case", zh: "承办单位" },
  ids: ({ after }) => holders(after),
};

export const nobody: Audience<unknown> = {
  who: { en: "Nobody: it is for the router", zh: "不通知（仅供系统分派）" },
  ids: () => [],
};
