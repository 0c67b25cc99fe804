import * as z from "zod";
import { countyBefore } from "../domain/county-before.ts";
import { once } from "../domain/once.ts";
import { itemKind, type Upcaster } from "./item-kind.ts";

const withoutCounty = once(() =>
  z.looseObject({
    state: z.looseObject({ rulePack: z.string(), dispute: z.looseObject({ place: z.string().exactOptional() }) }),
  }),
);
/** Cases belong to a county from version 2 on. */
const inCounty: Upcaster = (item) => {
  const parsed = withoutCounty().safeParse(item);
  if (!parsed.success) return item;
  const { state } = parsed.data;
  return { ...item, state: { county: countyBefore(state), ...state } };
};

/** From version 2 on the hash of an event covers who was told of it; what is read of one is the same. */
const withoutBeside: Upcaster = (item) => item;

/** From version 3 on the free texts of an event are sealed beside it; those of before stay in the clear. */
const withClearTexts: Upcaster = (item) => item;

/** From version 5 on a state may hold what stands for sealed texts, which an older release would show as they are. */
const withStandIns: Upcaster = (item) => item;

/** From version 6 on who was in a case may be erased, which an earlier release would forget when it stores the case. */
const withErasure: Upcaster = (item) => item;

/** From version 2 on what people say in it in words is sealed; what was said before stays in the clear until it is gone. */
const withSealedWords: Upcaster = (item) => item;

/** Performance is counted from version 2 on. */
const withPerformed: Upcaster = (item) => ({ performed: 0, ...item });
/** The days that cases took are counted from version 3 on. */
const withDays: Upcaster = (item) => ({ days: 0, timed: 0, ...item });
const withOneTally = once(() => z.looseObject({ tally: z.looseObject({}) }));
/** A case counts in two months from version 2 on: its agreement in one, its end in another. */
const inTwoMonths: Upcaster = (item) => {
  const parsed = withOneTally().safeParse(item);
  if (!parsed.success) return { tallies: [], ...item };
  const { tally, ...note } = parsed.data;
  return { tallies: [withPerformed(tally)], ...note };
};
const withTallies = once(() => z.looseObject({ tallies: z.array(z.looseObject({})) }));
const inDays: Upcaster = (item) => {
  const parsed = withTallies().safeParse(item);
  return parsed.success ? { ...item, tallies: parsed.data.tallies.map(withDays) } : item;
};
/** Duties on a case are listed from version 3 on, and the body with which it ended from 4 on; the next change lists both. */
const notYetListed: Upcaster = (item) => ("state" in item ? { ...item, unlisted: true } : item);

/** From version 2 on the settings of a county may say how its digests are sent, which an earlier release refuses. */
const withDigest: Upcaster = (item) => item;

/**
 * Every kind of item in the table, with the upcasters that bring its older versions to the present one (decision 0019). An
 * upcaster is never changed once a release has stored its version.
 */
export const kinds = {
  case: itemKind("case", [inCounty, notYetListed, notYetListed, withStandIns, withErasure]),
  event: itemKind("event", [withoutBeside, withClearTexts]),
  owed: itemKind("owed"),
  ended: itemKind("ended"),
  parties: itemKind("parties"),
  particulars: itemKind("particulars"),
  number: itemKind("number"),
  numberSeries: itemKind("numberSeries"),
  cursorSecret: itemKind("cursorSecret"),
  pair: itemKind("pair"),
  term: itemKind("term"),
  read: itemKind("read", [withSealedWords]),
  document: itemKind("document"),
  signing: itemKind("signing"),
  binding: itemKind("binding", [withSealedWords]),
  bindingRead: itemKind("bindingRead"),
  referral: itemKind("referral"),
  organisation: itemKind("organisation"),
  mediator: itemKind("mediator"),
  endpoint: itemKind("endpoint"),
  endpointList: itemKind("endpointList"),
  division: itemKind("division"),
  calendar: itemKind("calendar"),
  ownCalendars: itemKind("ownCalendars"),
  attempt: itemKind("attempt"),
  undelivered: itemKind("undelivered"),
  firstCall: itemKind("firstCall"),
  health: itemKind("health"),
  counted: itemKind("counted", [inTwoMonths, inDays]),
  tally: itemKind("tally", [withPerformed, withDays]),
  refused: itemKind("refused"),
  refusals: itemKind("refusals"),
  earlier: itemKind("earlier"),
  claim: itemKind("claim", [withSealedWords]),
  law: itemKind("law"),
  tariff: itemKind("tariff"),
  settings: itemKind("settings", [withDigest]),
  loadedUpon: itemKind("loadedUpon"),
  template: itemKind("template"),
  templateFile: itemKind("templateFile"),
  approval: itemKind("approval", [withSealedWords]),
  keyCode: itemKind("keyCode"),
  usedToken: itemKind("usedToken"),
  seat: itemKind("seat"),
  seatOfPerson: itemKind("seatOfPerson"),
  subject: itemKind("subject"),
  invitation: itemKind("invitation"),
  signIn: itemKind("signIn"),
  session: itemKind("session"),
  keptForm: itemKind("keptForm"),
  access: itemKind("access"),
  logged: itemKind("logged"),
  warned: itemKind("warned"),
  chainHead: itemKind("chainHead"),
  quota: itemKind("quota"),
  longPolls: itemKind("longPolls"),
  replay: itemKind("replay"),
  digest: itemKind("digest"),
  digestPlan: itemKind("digestPlan"),
} as const;
