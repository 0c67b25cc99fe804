import { BatchWriteCommand } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { pageOfAccess } from "../../shared/dynamo/access-store.ts";
import { caseIdsOf } from "../../shared/dynamo/case-lists.ts";
import { loadCase, loadHistory, loadParties } from "../../shared/dynamo/case-store.ts";
import { loadClaim } from "../../shared/dynamo/claim-store.ts";
import { divisionNames, loadOrganisation, removeKey } from "../../shared/dynamo/directory-store.ts";
import { loadDocument } from "../../shared/dynamo/document-store.ts";
import { endpointsToTell, loadEndpoint } from "../../shared/dynamo/endpoint-store.ts";
import { brokenLinks } from "../../shared/dynamo/event-chain.ts";
import { loadMediator } from "../../shared/dynamo/mediator-store.ts";
import { casesOfPair, loadMatch } from "../../shared/dynamo/party-match-store.ts";
import { casesOfTerm } from "../../shared/dynamo/party-term-store.ts";
import { loadCalendars } from "../../shared/dynamo/rules-store.ts";
import { kinds as storedKinds } from "../../shared/dynamo/stored-versions.ts";
import type { Table } from "../../shared/dynamo/table.ts";
import { countedRefusals, loadCounted, loadRefusals, loadTallies } from "../../shared/dynamo/tally-store.ts";
import { pageOfWork } from "../../shared/dynamo/work-list.ts";
import { itemsIn } from "../support/data-archive.ts";
import { onEachEngine, type Rig } from "../support/engine-table.ts";
import { archiveOf } from "../support/recorded-town.ts";

/** A recorded item as the document client takes it: bytes came over the wire in Base64. */
const readable = (wire: unknown): Record<string, unknown> =>
  unmarshall(
    JSON.parse(JSON.stringify(wire), (name, value: unknown) =>
      name === "B" && typeof value === "string" ? new Uint8Array(Buffer.from(value, "base64")) : value,
    ),
  );

const owed = /^CASE#(.+) OWED#(.+)$/;
const ended = /^CASE#(.+) ENDED#(.+)$/;
const told = /^ORGANISATION#(.+) ENDPOINTS$/;
const met = /^PAIR#(.+) (.+)#(.+)$/;
const metBefore = /^CASE#(.+) PAIR#(.+)$/;
const term = /^TERM#(.+) (.+)#(.+)$/;
const logged = /^LOG#(.+) ENTRY#(.+)$/;

/** How each kind of item is read, by its key; gives what the item says of itself, as far as the store hands it out. */
const readers: readonly [pattern: RegExp, read: (table: Table, ...parts: string[]) => Promise<unknown>][] = [
  [/^CASE#(.+) CASE$/, (table, id = "") => loadCase(table, id)],
  [
    /^CASE#(.+) EVENT#(.+)$/,
    async (table, id = "", number) => (await loadHistory(table, id)).find((one) => one.sequence === Number(number)),
  ],
  [/^CASE#(.+) PARTIES$/, async (table, id = "") => ({ sealed: await loadParties(table, id) })],
  [metBefore, async (table, id = "", number) => ({ partyPair: (await loadMatch(table, id)).pairs[Number(number)] })],
  [/^CASE#(.+) DOCUMENT#(.+)$/, (table, id = "", documentId = "") => loadDocument(table, id, documentId)],
  [/^CASE#(.+) COUNTED$/, (table, id = "") => loadCounted(table, id)],
  [
    /^CASE#(.+) REFUSED#(.+)$/,
    async (table, id = "", number) => ((await countedRefusals(table, id)).has(Number(number)) ? {} : undefined),
  ],
  [
    owed,
    async (table, id = "", organisationId = "") => {
      const { entries } = await pageOfWork(table, organisationId, { limit: 100, from: {} });
      return entries.some(({ caseId }) => caseId === id) ? {} : undefined;
    },
  ],
  [
    ended,
    async (table, id = "", organisationId = "") =>
      (await caseIdsOf(table, organisationId)).includes(id) ? {} : undefined,
  ],
  [/^ORGANISATION#(.+) ORGANISATION$/, (table, id = "") => organisationFacts(table, id)],
  [
    /^ORGANISATION#(.+) MEDIATOR#(.+)$/,
    async (table, id = "", mediatorId = "") => {
      const { publicEmployee, retired, mediatorId: read, ...facts } = (await loadMediator(table, id, mediatorId)) ?? {};
      // Nobody was retired when it was recorded.
      return retired === false && read === mediatorId ? { publicEmployee, facts } : undefined;
    },
  ],
  [/^ORGANISATION#(.+) ENDPOINT#(.+)$/, (table, id = "", endpointId = "") => loadEndpoint(table, id, endpointId)],
  [
    met,
    async (table, pair = "", since = "", id = "") => {
      const cases = await casesOfPair(table, pair, { since, limit: 100 });
      return cases.some(({ caseId }) => caseId === id) ? {} : undefined;
    },
  ],
  [
    term,
    async (table, hash = "", _at, id = "") => ((await casesOfTerm(table, hash, 100)).includes(id) ? {} : undefined),
  ],
  [
    logged,
    async (table, id = "", number) => {
      const { entries } = await pageOfAccess(table, id, { limit: 100, before: undefined });
      return { entry: entries.at(-Number(number)) };
    },
  ],
  [told, async (table, id = "") => ({ endpoints: await endpointsToTell(table, id) })],
  [
    /^COUNTY#(.+) DIVISION#(.+)$/,
    async (table, county = "", code = "") => ({ facts: { name: (await divisionNames(table, county)).get(code) } }),
  ],
  [
    /^CALENDARS CALENDAR#(.+)$/,
    async (table, year) => (await loadCalendars(table)).find(({ calendar }) => calendar.year === Number(year)),
  ],
  [
    /^TALLY#(.+)#(.+) ((.+)#(.+))$/,
    async (table, county = "", month = "") => ((await loadTallies(table, county, month)).length > 0 ? {} : undefined),
  ],
  [
    /^REFUSALS#(.+)#(.+) (.+)$/,
    async (table, county = "", month = "", id) =>
      (await loadRefusals(table, county, month)).find(({ organisationId }) => organisationId === id),
  ],
  [/^CLAIM#(.+) CLAIM$/, async (table, id = "") => ({ claim: await loadClaim(table, id) })],
];

async function organisationFacts(table: Table, id: string): Promise<unknown> {
  const found = await loadOrganisation(table, id);
  if (found === undefined) return undefined;
  const { suspended, ...facts } = found.facts;
  return { organisationId: found.organisationId, keys: found.keys, suspended, facts };
}

/** Kept for people and for conditions; no store function reads one alone. */
const writtenOnly = /^(CASE#.+ READ(#.+|INGS)|LOG#.+ HEAD|DELIVERY#.+ (EVENT|ATTEMPT)#.+|REFERRAL#.+ REFERRAL)$/;

// When the first was recorded, no item said what an organisation owes, what ended in its hands, which of its endpoints are
// told, or who met before; until the third nobody was found by name, and no log was kept.
const recordings = [
  ["data-folder-1", [owed, ended, told, met, term, logged]],
  ["data-folder-2", [metBefore, term, logged]],
  ["data-folder-3", [metBefore]],
] as const;
for (const [name, lacking] of recordings) {
  await onEachEngine(`the items of the recording ${name}`, (rig) => eachIsRead(name, lacking, rig));
}

function eachIsRead(recording: string, lacking: readonly RegExp[], rig: Rig): void {
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
      const kinds = new Set<RegExp>();
      for (const item of items) {
        const name = nameOf(item);
        const [pattern, read] = readers.find(([each]) => each.test(name)) ?? [];
        if (pattern === undefined || read === undefined) {
          expect(name).toMatch(writtenOnly);
          continue;
        }
        kinds.add(pattern);
        const found = await read(rig.table, ...(pattern.exec(name) ?? []).slice(1));
        expect(found, name).toBeDefined();
        // An earlier recording lacks what later versions of these kinds have changed.
        const kind = { CASE: storedKinds.case, COUNTED: storedKinds.counted }[name.split(" ")[1] ?? ""];
        const said = kind === undefined ? item : kind.present(item);
        expect(said, name).toMatchObject(Object(found));
      }
      const every = readers.map(([pattern]) => pattern).filter((pattern) => !lacking.includes(pattern));
      expect([...kinds], "the recording has items of every kind").toEqual(expect.arrayContaining(every));
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
