import { describe, expect, it } from "vitest";
import { problems } from "../../../shared/contracts/problems.ts";
import {
  type Answer,
  differenceOf,
  faultOfProblem,
  faultOfRace,
  faultOfTimes,
  faultOfToken,
  leaksIn,
  unwantedIn,
} from "../../attack/judges.ts";

// The attacks show something only if their judges see what is wrong: here they are given wrong answers.

const documentOf = (code: keyof typeof problems, more: Record<string, unknown> = {}) => ({
  type: `urn:accord:problem:${code}`,
  title: problems[code].title.en,
  status: problems[code].status,
  code,
  action: problems[code].action.en,
  instance: "0190a0de-0000-7000-8000-000000000001",
  ...more,
});
const headers = { "content-type": "application/problem+json", "cache-control": "no-store" };
const refusal = (code: keyof typeof problems, more?: Record<string, unknown>): Answer => ({
  status: problems[code].status,
  headers,
  text: JSON.stringify(documentOf(code, more)),
});
const done = (text: string): Answer => ({ status: 200, headers: {}, text });

describe("the judge of refusals", () => {
  it("lets a whole problem document pass, in either language", () => {
    expect(faultOfProblem(refusal("invalid-json"))).toBeUndefined();
    const { title, action } = problems["invalid-json"];
    expect(faultOfProblem(refusal("invalid-json", { title: title.zh, action: action.zh }))).toBeUndefined();
  });

  it.each<[string, Answer]>([
    ["an answer", done("{}")],
    ["a failure", refusal("internal")],
    ["a connection torn down", { status: 0, headers: {}, text: "ECONNRESET" }],
    ["a page", { status: 400, headers, text: "<h1>Bad request</h1>" }],
    ["an unknown code", refusal("invalid-json", { code: "constructor" })],
    ["the words of another code", refusal("invalid-json", { title: "Something" })],
    ["the status of another code", { ...refusal("invalid-json"), status: 422 }],
    ["no id of the request", refusal("invalid-json", { instance: "" })],
    ["another type", { ...refusal("invalid-json"), headers: { ...headers, "content-type": "text/html" } }],
    ["leave to keep it", { ...refusal("invalid-json"), headers: { ...headers, "cache-control": "public" } }],
    ["an ETag", { ...refusal("invalid-json"), headers: { ...headers, etag: '"1"' } }],
  ])("sees %s", (_, answer) => expect(faultOfProblem(answer)).toBeDefined());
});

describe("the judge of tokens", () => {
  it("lets a refusal pass that says what its code says", () => {
    expect(faultOfToken(refusal("token-signature"))).toBeUndefined();
    expect(faultOfToken(refusal("token-claims", { detail: "exp" }))).toBeUndefined();
  });

  it.each<[string, Answer]>([
    ["a token that is taken", done("{}")],
    ["a refusal for another reason", refusal("not-found")],
    ["more than the code", refusal("token-signature", { organisation: "police" })],
    ["a detail for a forger", refusal("token-unknown-key", { detail: "no such organisation" })],
  ])("sees %s", (_, answer) => expect(faultOfToken(answer)).toBeDefined());
});

describe("the judge of what is foreign", () => {
  const none = refusal("not-found");

  it("takes two answers for one that differ in the request's id and the time alone", () => {
    const other = refusal("not-found", { instance: "0190a0de-0000-7000-8000-000000000002" });
    expect(
      differenceOf(none, { ...other, headers: { ...headers, date: "now", "content-length": "9" } }),
    ).toBeUndefined();
  });

  it.each<[string, Answer]>([
    ["another status", { ...none, status: 409 }],
    ["another body", refusal("not-found", { state: "offered" })],
    ["one header more", { ...none, headers: { ...headers, etag: '"7"' } }],
    ["a header that says something else", { ...none, headers: { ...headers, "cache-control": "private" } }],
    ["another size", { ...none, text: none.text.replace(/"instance":"[^"]*"/, '"instance":"1"') }],
  ])("sees %s", (_, answer) => expect(differenceOf(none, answer)).toBeDefined());
});

describe("the judge of times", () => {
  const times = (laterMilliseconds: number) =>
    Array.from({ length: 101 }, (_, index) => ({ there: 10 + (index % 7) + laterMilliseconds, not: 10 + (index % 7) }));

  it("lets times pass that differ by chance", () => {
    expect(faultOfTimes(times(0))).toBeUndefined();
    expect(faultOfTimes([...times(0), { there: 900, not: 10 }])).toBeUndefined();
  });

  it.each([3, -3])("sees that half of the answers come %s ms later", (milliseconds) =>
    expect(faultOfTimes(times(milliseconds))).toBeDefined(),
  );
});

describe("the judge of races", () => {
  const first = done('{"caseId":"a","version":2}');

  it("lets one pass that is done beside a refusal, and one beside its repeat", () => {
    expect(faultOfRace([first, refusal("illegal-transition")], 1)).toBeUndefined();
    expect(faultOfRace([first, first], 1)).toBeUndefined();
  });

  it.each<[string, Answer[], number]>([
    ["both done", [first, first], 2],
    ["none done", [refusal("busy"), refusal("illegal-transition")], 0],
    ["both refused", [refusal("illegal-transition"), refusal("illegal-transition")], 1],
    ["a failure", [first, refusal("internal")], 1],
    ["two cases of one referral", [first, done('{"caseId":"b"}')], 1],
    ["answered as done, and not done", [first, refusal("illegal-transition")], 0],
  ])("sees %s", (_, answers, happened) => expect(faultOfRace(answers, happened)).toBeDefined());
});

describe("the judge of texts", () => {
  it.each(["样例名12", "%E6%A0%B7%E4%BE%8B%E5%90%8D12", "\\u6837\\u4f8b\\u540d12", "5qC35L6L5ZCNMTI"])(
    "finds a name spelled as %s",
    (text) => expect(leaksIn(`{"a":"${text}"}`, ["样例名12", "13900000000"])).toEqual(["样例名12"]),
  );

  it("finds none where there is none", () => expect(leaksIn('{"name":"样例"}', ["样例名12"])).toEqual([]));

  it.each<[string, unknown]>([
    ["a control", { a: ["ok", "\u0007"] }],
    ["a turn of direction", "\u202eabc"],
    ["half a character", { a: "\ud800" }],
    ["what was read wrongly", "\ufffd"],
    ["a name of a field", { "a\u0000": 1 }],
  ])("finds %s", (_, value) => expect(unwantedIn(value)).toBeDefined());

  it("lets text pass", () => {
    expect(unwantedIn({ note: "样例\n第二行\t", count: 1, none: null, bytes: new Uint8Array([0]) })).toBeUndefined();
  });
});
