import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import type { IncentiveClaim } from "../../../shared/domain/incentive.ts";
import { loadCases } from "../../../shared/dynamo/case-store.ts";
import { loadClaims } from "../../../shared/dynamo/claim-store.ts";
import { mediatorNames, organisationNames } from "../../../shared/dynamo/names.ts";
import type { Table } from "../../../shared/dynamo/table.ts";
import { answeringTable } from "../../support/answering-table.ts";
import { now, offered, town } from "../../support/cases.ts";

type Key = { pk: string; sk: string };
const request = z.object({
  RequestItems: z.object({ "the-table": z.object({ Keys: z.array(z.object({ pk: z.string(), sk: z.string() })) }) }),
});

const nothingFen = { difficultyFen: 0, formFen: 0, peopleFen: 0, amountFen: 0, performanceFen: 0 };
const claim = (claimId: string): IncentiveClaim => ({
  claimId,
  organisationId: town.organisationId,
  mediatorId: "mediator-1",
  county: "330483",
  quarter: "2026Q1",
  tariff: "2026-01-01",
  facts: { hard: false, form: "written", people: 2, agreedFen: 0, outcome: "performed" },
  parts: nothingFen,
  amountFen: 0,
  status: "claimed",
  steps: [{ status: "claimed", at: now, by: town }],
});

const kinds: readonly [
  string,
  (id: string) => object,
  (table: Table, ids: string[]) => Promise<Map<string, unknown>>,
][] = [
  ["cases", (id) => ({ version: 2, head: "head", state: offered({ caseId: id }) }), loadCases],
  ["claims", (id) => ({ claim: claim(id) }), loadClaims],
  ["names of organisations", (id) => ({ organisationId: id, facts: { name: "样例" } }), organisationNames],
  [
    "names of mediators",
    (id) => ({ mediatorId: id, facts: { name: "样例" } }),
    (table, ids) => mediatorNames(table, "committee", ids),
  ],
];

describe.each(kinds)("a batch of %s", (kind, itemOf, load) => {
  const idOf = ({ pk, sk }: Key) => (sk.includes("#") ? sk : pk).split("#")[1] ?? "";
  /** A table that answers at most so many of the keys it is asked for; and the keys it was asked for. */
  const answering = (atMost: number) => {
    const asked: string[][] = [];
    const { table } = answeringTable(({ input }) => {
      const { Keys } = request.parse(input).RequestItems["the-table"];
      asked.push(Keys.map(idOf));
      const rest = Keys.slice(atMost);
      return {
        Responses: { "the-table": Keys.slice(0, atMost).map((key) => itemOf(idOf(key))) },
        ...(rest.length === 0 ? {} : { UnprocessedKeys: { "the-table": { Keys: rest } } }),
      };
    });
    return { table, asked };
  };

  it("is asked again for what the engine left out", async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    const { table, asked } = answering(2);
    const found = await load(table, ids);
    expect([...found.keys()]).toEqual(ids);
    expect(asked).toEqual([ids, ids.slice(2)]);
  });

  it("is asked in parts of a hundred, and again for what was left out of each", async () => {
    const ids = Array.from({ length: 150 }, () => randomUUID());
    const { table, asked } = answering(60);
    const found = await load(table, ids);
    expect(new Set(found.keys())).toEqual(new Set(ids));
    expect(asked.map((keys) => keys.length)).toEqual([100, 90, 30]);
  });

  it("asks for each once, and for nothing when nothing is asked", async () => {
    const id = randomUUID();
    const { table, asked } = answering(100);
    await load(table, []);
    const found = await load(table, [id, id]);
    expect([...found.keys()]).toEqual([id]);
    expect(asked).toEqual([[id]]);
  });

  it(`leaves out ${kind} that are not there`, async () => {
    const { table } = answeringTable(() => ({ Responses: {} }));
    expect(await load(table, [randomUUID()])).toEqual(new Map());
  });
});
