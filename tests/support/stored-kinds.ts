import { kinds } from "../../shared/dynamo/stored-versions.ts";

/**
 * Where the items of a kind lie, as `pk sk`; `unrecorded` says why the newest recorded folder has none.
 */
type Kind = keyof typeof kinds;
type StoredKind = { at: RegExp; unrecorded?: string };

const shortLived = "it ends within a day, and a later release only lets it end";

/** Every kind of item of the table. A new one does not compile until it has its line, and fails until it is recorded. */
export const storedKinds: Record<Kind, StoredKind> = {
  case: { at: /^CASE#(.+) CASE$/ },
  event: { at: /^CASE#(.+) EVENT#(.+)$/ },
  owed: { at: /^CASE#(.+) OWED#(.+)$/ },
  ended: { at: /^CASE#(.+) ENDED#(.+)$/ },
  parties: { at: /^CASE#(.+) PARTIES$/ },
  particulars: { at: /^CASE#(.+) PARTICULARS(?:#(.+))?$/ },
  number: { at: /^CASE#(.+) NUMBER#(.+)$/ },
  numberSeries: { at: /^NUMBERS#(.+) (.+)$/ },
  cursorSecret: { at: /^CURSORS KEY$/ },
  pair: { at: /^(?:PAIR#(.+) (.+)#(.+)|CASE#(.+) PAIR#(.+))$/ },
  term: { at: /^TERM#(.+) (.+)#(.+)$/ },
  read: { at: /^CASE#(.+) READ#(.+)$/ },
  document: { at: /^CASE#(.+) DOCUMENT#(.+)$/ },
  signing: { at: /^CASE#(.+) SIGNING#(.+)$/ },
  referral: { at: /^REFERRAL#([^#]+)#(.+) (?:REFERRAL|EARLIER#(.+))$/ },
  organisation: { at: /^ORGANISATION#(.+) ORGANISATION$/ },
  mediator: { at: /^ORGANISATION#(.+) MEDIATOR#(.+)$/ },
  endpoint: { at: /^ORGANISATION#(.+) ENDPOINT#(.+)$/ },
  endpointList: { at: /^ORGANISATION#(.+) ENDPOINTS$/ },
  division: { at: /^COUNTY#(.+) DIVISION#(.+)$/ },
  calendar: { at: /^CALENDARS CALENDAR#(.+)$/ },
  ownCalendars: { at: /^CALENDARS#(.+) YEARS$/ },
  attempt: { at: /^DELIVERY#(.+) ATTEMPT#(.+)#(.+)$/ },
  firstCall: { at: /^DELIVERY#(.+) FIRST#(.+)$/ },
  undelivered: { at: /^DELIVERY#(.+) UNDELIVERED#(.+)$/ },
  health: { at: /^DELIVERY#(.+) HEALTH$/ },
  counted: { at: /^CASE#(.+) COUNTED$/ },
  tally: { at: /^TALLY#(.+)#(.+) (.+)$/ },
  refused: { at: /^CASE#(.+) REFUSED#(.+)$/ },
  refusals: { at: /^REFUSALS#(.+)#(.+) (.+)$/ },
  earlier: { at: /^EARLIER#(.+) (.+)$/ },
  claim: { at: /^CLAIM#(.+) CLAIM$/ },
  law: { at: /^LAW#(.+) PACK#(.+)$/ },
  tariff: { at: /^LAW#(.+) TARIFF#(.+)$/ },
  settings: { at: /^LAW#(.+) HOUSE$/ },
  loadedUpon: {
    at: /^(?:LAW|TEMPLATE)#(.+) UPON#(.+)#(.+)$/,
    unrecorded: "a mark of which a condition asks whether it is there",
  },
  template: { at: /^TEMPLATE#(.+) FORM#(.+)#(.+)$/ },
  templateFile: { at: /^TEMPLATE#(.+) FILE#(.+)$/ },
  approval: { at: /^APPROVAL#(.+) (.+)$/ },
  keyCode: { at: /^KEYCODE#(.+) CODE$/ },
  usedToken: { at: /^TOKEN#(.+) TOKEN$/, unrecorded: shortLived },
  seat: { at: /^ORGANISATION#(.+) PERSON#(.+)$/ },
  seatOfPerson: { at: /^PERSON#(.+) SEAT#(.+)$/ },
  subject: { at: /^SUBJECT#(.+) SUBJECT$/ },
  invitation: { at: /^INVITATION#(.+) INVITATION$/ },
  signIn: { at: /^SIGNIN#(.+) SIGNIN$/, unrecorded: shortLived },
  session: { at: /^SESSION#(.+) SESSION$/ },
  keptForm: { at: /^KEPT#(.+) KEPT$/, unrecorded: shortLived },
  access: {
    at: /^ORGANISATION#(.+) ACCESS#(.+)$/,
    unrecorded: "earlier releases alone wrote it; a contract test reads it",
  },
  logged: { at: /^LOG#(.+) ENTRY#(.+)$/ },
  warned: { at: /^LOG#(.+) WARNED#(.+)$/ },
  chainHead: { at: /^(?:LOG#(.+) HEAD|CASE#(.+) READINGS)$/ },
  quota: { at: /^QUOTA#(.+) (?!POLLS$)(.+)$/ },
  longPolls: { at: /^QUOTA#(.+) POLLS$/, unrecorded: shortLived },
  replay: { at: /^REPLAY#(.+) REPLAY$/ },
  binding: { at: /^BINDING#(.+) BINDING#(.+)$/, unrecorded: shortLived },
  bindingRead: { at: /^BINDING#(.+) READ#(.+)$/, unrecorded: shortLived },
  digest: { at: /^DIGEST#(.+) (.+)$/ },
  digestPlan: { at: /^DIGESTS#(.+) NEXT$/ },
};

/** By these the first two releases marked for which events an endpoint was called. */
export const noLongerRead = /^DELIVERY#.+ EVENT#.+$/;

/** What this version stores. Earlier recordings stay as they were. */
export const newestRecording = "data-folder-5";

const isKind = (name: string): name is Kind => name in kinds;
/** The one kind of the item under this key, given as `pk sk`. */
export function kindAt(key: string): Kind {
  const [kind, ...others] = Object.keys(kinds)
    .filter(isKind)
    .filter((name) => storedKinds[name].at.test(key));
  if (kind === undefined || others.length > 0) throw new Error(`${key} is of ${[kind, ...others].join(", ")}`);
  return kind;
}
