import { countyOf } from "../domain/scope.ts";

/**
 * Every key formula of the one table. An index is named by the question it answers; its keys change only when its answer does.
 *
 * | Question                                             | Where                                                         |
 * |------------------------------------------------------|---------------------------------------------------------------|
 * | One case, its state                                  | pk CASE#id, sk CASE                                           |
 * | Who owes something on it without holding it          | pk CASE#id, sk OWED#organisation                              |
 * | In whose hands did it end?                           | pk CASE#id, sk ENDED#organisation                             |
 * | What happened to it, in order                        | pk CASE#id, sk EVENT#seq                                      |
 * | Who the parties are (encrypted)                      | pk CASE#id, sk PARTIES                                        |
 * | What was said for its papers alone (encrypted)       | pk CASE#id, sk PARTICULARS, of one event PARTICULARS#seq      |
 * | In which cases did these two dispute such a matter?  | pk PAIR#hash, sk time#id, kept while a repeat may be found    |
 * | The same, of cases stored by earlier releases        | pk CASE#id, sk PAIR#n, and index casesByParty                 |
 * | Which cases have a party of that name, document or telephone? | pk TERM#hash, sk time#id                            |
 * | Which number has a body given to its agreement?      | pk CASE#id, sk NUMBER#organisation                            |
 * | How far has a body's series of numbers come in a year? | pk NUMBERS#organisation, sk the year                        |
 * | Who read the parties or a document, and when         | pk CASE#id, sk READ#time#seq, their end READINGS              |
 * | Which documents are in its file?                     | pk CASE#id, sk DOCUMENT#id                                    |
 * | Which drafts are with the provider that signs, or were? | pk CASE#id, sk SIGNING#document                            |
 * | How far is the binding of a file that somebody asked for? | pk BINDING#case, sk BINDING#id, what it has recorded as read READ#run# |
 * | Has this agency sent this number before?             | pk REFERRAL#agency#number, sk REFERRAL                        |
 * | Which cases did the number make before that one?     | pk REFERRAL#agency#number, sk EARLIER#case                    |
 * | One organisation with its keys                       | pk ORGANISATION#id, sk ORGANISATION                           |
 * | An organisation's mediators and webhook endpoints    | pk ORGANISATION#id, sk MEDIATOR#id, sk ENDPOINT#id            |
 * | Which endpoints of an organisation are told of events | pk ORGANISATION#id, sk ENDPOINTS                             |
 * | Who came in at an organisation, and what was done for it beside its cases | pk LOG#id, sk ENTRY#seq, its end HEAD         |
 * | Was the owner of a key warned of its end?            | pk LOG#id, sk WARNED#key#days                                 |
 * | The same, of earlier releases                        | pk ORGANISATION#id, sk ACCESS#time#id                         |
 * | The divisions of a county                            | pk COUNTY#code, sk DIVISION#code                              |
 * | Which years' calendars of the nation are loaded?     | pk CALENDARS, sk CALENDAR#year                                |
 * | Which days has a province or county of its own?      | pk CALENDARS#scope, sk YEARS                                  |
 * | Which packs of law are loaded for a scope?           | pk LAW#scope, sk PACK#version                                 |
 * | Which tariffs are loaded for a scope?                | pk LAW#scope, sk TARIFF#version                               |
 * | What has a county set for itself?                    | pk LAW#county, sk HOUSE                                       |
 * | Was something loaded on a revision of these?         | the same pk, sk UPON#what#revision                            |
 * | Which templates of forms has a county loaded?        | pk TEMPLATE#county, sk FORM#kind#version, their bytes FILE#hash |
 * | What waits for a second person of an organisation?   | pk APPROVAL#organisation, sk the hash of what was asked       |
 * | By which code may an organisation register its first key? | pk KEYCODE#organisation, sk CODE                         |
 * | Was a token for one act used?                        | pk TOKEN#hash, sk TOKEN, until the token ends                 |
 * | How did each attempt to call an endpoint go?         | pk DELIVERY#endpoint, sk ATTEMPT#time#event                   |
 * | What has an endpoint not taken yet, or never?        | pk DELIVERY#endpoint, sk UNDELIVERED#event                    |
 * | Does an endpoint work, rest, or is it off?           | pk DELIVERY#endpoint, sk HEALTH                               |
 * | Is a late first call of an endpoint made by the stream or a replay? | pk DELIVERY#endpoint, sk FIRST#event              |
 * | What was an organisation told on a day of all that lies with it? | pk DIGEST#organisation, sk the day             |
 * | When does a county get its next digests, and how far has the telling come? | pk DIGESTS#county, sk NEXT           |
 * | What of a case was told again, and is that going on?  | pk REPLAY#case, sk REPLAY                                    |
 * | What was last counted of a case                      | pk CASE#id, sk COUNTED                                        |
 * | A month's figures, by committee, category, source    | pk TALLY#county#month, sk the cell                            |
 * | Has this refusal of an offer been counted?           | pk CASE#id, sk REFUSED#seq                                    |
 * | How often each committee refused in a month          | pk REFUSALS#county#month, sk the organisation                 |
 * | Figures of a month that were loaded, not counted      | pk EARLIER#county, sk the month                               |
 * | One claim for incentive pay                          | pk CLAIM#id, sk CLAIM                                         |
 * | An organisation's open work, by due time             | index casesByHolder                                           |
 * | What an organisation owes on cases that lie elsewhere, by due time | index casesByHolder, under OWED#organisation    |
 * | Which cases ended in an organisation's hands, by time | index casesByHolder, under ENDED#organisation                |
 * | A referrer's cases, by time                          | index casesBySender                                           |
 * | Which cases count in a county's month?               | index casesBySender, under COUNTED#county#month               |
 * | Which claims were made for a county's quarter?       | index casesBySender, under CLAIMS#county#quarter              |
 * | A county's open cases, by due time; those that ended in a month | index casesByCounty                             |
 * | What falls due next                                  | index dueNext, sharded by county                              |
 * | Which webhooks are to be tried again?                | index dueNext, under AGAIN#, sharded by endpoint              |
 * | Which counties are to get their digests?             | index dueNext, under DIGESTS#shard                            |
 * | Which provinces' and counties' clocks are to be counted again? | index dueNext, under CALENDARS#shard                 |
 * | What are the cursors of lists sealed with?           | pk CURSORS, sk KEY                                            |
 * | How much has an organisation used of a quota in a minute or an hour? | pk QUOTA#organisation, sk what and when |
 * | Which calls of an organisation wait for a message now? | pk QUOTA#organisation, sk POLLS                     |
 * | Which bodies serve this county or division?          | index organisationsByCounty                                   |
 */
export const indexes = {
  casesByHolder: { partitionKey: "holder", sortKey: "holderDue", projection: "KEYS_ONLY" },
  casesBySender: { partitionKey: "sender", sortKey: "sentAt", projection: "KEYS_ONLY" },
  casesByCounty: { partitionKey: "list", sortKey: "holderDue", projection: "KEYS_ONLY" },
  casesByParty: { partitionKey: "partyPair", sortKey: "pairedAt", projection: "KEYS_ONLY" },
  dueNext: { partitionKey: "dueShard", sortKey: "dueAt", projection: "KEYS_ONLY" },
  organisationsByCounty: { partitionKey: "county", sortKey: "countyDivision", projection: "ALL" },
} as const;

const dueShardCount = 8;
const shardsOf = (kind: string): string[] => Array.from({ length: dueShardCount }, (_, shard) => `${kind}#${shard}`);
/** The shards of the due index. A county writes to one of them, so that none takes the writes of all; a reader asks each. */
export const dueShards: readonly string[] = shardsOf("DUE");
/** The shards in which the cases of a scope are: a county's in one, all others' in any. */
export const dueShardsOf = (scope: string): readonly string[] =>
  scope.length === 6 ? [`DUE#${shardNumber(scope)}`] : dueShards;

/** The shards of the same index in which webhooks wait for their next attempt. */
export const retryShards: readonly string[] = shardsOf("AGAIN");

/** Those in which counties wait for the next day's digests; the last is the one of earlier releases, which all of them shared. */
export const digestShards: readonly string[] = [...shardsOf("DIGESTS"), "DIGESTS"];

/** Those in which a new calendar waits for the clocks of its county, province or the nation to be counted again, in the same way. */
export const calendarShards: readonly string[] = [...shardsOf("CALENDARS"), "CALENDARS"];

const shardNumber = (of: string): number => {
  let sum = 0;
  for (const character of of) sum = (sum * 31 + character.charCodeAt(0)) % 65521;
  return sum % dueShardCount;
};

export const casePrefix = "CASE#";
export const caseKey = (caseId: string) => ({ pk: `${casePrefix}${caseId}`, sk: "CASE" });
export const eventKey = (caseId: string, sequence: number) => ({
  pk: `CASE#${caseId}`,
  sk: `EVENT#${String(sequence).padStart(6, "0")}`,
});
export const owedKey = (caseId: string, organisationId: string) => ({
  pk: `CASE#${caseId}`,
  sk: `OWED#${organisationId}`,
});
export const endedKey = (caseId: string, organisationId: string) => ({
  pk: `CASE#${caseId}`,
  sk: `ENDED#${organisationId}`,
});
const particularsBegin = "PARTICULARS";
/** What was said for papers: of an event by its sequence, or of the whole case. */
export const particularsKey = ({ caseId, sequence }: { caseId: string; sequence?: number }) => ({
  pk: `CASE#${caseId}`,
  sk: sequence === undefined ? particularsBegin : `${particularsBegin}#${String(sequence).padStart(6, "0")}`,
});
export const sequenceOfParticulars = ({ sk }: Record<string, unknown>): number | undefined =>
  sk === particularsBegin ? undefined : Number(String(sk).slice(particularsBegin.length + 1));
export const numberKey = (caseId: string, organisationId: string) => ({
  pk: `CASE#${caseId}`,
  sk: `NUMBER#${organisationId}`,
});
/** The signing of a draft, by the draft. */
export const signingKey = (caseId: string, documentId: string) => ({
  pk: `CASE#${caseId}`,
  sk: `SIGNING#${documentId}`,
});
/** A binding of a file that is too large for a call, and what was recorded as read for it. */
export const bindingKey = (caseId: string, bindingId: string) => ({
  pk: `BINDING#${caseId}`,
  sk: `BINDING#${bindingId}`,
});
export const bindingReadKey = (
  caseId: string,
  { run, part, documentId }: { run: string; part: string; documentId: string },
) => ({ pk: `BINDING#${caseId}`, sk: `READ#${run}#${part}#${documentId}` });
export const numberSeriesKey = (organisationId: string, year: string) => ({
  pk: `NUMBERS#${organisationId}`,
  sk: year,
});
/** One stretch of time in which something is counted, by its first second. */
export const quotaKey = (organisationId: string, counted: string, startsAt: number) => ({
  pk: `QUOTA#${organisationId}`,
  sk: `${counted}#${startsAt}`,
});
/** The calls of an organisation that wait for a message. */
export const longPollsKey = (organisationId: string) => ({ pk: `QUOTA#${organisationId}`, sk: "POLLS" });
export const cursorSecretKey = () => ({ pk: "CURSORS", sk: "KEY" });
export const partiesKey = (caseId: string) => ({ pk: `CASE#${caseId}`, sk: "PARTIES" });
export const pairKey = (caseId: string, number: number) => ({
  pk: `CASE#${caseId}`,
  sk: `PAIR#${String(number).padStart(2, "0")}`,
});
export const readingsBegin = "READ#";
export const readKey = (caseId: string, at: string, sequence: number) => ({
  pk: `CASE#${caseId}`,
  sk: `${readingsBegin}${at}#${String(sequence).padStart(8, "0")}`,
});
/** How far the readings of a case have come: the number and the hash of the last one. */
export const readHeadKey = (caseId: string) => ({ pk: `CASE#${caseId}`, sk: "READINGS" });
export const documentKey = (caseId: string, documentId: string) => ({
  pk: `CASE#${caseId}`,
  sk: `DOCUMENT#${documentId}`,
});
/** The agency's own number may hold any character, so it is encoded: a `#` in it cannot forge another key. */
export const referralKey = (agencyId: string, sourceNumber: string) => ({
  pk: `REFERRAL#${agencyId}#${encodeURIComponent(sourceNumber)}`,
  sk: "REFERRAL",
});
/** The number in such a key. */
export const sentNumberOf = (pk: string): string => decodeURIComponent(pk.slice(pk.lastIndexOf("#") + 1));
/** A sending of that number which another has replaced; listed for its referrer as before. */
export const earlierReferralKey = (agencyId: string, sourceNumber: string, caseId: string) => ({
  pk: referralKey(agencyId, sourceNumber).pk,
  sk: `EARLIER#${caseId}`,
});
export const organisationKey = (organisationId: string) => ({
  pk: `ORGANISATION#${organisationId}`,
  sk: "ORGANISATION",
});
export const mediatorKey = (organisationId: string, mediatorId: string) => ({
  pk: `ORGANISATION#${organisationId}`,
  sk: `MEDIATOR#${mediatorId}`,
});
export const endpointKey = (organisationId: string, endpointId: string) => ({
  pk: `ORGANISATION#${organisationId}`,
  sk: `ENDPOINT#${endpointId}`,
});
export const endpointListKey = (organisationId: string) => ({
  pk: `ORGANISATION#${organisationId}`,
  sk: "ENDPOINTS",
});
/** A person at an organisation, and the way from the person to it. */
export const seatKey = (organisationId: string, personId: string) => ({
  pk: `ORGANISATION#${organisationId}`,
  sk: `PERSON#${personId}`,
});
export const seatOfPersonKey = (personId: string, organisationId: string) => ({
  pk: `PERSON#${personId}`,
  sk: `SEAT#${organisationId}`,
});
/** The log of an organisation lies in a partition of its own, so that who writes to it need not be able to write to the directory. */
export const logPrefix = "LOG#";
export const logBegins = "ENTRY#";
export const logKey = (organisationId: string, sequence: number) => ({
  pk: `LOG#${organisationId}`,
  sk: `${logBegins}${String(sequence).padStart(8, "0")}`,
});
/** How far a log has come: the number and the hash of its last entry. */
export const logHeadKey = (organisationId: string) => ({ pk: `LOG#${organisationId}`, sk: "HEAD" });
/** That the owner of a key was warned, so many days before its end. */
export const warnedKey = (organisationId: string, keyId: string, days: number) => ({
  pk: `LOG#${organisationId}`,
  sk: `WARNED#${keyId}#${days}`,
});
/** Where earlier releases kept the entries of the log, in the order of time. */
export const formerLogBegins = "ACCESS#";
/** What people hold is found by its hash alone: a reader of the table can sign in as nobody. */
export const subjectKey = (hash: string) => ({ pk: `SUBJECT#${hash}`, sk: "SUBJECT" });
export const invitationKey = (hash: string) => ({ pk: `INVITATION#${hash}`, sk: "INVITATION" });
export const signInKey = (hash: string) => ({ pk: `SIGNIN#${hash}`, sk: "SIGNIN" });
export const sessionKey = (hash: string) => ({ pk: `SESSION#${hash}`, sk: "SESSION" });
export const keptFormKey = (hash: string) => ({ pk: `KEPT#${hash}`, sk: "KEPT" });
export const divisionKey = (code: string) => ({ pk: `COUNTY#${countyOf(code)}`, sk: `DIVISION#${code}` });
export const calendarKey = (year: number) => ({ pk: "CALENDARS", sk: `CALENDAR#${year}` });
/** What a province or county adds to the nation's calendars lies in a partition of its own, and all years of it in one item. */
export const ownCalendarsKey = (scope: string) => ({ pk: `CALENDARS#${scope}`, sk: "YEARS" });
export const lawKey = (scope: string, version: string) => ({ pk: `LAW#${scope}`, sk: `PACK#${version}` });
export const tariffKey = (scope: string, version: string) => ({ pk: `LAW#${scope}`, sk: `TARIFF#${version}` });
export const templatesBegin = "FORM#";
export const templateKey = (county: string, { kind, version }: { kind: string; version: string }) => ({
  pk: `TEMPLATE#${county}`,
  sk: `${templatesBegin}${kind}#${version}`,
});
export const templateFileKey = (county: string, sha256: string) => ({ pk: `TEMPLATE#${county}`, sk: `FILE#${sha256}` });
/** That packs or tariffs of a scope, or templates of a county, were loaded on a revision, so that no others are. */
export const lawRevisionKey = (scope: string, what: string, revision: string) => ({
  pk: `LAW#${scope}`,
  sk: `UPON#${what}#${revision}`,
});
export const templatesRevisionKey = (county: string, what: string, revision: string) => ({
  pk: `TEMPLATE#${county}`,
  sk: `UPON#${what}#${revision}`,
});
export const settingsKey = (county: string) => ({ pk: `LAW#${county}`, sk: "HOUSE" });
export const approvalKey = (organisationId: string, approvalId: string) => ({
  pk: `APPROVAL#${organisationId}`,
  sk: approvalId,
});
export const keyCodeKey = (organisationId: string) => ({ pk: `KEYCODE#${organisationId}`, sk: "CODE" });
export const usedTokenKey = (hash: string) => ({ pk: `TOKEN#${hash}`, sk: "TOKEN" });
export const attemptsBegin = "ATTEMPT#";
export const attemptKey = (endpointId: string, at: string, eventId: string) => ({
  pk: `DELIVERY#${endpointId}`,
  sk: `${attemptsBegin}${at}#${eventId}`,
});
export const undeliveredBegin = "UNDELIVERED#";
export const undeliveredKey = (endpointId: string, eventId: string) => ({
  pk: `DELIVERY#${endpointId}`,
  sk: `${undeliveredBegin}${eventId}`,
});
export const digestPrefix = "DIGEST#";
/** What an organisation was told on a day of all that lies with it. */
export const digestKey = (organisationId: string, date: string) => ({
  pk: `${digestPrefix}${organisationId}`,
  sk: date,
});
/** When a county gets its next digests. */
export const digestPlanKey = (county: string) => ({ pk: `DIGESTS#${county}`, sk: "NEXT" });
/** Who tells again what happened to a case, and what was told again. */
export const firstCallKey = (endpointId: string, eventId: string) => ({
  pk: `DELIVERY#${endpointId}`,
  sk: `FIRST#${eventId}`,
});
export const replayKey = (caseId: string) => ({ pk: `REPLAY#${caseId}`, sk: "REPLAY" });
export const healthKey = (endpointId: string) => ({ pk: `DELIVERY#${endpointId}`, sk: "HEALTH" });

export const countedKey = (caseId: string) => ({ pk: `CASE#${caseId}`, sk: "COUNTED" });
export const tallyKey = (county: string, month: string, cell: string) => ({ pk: `TALLY#${county}#${month}`, sk: cell });
export const refusedKey = (caseId: string, sequence: number) => ({
  pk: `CASE#${caseId}`,
  sk: `REFUSED#${String(sequence).padStart(6, "0")}`,
});
export const refusalsKey = (county: string, month: string, organisationId: string) => ({
  pk: `REFUSALS#${county}#${month}`,
  sk: organisationId,
});
export const earlierKey = (county: string, month: string) => ({ pk: `EARLIER#${county}`, sk: month });
export const claimKey = (claimId: string) => ({ pk: `CLAIM#${claimId}`, sk: "CLAIM" });
/** Senders under which counted cases and claims are listed; no organisation can have such an id. */
export const countedIn = (county: string, month: string): string => `COUNTED#${county}#${month}`;
export const claimedIn = (county: string, quarter: string): string => `CLAIMS#${county}#${quarter}`;

/** Index keys of a case's current holder; absent when nobody holds it. */
export const holderKeys = (organisationId: string, dueAt: string, caseId: string) => ({
  holder: organisationId,
  holderDue: `${dueAt}#${caseId}`,
});
/** The lists of a county in the index of its cases. The shorter is for open cases, whose items are small. */
export const openIn = (county: string): string => county;
export const closedIn = (county: string, month: string): string => `${county}#${month}`;
/**
 * Index keys of a case of its county: by when its work is due, or when it ended. The sort key is shared with the index of holders,
 * which costs the item nothing: in an item that nobody holds it stands alone and is in no list of a holder.
 */
export const caseCountyKeys = (list: string, at: string, caseId: string) => ({ list, holderDue: `${at}#${caseId}` });
/** The holder under which a coordinator's unacknowledged results are listed; no organisation can have such an id. */
export const chaseListOf = (coordinatorId: string): string => `CHASE#${coordinatorId}`;
/** The holder under which an organisation's duties on cases that it does not hold are listed. */
export const owedListOf = (organisationId: string): string => `OWED#${organisationId}`;
/** The holder under which the cases are listed that ended in an organisation's hands. */
export const endedListOf = (organisationId: string): string => `ENDED#${organisationId}`;
export const senderKeys = (agencyId: string, submittedAt: string, caseId: string) => ({
  sender: agencyId,
  sentAt: `${submittedAt}#${caseId}`,
});
/**
 * One case of two parties, by the keyed hash of the pair. In a partition of its own it is read consistently: of two cases
 * created at once, each is found by the one that looks last.
 */
export const metKey = (pair: string, submittedAt: string, caseId: string) => ({
  pk: `PAIR#${pair}`,
  sk: `${submittedAt}#${caseId}`,
});
/** One case with a party of that name, document or telephone, by the keyed hash of it. */
export const termKey = (term: string, submittedAt: string, caseId: string) => ({
  pk: `TERM#${term}`,
  sk: `${submittedAt}#${caseId}`,
});
/** Index keys of two parties that met in a case, as earlier releases stored them. */
export const pairKeys = (pair: string, submittedAt: string, caseId: string) => ({
  partyPair: pair,
  pairedAt: `${submittedAt}#${caseId}`,
});
/** Index keys of the next thing that falls due on a case; absent when nothing does. */
export const dueKeys = (dueAt: string, { caseId, county }: { caseId: string; county: string }) => ({
  dueShard: `DUE#${shardNumber(county)}`,
  dueAt: `${dueAt}#${caseId}`,
});
/** Index keys of a webhook that is to be tried again; absent once it was given up. */
export const retryKeys = (dueAt: string, endpointId: string, eventId: string) => ({
  dueShard: `AGAIN#${shardNumber(endpointId)}`,
  dueAt: `${dueAt}#${endpointId}#${eventId}`,
});
/** Index keys of a county that waits for its next digests. */
export const digestPlanKeys = (dueAt: string, county: string) => ({
  dueShard: `DIGESTS#${shardNumber(county)}`,
  dueAt: `${dueAt}#${county}`,
});
/** Index keys of calendars with which clocks are still to be counted again; absent once they are. */
export const calendarDueKeys = (loadedAt: string, scope: string) => ({
  dueShard: `CALENDARS#${shardNumber(scope)}`,
  dueAt: `${loadedAt}#${scope}`,
});
/** The scope at the end of such a sort key. */
export const scopeOfDue = (dueAt: string): string => dueAt.slice(dueAt.lastIndexOf("#") + 1);
/** The county at the end of such a sort key. */
export const countyOfPlan = (dueAt: string): string => dueAt.slice(dueAt.lastIndexOf("#") + 1);
export const countyKeys = (divisionCode: string, organisationId: string) => ({
  county: countyOf(divisionCode),
  countyDivision: `${divisionCode}#${organisationId}`,
});

/** The case id at the end of an index sort key (`time#caseId`). */
export const caseIdOf = (indexSortKey: string): string => indexSortKey.slice(indexSortKey.lastIndexOf("#") + 1);

/** The endpoint and the event at the end of such a sort key. */
export const retryOf = (dueAt: string): { endpointId: string; eventId: string } => {
  const [, endpointId = "", eventId = ""] = dueAt.split("#");
  return { endpointId, eventId };
};
