import type { OperationId } from "../../shared/contracts/routes.ts";
import { stepBodies } from "../support/steps.ts";
import { oneOf } from "../support/tampering.ts";
import { villageQuarrel } from "../support/town.ts";
import type { Random } from "./ground.ts";

/** A well-formed body for each operation that takes one. */
export const bodies: Partial<Record<OperationId, unknown>> = {
  ...stepBodies,
  submitReferral: villageQuarrel("hostile-1"),
  previewRouting: villageQuarrel("hostile-1"),
  checkReferral: villageQuarrel("hostile-1"),
  searchCases: { number: "NO-SUCH-NUMBER" },
  putOrganisation: { kind: "committee", type: "general", level: "county", name: "样例", divisionCode: "330483" },
  putMediator: { name: "样例", categories: [], lead: false },
  putDivision: { name: "样例镇", level: "town" },
  putSeat: { duty: "clerk" },
  invitePerson: { name: "样例", duty: "clerk" },
  createWebhookEndpoint: { url: "https://hooks.example/accord", description: "样例", headers: { "x-key": "样例" } },
  receiveMessages: { max: 1 },
  extendLease: { lease: "none", seconds: 30 },
  ackMessages: { leases: ["none"] },
  putEarlierFigures: { takenFrom: "样例系统", cases: 3 },
  rejectClaim: { reason: "样例" },
  reverseClaim: { cause: "agreement_voided", reason: "样例" },
  loadLawPack: { scope: "330483", version: "own", effectiveFrom: "2027-01-01", rules: { repeatDisputeMonths: 6 } },
};

/** Texts that no person wrote. */
const texts = [
  "\u0000",
  "样例\u0000",
  "样\u0007例",
  "\u001b[2J\u001b[31m样例",
  "样例\u0085",
  "\u009b31m样例",
  "样例\u007f",
  "\uffff样例",
  "\u{1fffe}",
  "样例\ufffd",
  "\u200b\u200d",
  "\u202e",
  "\u2066\u2069",
  "\u3164\u115f",
  "\u2800",
  "\u{e0001}\u{e0041}",
] as const;

/** Values that are none of anything; each as its JSON, since some have no other form. */
const oddities = [
  "1e999",
  "-1e999",
  "1e308",
  "9007199254740993",
  "-9007199254740993",
  "0.1e-400",
  "null",
  "[]",
  "{}",
  '{"$gt":""}',
  '{"toString":1}',
  '{"__proto__":{"role":"coordinator"}}',
  '"\\ud800"',
  '"\\udc00样例"',
  `"${"样".repeat(30_000)}"`,
  `${"[".repeat(500)}${"]".repeat(500)}`,
  `${'{"a":'.repeat(500)}1${"}".repeat(500)}`,
  "[[[[1]]]]",
  '[{"a":[{"b":[]}]}]',
];

/** Names of fields that no body has. */
const extras = [
  '"__proto__":{"role":"coordinator"}',
  '"__proto__":[]',
  '"constructor":{"prototype":{"role":"coordinator"}}',
  '"prototype":1',
  '"toString":"样例"',
  '"hasOwnProperty":true',
  '"":1',
  '"role":"coordinator"',
  '"caseId":"0190a0de-0000-7000-8000-000000000009"',
  '"pk":"CASE#x","sk":"CASE"',
  '"$where":"1"',
  '"\\u0000":1',
  '"\\u202ea":1',
  '"\\ud800":1',
];

/** Every place of a leaf in a body. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, part]) =>
    places(part, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}
/** The body as JSON, with something else at a place. */
function withAt(value: unknown, [key, ...rest]: readonly (string | number)[], put: string): string {
  if (key === undefined) return put;
  const inside = (one: string | number, part: unknown) =>
    one === key ? withAt(part, rest, put) : JSON.stringify(part);
  if (Array.isArray(value)) return `[${value.map((part, index) => inside(index, part)).join()}]`;
  return `{${Object.entries(Object(value))
    .map(([name, part]) => `${JSON.stringify(name)}:${inside(name, part)}`)
    .join()}}`;
}

export type Hostile = { what: string; body: string | Uint8Array; headers?: Record<string, string> };

/** The body with one leaf that is hostile. */
export function withBadLeaf(random: Random, body: unknown): Hostile {
  const all = places(body).filter((place) => place.length > 0);
  const put = random(2) === 0 ? JSON.stringify(oneOf(random, texts)) : oneOf(random, oddities);
  if (all.length === 0) return withExtra(random, body);
  const place = oneOf(random, all);
  return { what: `${place.join("/")} is ${put.slice(0, 60)}`, body: withAt(body, place, put) };
}

/** The body with a field that none has, before or behind its own. */
export function withExtra(random: Random, body: unknown): Hostile {
  const own = JSON.stringify(body ?? {}).slice(1, -1);
  const extra = oneOf(random, extras);
  const fields = random(2) === 0 ? [extra, own] : [own, extra];
  return { what: `has ${extra}`, body: `{${fields.filter((one) => one !== "").join()}}` };
}

/** What is no JSON, or comes as something else than it is. */
export function malformed(random: Random, body: unknown): Hostile {
  const text = JSON.stringify(body ?? {});
  const cut = 1 + random(Math.max(1, text.length - 1));
  const ways: Hostile[] = [
    { what: "cut off", body: text.slice(0, cut) },
    { what: "two of them", body: text + text },
    { what: "a NUL behind", body: `${text}\u0000` },
    { what: "single quotes", body: `{'a':1}` },
    { what: "a comment", body: `/* */${text}` },
    { what: "a comma too much", body: `${text.slice(0, -1)},}` },
    { what: "NaN", body: '{"a":NaN}' },
    { what: "a raw control", body: '{"a":"\u0001"}' },
    { what: "no object: a list", body: `[${text}]` },
    { what: "no object: a word", body: '"样例"' },
    { what: "no object: a number", body: "1e999" },
    { what: "200,000 lists deep", body: "[".repeat(200_000) },
    { what: "100,000 lists deep, closed", body: "[".repeat(100_000) + "]".repeat(100_000) },
    { what: "40,000 objects deep", body: `${'{"a":'.repeat(40_000)}1${"}".repeat(40_000)}` },
    { what: "2,500 objects deep", body: `${'{"a":'.repeat(2_500)}1${"}".repeat(2_500)}` },
    { what: "5,000 lists deep", body: `{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}` },
    { what: "too long", body: `{"a":"${"a".repeat(262_144)}"}` },
    { what: "20,000 fields", body: `{${Array.from({ length: 20_000 }, (_, n) => `"f${n}":1`).join()}}` },
    { what: "UTF-16", body: Buffer.from(text, "utf16le") },
    { what: "bytes that are no UTF-8", body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]) },
    { what: "an overlong form", body: Buffer.from([0x7b, 0x22, 0xc0, 0xaf, 0x22, 0x3a, 0x31, 0x7d]) },
    { what: "GBK", body: Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xd1, 0xf9, 0xc0, 0xfd, 0x22, 0x7d]) },
    { what: "a form", body: "a=1&b=2", headers: { "content-type": "application/x-www-form-urlencoded" } },
    {
      what: "XML",
      body: "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]><a>&b;</a>",
      headers: { "content-type": "application/xml" },
    },
    { what: "as text", body: text, headers: { "content-type": "text/plain" } },
    { what: "as a patch", body: text, headers: { "content-type": "application/merge-patch+json" } },
    { what: "in another charset", body: text, headers: { "content-type": "application/json; charset=gbk" } },
    { what: "of no type", body: text, headers: { "content-type": "" } },
    { what: "of two types", body: text, headers: { "content-type": "application/json, text/plain" } },
    {
      what: "a part of many",
      body: "--a\r\n\r\n{}\r\n--a--",
      headers: { "content-type": "multipart/form-data; boundary=a" },
    },
    {
      what: "said to be packed",
      body: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0]),
      headers: { "content-encoding": "gzip" },
    },
  ];
  return oneOf(random, ways);
}

/** Addresses of a route in which something stands that no id or filter is. */
export const strangeParts = [
  "%00",
  "%0d%0aSet-Cookie:a=b",
  "%ff",
  "%c0%af",
  "%ed%a0%80",
  "%e2%80%ae",
  "%e2%80%8b",
  "..%2f..%2fetc",
  "%2e%2e",
  "constructor",
  "__proto__",
  "'%20or%201=1",
  "%7b%22%24gt%22%3a%22%22%7d",
  "CASE%23x",
  "a".repeat(3_000),
  "-1",
  "1e9",
  "%F0%9F%92%A9",
] as const;
