import { expect, it } from "vitest";
import * as z from "zod";
import { loadOrganisation } from "../../../shared/dynamo/directory-store.ts";
import { organisationKey } from "../../../shared/dynamo/keys.ts";
import { readTogether } from "../../../shared/dynamo/read-together.ts";
import { answeringTable } from "../../support/answering-table.ts";

const request = z.object({
  RequestItems: z.object({
    "the-table": z.object({
      Keys: z.array(z.object({ pk: z.string(), sk: z.string() })),
      ConsistentRead: z.literal(true),
    }),
  }),
});
const idsOf = (input: object) =>
  request.parse(input).RequestItems["the-table"].Keys.map(({ pk }) => pk.slice("ORGANISATION#".length));

/** A table that has every organisation but `nobody`, and answers at most so many at a time. */
function directory(atMost = 100, failing?: Error) {
  const answer = answeringTable(({ operation, input }) => {
    if (failing) throw failing;
    if (operation === "GetItem") return { Item: input["Key"] };
    const { Keys } = request.parse(input).RequestItems["the-table"];
    const [answered, left] = [Keys.slice(0, atMost), Keys.slice(atMost)];
    return {
      Responses: { "the-table": answered.filter(({ pk }) => !pk.endsWith("nobody")) },
      ...(left.length === 0 ? {} : { UnprocessedKeys: { "the-table": { Keys: left } } }),
    };
  });
  const read = (id: string) => readTogether(answer.table, organisationKey(id));
  return { ...answer, read };
}

it("reads what is asked for in one turn in one consistent call, each key once", async () => {
  const { calls, read } = directory();
  const found = await Promise.all([read("a"), read("nobody"), read("b"), read("a")]);
  expect(found).toEqual([organisationKey("a"), undefined, organisationKey("b"), organisationKey("a")]);
  expect(calls.map(({ input }) => idsOf(input))).toEqual([["a", "nobody", "b"]]);
});

it("reads an item alone by itself, and again in the next turn", async () => {
  const { calls, table } = directory();
  await loadOrganisation(table, "a").catch(() => {});
  await loadOrganisation(table, "a").catch(() => {});
  const one = { operation: "GetItem", input: { Key: organisationKey("a"), ConsistentRead: true } };
  expect(calls).toMatchObject([one, one]);
});

it("asks again for what the engine left out", async () => {
  const { calls, read } = directory(2);
  const ids = ["a", "b", "c"];
  expect(await Promise.all(ids.map(read))).toEqual(ids.map(organisationKey));
  expect(calls.map(({ input }) => idsOf(input))).toEqual([["a", "b", "c"], ["c"]]);
});

it("gives up where the engine answers nothing, so that the caller tries again later", async () => {
  const { calls, read } = directory(0);
  const read2 = Promise.allSettled([read("a"), read("b")]);
  expect((await read2).map((one) => one.status === "rejected" && one.reason.name)).toEqual([
    "ReadThrottled",
    "ReadThrottled",
  ]);
  expect(calls).toHaveLength(6);
});

it("fails all that asked when the call fails", async () => {
  const { read } = directory(100, new Error("no table"));
  const all = await Promise.allSettled([read("a"), read("b")]);
  expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

it("keeps tables apart", async () => {
  const { calls, table, read } = directory();
  await Promise.all([read("a"), readTogether({ ...table, name: "another" }, organisationKey("b"))]);
  expect(calls.map(({ input }) => input["TableName"])).toEqual(["the-table", "another"]);
});
