/**
 * Every key formula of the one table. An index is named by the question it answers; its keys change only when its answer does.
 *
 * | Question                                             | Where                                                         |
 * |------------------------------------------------------|---------------------------------------------------------------|
 * | One case, its state                                  | pk CASE#id, sk CASE                                           |
 * | What happened to it, in order                        | pk CASE#id, sk EVENT#seq                                      |
 * | Who the parties are (encrypted)                      | pk CASE#id, sk PARTIES                                        |
 * | Who read the parties, when and why                   | pk CASE#id, sk READ#time#id                                   |
 * | Has this agency sent this number before?             | pk REFERRAL#agency#number, sk REFERRAL                        |
 * | One organisation with its keys                       | pk ORGANISATION#id, sk ORGANISATION                           |
 * | An organisation's mediators and webhook endpoints    | pk ORGANISATION#id, sk MEDIATOR#id, sk ENDPOINT#id            |
 * | The divisions of a county                            | pk COUNTY#code, sk DIVISION#code                              |
 * | Was this webhook delivered?                          | pk DELIVERY#endpoint, sk EVENT#id                             |
 * | An organisation's open work, by due time             | index casesByHolder                                           |
 * | A referrer's cases, by time                          | index casesBySender                                           |
 * | What falls due next                                  | index dueNext, sharded so that no key takes all writes        |
 * | Which bodies serve this county or division?          | index organisationsByCounty                                   |
 */
export const indexes = {
  casesByHolder: { partitionKey: "holder", sortKey: "holderDue", projection: "KEYS_ONLY" },
  casesBySender: { partitionKey: "sender", sortKey: "sentAt", projection: "KEYS_ONLY" },
  dueNext: { partitionKey: "dueShard", sortKey: "dueAt", projection: "KEYS_ONLY" },
  organisationsByCounty: { partitionKey: "county", sortKey: "countyDivision", projection: "ALL" },
} as const;

const dueShardCount = 8;

/** The shards of the due index; a reader asks each in turn. */
export const dueShards: readonly string[] = Array.from({ length: dueShardCount }, (_, shard) => `DUE#${shard}`);

const shardOf = (caseId: string): string => {
  let sum = 0;
  for (const character of caseId) sum = (sum * 31 + character.charCodeAt(0)) % 65521;
  return `DUE#${sum % dueShardCount}`;
};

export const casePrefix = "CASE#";
export const caseKey = (caseId: string) => ({ pk: `${casePrefix}${caseId}`, sk: "CASE" });
export const eventKey = (caseId: string, sequence: number) => ({
  pk: `CASE#${caseId}`,
  sk: `EVENT#${String(sequence).padStart(6, "0")}`,
});
export const partiesKey = (caseId: string) => ({ pk: `CASE#${caseId}`, sk: "PARTIES" });
export const readKey = (caseId: string, at: string, readId: string) => ({
  pk: `CASE#${caseId}`,
  sk: `READ#${at}#${readId}`,
});
/** The agency's own number may hold any character, so it is encoded: a `#` in it cannot forge another key. */
export const referralKey = (agencyId: string, sourceNumber: string) => ({
  pk: `REFERRAL#${agencyId}#${encodeURIComponent(sourceNumber)}`,
  sk: "REFERRAL",
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
export const divisionKey = (code: string) => ({ pk: `COUNTY#${code.slice(0, 6)}`, sk: `DIVISION#${code}` });
export const deliveryKey = (endpointId: string, eventId: string) => ({
  pk: `DELIVERY#${endpointId}`,
  sk: `EVENT#${eventId}`,
});

/** Index keys of a case's current holder; absent when nobody holds it. */
export const holderKeys = (organisationId: string, dueAt: string, caseId: string) => ({
  holder: organisationId,
  holderDue: `${dueAt}#${caseId}`,
});
export const senderKeys = (agencyId: string, submittedAt: string, caseId: string) => ({
  sender: agencyId,
  sentAt: `${submittedAt}#${caseId}`,
});
/** Index keys of the next thing that falls due on a case; absent when nothing does. */
export const dueKeys = (dueAt: string, caseId: string) => ({ dueShard: shardOf(caseId), dueAt: `${dueAt}#${caseId}` });
export const countyKeys = (divisionCode: string, organisationId: string) => ({
  county: divisionCode.slice(0, 6),
  countyDivision: `${divisionCode}#${organisationId}`,
});

/** The case id at the end of an index sort key (`time#caseId`). */
export const caseIdOf = (indexSortKey: string): string => indexSortKey.slice(indexSortKey.lastIndexOf("#") + 1);
