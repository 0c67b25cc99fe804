import { beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { openOperationsOn } from "../../functions/http/operation.ts";
import { createService } from "../../functions/http/service.ts";
import { route } from "../../shared/contracts/route.ts";
import { once } from "../../shared/domain/once.ts";
import { createQuotas } from "../../shared/runtime/quotas.ts";
import { answeringTable } from "../support/answering-table.ts";

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

const { table } = answeringTable(() => ({}));
const platform = {
  table,
  audience: "accord",
  bootstrap: undefined,
  now: () => "2026-03-03T02:00:00.000Z",
  quotas: createQuotas(table),
};
const operation = openOperationsOn<typeof platform>();
const shared = { method: "POST", tag: "health", roles: [], open: true, anonymous: true } as const;
const answers = { 200: once(() => z.unknown()) };
const optional = once(() => z.strictObject({ note: z.string().optional() }));
const required = once(() => z.strictObject({ note: z.string() }));
const app = createService(platform, {
  none: operation(route({ ...shared, path: "/v1/none", responses: answers }), async (_, { body }) => ({
    status: 200,
    body,
  })),
  optional: operation(
    route({ ...shared, path: "/v1/optional", body: optional, responses: answers }),
    async (_, { body }) => ({ status: 200, body }),
  ),
  required: operation(
    route({ ...shared, path: "/v1/required", body: required, responses: answers }),
    async (_, { body }) => ({ status: 200, body }),
  ),
});

async function send(path: string, text: string | undefined): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const answer = await app.request(path, { method: "POST", headers, ...(text !== undefined && { body: text }) });
  const said = z.looseObject({ errors: z.unknown().optional() }).parse(await answer.json());
  return answer.status === 200 ? said : [answer.status, said.errors];
}

describe("a body that is left out", () => {
  it.each([undefined, "", "null", " null\n", "{}"])("as %j is one without fields", async (text) => {
    expect(await send("/v1/none", text)).toEqual({});
    expect(await send("/v1/optional", text)).toEqual({});
  });

  it.each([undefined, "", "null", "{}"])("as %j lacks the field that must be there", async (text) => {
    expect(await send("/v1/required", text)).toEqual([
      422,
      [expect.objectContaining({ path: "/note", code: "required" })],
    ]);
  });

  it.each(["[]", "false", "0", '""', "[null]"])("is not %s, and neither is a field that is null", async (text) => {
    expect(await send("/v1/optional", text)).toEqual([
      422,
      [expect.objectContaining({ path: "", code: "wrong-type" })],
    ]);
    expect(await send("/v1/optional", '{"note":null}')).toEqual([
      422,
      [expect.objectContaining({ path: "/note", code: "wrong-type" })],
    ]);
  });
});
