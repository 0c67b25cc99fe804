import { describe, expect, it } from "vitest";
import { ApiError, CallError } from "../../../shared/client/errors.ts";
import { caseId, json, problem, scripted, submittedCase } from "./support.ts";

const lost = () => new TypeError("fetch failed");
const params = { caseId };
const accept = { params, version: 3 };

describe("a call", () => {
  it("is made of the route, and answers with body, status and ETag", async () => {
    const { client, requests } = scripted(json(200, submittedCase, { etag: '"1"' }));
    const answer = await client.accept({ params, version: 3, body: { mediatorId: "mediator-01" } });
    expect(answer).toEqual({ status: 200, body: submittedCase, etag: '"1"', retryAfterSeconds: undefined });
    const [sent] = requests;
    expect(sent?.method).toBe("POST");
    expect(sent?.url).toBe(`http://platform.example/v1/cases/${caseId}/accept`);
    expect(sent?.headers.get("if-match")).toBe('"3"');
    expect(sent?.headers.get("authorization")).toMatch(/^Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await sent?.json()).toEqual({ mediatorId: "mediator-01" });
  });

  it("acts on whichever version there is for *", async () => {
    const { client, requests } = scripted(json(200, submittedCase));
    await client.resume({ params, version: "*" });
    expect(requests[0]?.headers.get("if-match")).toBe("*");
    expect(await requests[0]?.text()).toBe("{}");
  });

  it("carries its query", async () => {
    const { client, requests } = scripted(json(200, { cases: [], names: {} }));
    await client.listCases({ query: { as: "sender" } });
    expect(requests[0]?.url).toBe("http://platform.example/v1/cases?as=sender&limit=50");
  });

  it("answers nothing where the route promises nothing", async () => {
    const { client } = scripted(new Response(null, { status: 204 }));
    expect(await client.extendLease({ body: { lease: "l", leaseSeconds: 0 } })).toMatchObject({ status: 204 });
  });

  it("that reads gives back what is known while nothing has changed, and else what there is now", async () => {
    const changed = { ...submittedCase, version: 2 };
    const same = () => new Response(null, { status: 304, headers: { etag: '"1.a"' } });
    const { client, requests } = scripted(
      ...[json(200, submittedCase, { etag: '"1.a"' }), same(), json(200, changed, { etag: '"2.b"' })],
    );
    const first = await client.showCase({ params });
    const second = await client.showCase({ params, known: first });
    expect(second).toMatchObject({ status: 304, body: submittedCase, etag: '"1.a"' });
    expect(await client.showCase({ params, known: second })).toMatchObject({
      status: 200,
      body: changed,
      etag: '"2.b"',
    });
    expect(requests.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, '"1.a"', '"1.a"']);
  });

  it("that knows nothing asks for no condition, and takes no 304", async () => {
    const same = () => new Response(null, { status: 304 });
    const { client, requests } = scripted(same(), same());
    await expect(client.showCase({ params })).rejects.toMatchObject({ code: "unexpected-answer" });
    const known = { body: submittedCase, etag: undefined };
    await expect(client.showCase({ params, known })).rejects.toMatchObject({ code: "unexpected-answer" });
    expect(requests.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, null]);
  });

  it("with a wrong parameter is refused before it is sent", async () => {
    const { client, requests } = scripted();
    await expect(client.showCase({ params: { caseId: "../x" } })).rejects.toMatchObject({ code: "invalid-parameters" });
    expect(requests).toEqual([]);
  });
});

describe("a failure that passes", () => {
  it("is tried again after exponential pauses when the answer is lost", async () => {
    const { client, pauses, requests } = scripted(lost(), lost(), lost(), json(200, submittedCase));
    expect((await client.accept(accept)).status).toBe(200);
    expect(pauses).toEqual([250, 500, 1000]);
    expect(requests.map(({ url }) => url)).toEqual(Array(4).fill(requests[0]?.url));
  });

  it("is tried again no earlier than Retry-After asks", async () => {
    const { client, pauses } = scripted(problem(503, "busy", { "retry-after": "7" }), json(200, submittedCase));
    await client.showCase({ params });
    expect(pauses).toEqual([7250]);
  });

  it.each([429, 502, 503, 504])("is tried again on %i", async (status) => {
    const { client, pauses } = scripted(new Response("gateway", { status }), json(200, submittedCase));
    await client.showCase({ params });
    expect(pauses).toHaveLength(1);
  });

  it("ends after four tries with the last failure", async () => {
    const { client, requests } = scripted(lost(), lost(), lost(), lost());
    await expect(client.showCase({ params })).rejects.toMatchObject({ name: "CallError", code: "no-answer" });
    expect(requests).toHaveLength(4);
  });

  it("comes back at once when Retry-After is over a minute", async () => {
    const { client, requests } = scripted(problem(429, "busy", { "retry-after": "3600" }));
    await expect(client.showCase({ params })).rejects.toMatchObject({ status: 429, retryAfterSeconds: 3600 });
    expect(requests).toHaveLength(1);
  });

  it.each(["createWebhookEndpoint", "receiveMessages"] as const)(
    "of %s is left alone when the answer is lost",
    async (op) => {
      const { client, requests } = scripted(lost());
      const called = op === "receiveMessages" ? client[op]() : client[op]({ body: { url: "https://agency.example/" } });
      await expect(called).rejects.toBeInstanceOf(CallError);
      expect(requests).toHaveLength(1);
    },
  );

  it("of receiveMessages is tried again when the platform asks for it", async () => {
    const again = json(200, { messages: [], leaseSeconds: 300 }, { "retry-after": "30" });
    const { client } = scripted(problem(503, "busy", { "retry-after": "1" }), again);
    expect((await client.receiveMessages()).retryAfterSeconds).toBe(30);
  });
});

describe("a refusal", () => {
  it("is thrown with its problem document and never repeated", async () => {
    const { client, requests } = scripted(problem(409, "illegal-transition"));
    const error = await client.accept(accept).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "illegal-transition", status: 409, problem: { action: "do" } });
    expect(requests).toHaveLength(1);
  });
});

describe("an answer", () => {
  it("may hold fields that a newer platform added", async () => {
    const { client } = scripted(json(200, { ...submittedCase, added: true }));
    expect((await client.showCase({ params })).body.version).toBe(1);
  });

  it.each([{ ...submittedCase, version: "1" }, {}, "nonsense"])(
    "that breaks the contract is not passed on",
    async (body) => {
      const { client } = scripted(json(200, body));
      await expect(client.showCase({ params })).rejects.toMatchObject({ code: "unexpected-answer" });
    },
  );
});

describe("an aborted call", () => {
  it("throws the caller's reason and is not repeated", async () => {
    const { client, requests } = scripted(lost());
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(client.showCase({ params, signal })).rejects.toThrow("enough");
    expect(requests).toEqual([]);
  });
});
