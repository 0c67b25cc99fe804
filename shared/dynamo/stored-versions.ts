import { itemKind } from "./item-kind.ts";

/**
 * Every kind of item in the table, with the upcasters that bring its older versions to the present one (decision 0019). An
 * upcaster is never changed once a release has stored its version.
 */
export const kinds = {
  case: itemKind("case"),
  event: itemKind("event"),
  parties: itemKind("parties"),
  pair: itemKind("pair"),
  read: itemKind("read"),
  document: itemKind("document"),
  referral: itemKind("referral"),
  organisation: itemKind("organisation"),
  mediator: itemKind("mediator"),
  endpoint: itemKind("endpoint"),
  endpointList: itemKind("endpointList"),
  division: itemKind("division"),
  calendar: itemKind("calendar"),
  delivery: itemKind("delivery"),
  counted: itemKind("counted"),
  tally: itemKind("tally"),
  refused: itemKind("refused"),
  refusals: itemKind("refusals"),
  claim: itemKind("claim"),
  law: itemKind("law"),
  tariff: itemKind("tariff"),
  seat: itemKind("seat"),
  seatOfPerson: itemKind("seatOfPerson"),
  subject: itemKind("subject"),
  invitation: itemKind("invitation"),
  signIn: itemKind("signIn"),
  session: itemKind("session"),
} as const;
