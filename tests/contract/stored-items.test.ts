import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { given } from "../../shared/domain/given.ts";
import { pageOfAccess } from "../../shared/dynamo/access-store.ts";
import { loadPending } from "../../shared/dynamo/approval-store.ts";
import { caseIdsOf } from "../../shared/dynamo/case-lists.ts";
import { loadCase, loadHistory, loadParties, loadSendings } from "../../shared/dynamo/case-store.ts";
import { loadClaim } from "../../shared/dynamo/claim-store.ts";
import { cursorKey } from "../../shared/dynamo/cursor-key-store.ts";
import { loadUndelivered, pageOfAttempts } from "../../shared/dynamo/delivery-store.ts";
import { loadDigestPlan } from "../../shared/dynamo/digest-store.ts";
import { divisionNames, loadOrganisation, removeKey } from "../../shared/dynamo/directory-store.ts";
import { loadDocument } from "../../shared/dynamo/document-store.ts";
import { loadEarlier } from "../../shared/dynamo/earlier-store.ts";
import { loadHealth } from "../../shared/dynamo/endpoint-health-store.ts";
import { endpointsToTell, loadEndpoint } from "../../shared/dynamo/endpoint-store.ts";
import { brokenLinks } from "../../shared/dynamo/event-chain.ts";
import { loadLaw, loadTariffs } from "../../shared/dynamo/law-store.ts";
import { loadMediator } from "../../shared/dynamo/mediator-store.ts";
import { loadNumber } from "../../shared/dynamo/number-store.ts";
import { loadOwnCalendars } from "../../shared/dynamo/own-calendars-store.ts";
import { loadParticulars } from "../../shared/dynamo/particulars-store.ts";
import { casesOfPair, loadMatch } from "../../shared/dynamo/party-match-store.ts";
import { casesOfTerm } from "../../shared/dynamo/party-term-store.ts";
import { loadSeat, seatsOf } from "../../shared/dynamo/people-store.ts";
import { pageOfReadings } from "../../shared/dynamo/reading-store.ts";
import { loadCalendars } from "../../shared/dynamo/rules-store.ts";
import { loadSettings } from "../../shared/dynamo/settings-store.ts";
import { loadSigning } from "../../shared/dynamo/signing-store.ts";
import { kinds } from "../../shared/dynamo/stored-versions.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { countedRefusals, loadCounted, loadRefusals, loadTallies } from "../../shared/dynamo/tally-store.ts";
import { loadTemplateFile, loadTemplates } from "../../shared/dynamo/template-store.ts";
import { pageOfWork } from "../../shared/dynamo/work-list.ts";
import { itemsIn } from "../support/data-archive.ts";
import { onEachEngine, onOneEngine, type Rig } from "../support/engine-table.ts";
import { archiveOf } from "../support/recorded-town.ts";
import { kindAt, newestRecording, noLongerRead, storedKinds } from "../support/stored-kinds.ts";

/** A recorded item as the document client takes it: bytes came over the wire in Base64. */
const readable = (wire: unknown): Record<string, unknown> =>
  unmarshall(
    JSON.parse(JSON.stringify(wire), (name, value: unknown) =>
      name === "B" && typeof value === "string" ? new Uint8Array(Buffer.from(value, "base64")) : value,
    ),
  );

type Kind = keyof typeof kinds;
type Read = (table: Table, ...parts: string[]) => Promise<unknown>;
const found = (isThere: boolean): object | undefined => (isThere ? {} : undefined);

/** Reads a list once for each table and partition: hundreds of items are looked for in it. */
function onceForEach<One>(read: (table: Table, id: string) => Promise<readonly One[]>): typeof read {
  const lists = new WeakMap<Table, Map<string, Promise<readonly One[]>>>();
  return (table, id) => {
    const ofTable = lists.get(table) ?? new Map<string, Promise<readonly One[]>>();
    lists.set(table, ofTable);
    const list = ofTable.get(id) ?? read(table, id);
    ofTable.set(id, list);
    return list;
  };
}

const historyOf = onceForEach(loadHistory);
const everything = { limit: 1000, before: undefined };
const attemptsOf = onceForEach(
  async (table, id) => (await pageOfAttempts(table, id, { ...everything, failed: false })).attempts,
);

/** How each kind is read, by the parts of its key; gives what the item says of itself, as far as the store hands it out. */
const readers: Partial<Record<Kind, Read>> = {
  case: (table, id = "") => loadCase(table, id),
  event: async (table, id = "", number) => (await historyOf(table, id)).find((one) => one.sequence === Number(number)),
  parties: async (table, id = "") => ({ sealed: await loadParties(table, id) }),
  particulars: (table, caseId = "", number) =>
    loadParticulars(table, number === undefined ? { caseId } : { caseId, sequence: Number(number) }),
  number: async (table, id = "", organisationId = "") => {
    const text = await loadNumber(table, id, organisationId);
    return text === undefined ? undefined : { text };
  },
  cursorSecret: async (table) => found((await cursorKey(table)).length > 0),
  pair: async (table, pair = "", since = "", id = "", caseId = "", number) => {
    if (number !== undefined) return { partyPair: (await loadMatch(table, caseId)).pairs[Number(number)] };
    const cases = await casesOfPair(table, pair, { since, limit: 100 });
    return found(cases.some((one) => one.caseId === id));
  },
  term: async (table, hash = "", _at, id = "") => found((await casesOfTerm(table, hash, 100)).includes(id)),
  read: async (table, id = "", place) => {
    const { readings } = await pageOfReadings(table, id, { limit: 100, before: undefined });
    return readings.find(({ at }) => place?.startsWith(at) === true);
  },
  document: (table, id = "", documentId = "") => loadDocument(table, id, documentId),
  signing: (table, id = "", documentId = "") => loadSigning(table, id, documentId),
  referral: async (table, agencyId = "", number = "", caseId) => {
    const { standing, earlier } = await loadSendings(table, { agencyId, numberKey: decodeURIComponent(number) });
    return caseId === undefined ? standing : earlier.find((one) => one.caseId === caseId);
  },
  counted: (table, id = "") => loadCounted(table, id),
  refused: async (table, id = "", number) => found((await countedRefusals(table, id)).has(Number(number))),
  owed: async (table, id = "", organisationId = "") => {
    const { entries } = await pageOfWork(table, organisationId, { limit: 1_000, from: {} });
    return found(entries.some(({ caseId }) => caseId === id));
  },
  ended: async (table, id = "", organisationId = "") => found((await caseIdsOf(table, organisationId)).includes(id)),
  organisation: organisationFacts,
  mediator: async (table, id = "", mediatorId = "") => {
    const { publicEmployee, retired, mediatorId: read, ...facts } = (await loadMediator(table, id, mediatorId)) ?? {};
    // Nobody was retired when it was recorded.
    return retired === false && read === mediatorId ? { publicEmployee, facts } : undefined;
  },
  endpoint: (table, id = "", endpointId = "") => loadEndpoint(table, id, endpointId),
  endpointList: async (table, id = "") => ({ endpoints: await endpointsToTell(table, id) }),
  attempt: async (table, endpointId = "", at, eventId) =>
    (await attemptsOf(table, endpointId)).find((one) => one.at === at && one.eventId === eventId),
  undelivered: (table, endpointId = "", eventId = "") => loadUndelivered(table, endpointId, eventId),
  health: async (table, endpointId = "") => {
    const { slowFailures, ...health } = await loadHealth(table, endpointId);
    return slowFailures === 0 ? health : { slowFailures, ...health };
  },
  seat: (table, id = "", personId = "") => loadSeat(table, id, personId),
  seatOfPerson: async (table, personId = "", id) =>
    found((await seatsOf(table, personId)).some(({ organisationId }) => organisationId === id)),
  logged: async (table, id = "", number) => {
    const { entries } = await pageOfAccess(table, id, { limit: 100, before: undefined });
    return { entry: entries.at(-Number(number)) };
  },
  division: async (table, county = "", code = "") => ({
    facts: { name: (await divisionNames(table, county)).get(code) },
  }),
  calendar: async (table, year) => (await loadCalendars(table)).find(({ calendar }) => calendar.year === Number(year)),
  ownCalendars: (table, scope = "") => loadOwnCalendars(table, scope),
  law: async (table, scope = "", version) => (await loadLaw(table, scope)).find(({ pack }) => pack.version === version),
  tariff: async (table, county = "", version) =>
    (await loadTariffs(table, county)).find(({ tariff }) => tariff.version === version),
  settings: async (table, county = "") => {
    const { revision } = await loadSettings(table, county);
    return { revision };
  },
  template: async (table, county = "", kind, version) => ({
    template: (await loadTemplates(table, county, kind)).find((one) => one.version === version),
  }),
  templateFile: async (table, county = "", sha256 = "") =>
    found((await loadTemplateFile(table, county, sha256)) !== undefined),
  approval: async (table, id = "", approvalId = "") => {
    const { clear, request, ...pending } = (await loadPending(table, id, approvalId)) ?? {};
    // An earlier release stored the body in the clear.
    return { ...pending, request: { ...request, ...given("body", clear) } };
  },
  digestPlan: (table, county = "") => loadDigestPlan(table, county),
  tally: async (table, county = "", month = "") => found((await loadTallies(table, county, month)).length > 0),
  refusals: async (table, county = "", month = "", id) =>
    (await loadRefusals(table, county, month)).find(({ organisationId }) => organisationId === id),
  earlier: (table, county = "", month = "") => loadEarlier(table, county, month),
  claim: async (table, id = "") => {
    const { claim, texts = [] } = (await loadClaim(table, id)) ?? {};
    return texts.length === 0 ? { claim } : { claim, texts };
  },
};

/** Kinds that no function of a store can read back here, and why; their items are brought to the present form alone. */
const unread: Partial<Record<Kind, string>> = {
  invitation: "it is found by its code alone, which is stored nowhere",
  keyCode: "it is found by its code alone, which is stored nowhere",
  session: "it is found by its secret alone, which is stored nowhere",
  subject: "it is found by the name at the provider, which is stored nowhere",
  numberSeries: "a count that an update raises",
  quota: "a count that an update raises",
  warned: "a mark of which a condition asks whether it is there",
  replay: "a mark of which a condition asks how old it is",
  chainHead: "the writer of the next link reads it; whole chains are followed below",
  access: "earlier releases alone wrote it",
  loadedUpon: "a mark of which a condition asks whether it is there",
  usedToken: "a mark of which a condition asks whether it is there",
  firstCall: "a mark of which a condition asks whose it is",
  digest: "it is read as it comes in the stream",
  signIn: "it is taken away as it is read",
  keptForm: "it is found by its secret alone, which is stored nowhere",
  longPolls: "a count that an update raises",
};

async function organisationFacts(table: Table, id: string): Promise<unknown> {
  const found = await loadOrganisation(table, id);
  if (found === undefined) return undefined;
  const { suspended, ...facts } = found.facts;
  return { organisationId: found.organisationId, keys: found.keys, suspended, facts };
}

// Earlier ones lack what was not stored at their time, and are brought to the present form by no engine: one is enough for them.
for (const name of ["data-folder-1", "data-folder-2", "data-folder-3", "data-folder-4"]) {
  await onOneEngine(`the items of the recording ${name}`, (rig) => eachIsRead(name, rig));
}
// The last one has all that is recorded (stored-kinds.test.ts), so that every store reads it on each engine.
await onEachEngine(`the items of the recording ${newestRecording}`, (rig) => eachIsRead(newestRecording, rig));

function eachIsRead(recording: string, rig: Rig): void {
  const items = itemsIn(archiveOf(recording)).map(readable);
  const nameOf = ({ pk, sk }: Record<string, unknown>): string => `${pk} ${sk}`;

  beforeAll(async () => {
    // Items that would have expired by now are kept for the test.
    const kept = items.map((item) => ("expiresAt" in item ? { ...item, expiresAt: 4_000_000_000 } : item));
    for (let index = 0; index < kept.length; index += 25) {
      const puts = kept.slice(index, index + 25).map((Item) => ({ PutRequest: { Item } }));
      await rig.table.client.send(new BatchWriteCommand({ RequestItems: { [rig.table.name]: puts } }));
    }
  });

  describe("each of them", () => {
    it("is read by its store, and says what it said", async () => {
      for (const item of items) {
        const name = nameOf(item);
        if (noLongerRead.test(name)) continue;
        const kind = kindAt(name);
        // The version is a part of what the hash of an event covers.
        const said = { ...("v" in item ? { v: item["v"] } : {}), ...kinds[kind].present(item) };
        const read = readers[kind];
        if (read === undefined) {
          expect(unread[kind], name).toBeDefined();
          continue;
        }
        const answer = await read(rig.table, ...(storedKinds[kind].at.exec(name) ?? []).slice(1));
        expect(answer, name).toBeDefined();
        expect(said, name).toMatchObject(Object(answer));
      }
    });
  });

  it("are whole chains of events as they were written", () => {
    const histories = Map.groupBy(
      items.filter(({ pk, sk }) => String(pk).startsWith("CASE#") && String(sk).startsWith("EVENT#")),
      ({ pk }) => String(pk).slice("CASE#".length),
    );
    expect(histories.size).toBeGreaterThan(30);
    for (const [caseId, events] of histories) {
      const inOrder = events.toSorted((one, other) => String(one["sk"]).localeCompare(String(other["sk"])));
      expect(brokenLinks(caseId, inOrder), caseId).toEqual([]);
    }
  });

  it("are marked once something of them is updated", async () => {
    const id = "police-330483101";
    const [keyId = ""] = Object.keys((await loadOrganisation(rig.table, id))?.keys ?? {});
    expect(await removeKey(rig.table, id, keyId)).toBe(true);
    const [stored] = (await rig.itemsUnder(`ORGANISATION#${id}`)).filter(({ sk }) => sk === "ORGANISATION");
    expect(stored).toMatchObject({ organisationId: id, keys: {}, v: 1 });
  });
}
