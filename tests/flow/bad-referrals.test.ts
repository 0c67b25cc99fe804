import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ProblemCode } from "../../shared/contracts/problems.ts";
import { offendingFields } from "../support/problem-answer.ts";
import { type Item, storedItems } from "../support/stored.ts";
import { type Answer, type Ask, police, startTown, type Town, villageQuarrel } from "../support/town.ts";

let town: Town;
let before: Item[];

const future = "2999-01-01T00:00:00Z";

beforeAll(async () => {
  town = await startTown([police, "procuratorate", "court"]);
});
afterAll(() => town?.stop());

// Whatever is refused must leave no trace.
beforeEach(async () => {
  before = await storedItems(town.platform);
});
afterEach(async () => {
  expect(await storedItems(town.platform)).toEqual(before);
});

const post = (path: string, by: string, ask: Omit<Ask, "by" | "method">): Promise<Answer> =>
  town.ask(path, { by, method: "POST", ...ask });
const submit = (body: unknown, by = police, headers: Record<string, string> = {}): Promise<Answer> =>
  post("/v1/referrals", by, { body, headers });
/** A good referral with fields put in at a path such as `dispute.category`; undefined takes the field away. */
function referral(...changes: [path: string, value: unknown][]): unknown {
  const body = structuredClone(Object(villageQuarrel("bad-1")));
  for (const [path, value] of changes) {
    const parts = path.split(".");
    const last = parts.pop() ?? "";
    let inside = body;
    for (const part of parts) inside = inside[part];
    if (value === undefined) delete inside[last];
    else inside[last] = value;
  }
  return body;
}

describe("a body that cannot be read", () => {
  const long = JSON.stringify({ text: "长".repeat(90_000) });
  it.each<[string, string, Record<string, string>, ProblemCode]>([
    ["is no JSON", "{", {}, "invalid-json"],
    ["is no UTF-8 text of JSON", "\uFEFF\u0000{}", {}, "invalid-json"],
    ["spells half a character", '{"sourceNumber":"\\ud800"}', {}, "invalid-json"],
    ["is a form", "a=1", { "content-type": "application/x-www-form-urlencoded" }, "wrong-content-type"],
    ["is JSON declared as text", "{}", { "content-type": "text/plain" }, "wrong-content-type"],
    [
      "is JSON in another character set",
      "{}",
      { "content-type": "application/json; charset=gbk" },
      "wrong-content-type",
    ],
    ["is over 256 KB", long, {}, "body-too-large"],
  ])("%s", async (_, body, headers, code) => {
    expect(offendingFields(await submit(body, police, headers), code)).toEqual([]);
  });

  it("is still read when it is just 256 KB", async () => {
    const around = Buffer.byteLength(JSON.stringify(referral(["dispute.summary", ""])));
    const summary = "x".repeat(256 * 1024 - around);
    const answer = await submit(referral(["dispute.summary", summary]));
    expect(offendingFields(answer, "invalid-body")).toEqual(["/dispute/summary too-big"]);
    const longer = await submit(referral(["dispute.summary", `${summary}x`]));
    expect(offendingFields(longer, "body-too-large")).toEqual([]);
  });
});

describe("a referral that does not fit the contract", () => {
  it.each<[string, unknown, string[]]>([
    ["is no object", [], [" wrong-type"]],
    ["is nothing", "", ["/channel required", "/dispute required", "/parties required", "/sourceNumber required"]],
    ["has an unknown field", referral(["priority", 1]), ["/priority unknown-field"]],
    [
      "has unknown fields further in, with characters that pointers escape",
      referral(["dispute.a/b~c", 1], ["parties.1.nickname", "x"]),
      ["/dispute/a~1b~0c unknown-field", "/parties/1/nickname unknown-field"],
    ],
    [
      "lacks fields",
      referral(["sourceNumber", undefined], ["dispute.summary", undefined], ["parties.0.name", undefined]),
      ["/dispute/summary required", "/parties/0/name required", "/sourceNumber required"],
    ],
    [
      "has wrong types",
      referral(["sourceNumber", 7], ["parties", {}]),
      ["/parties wrong-type", "/sourceNumber wrong-type"],
    ],
    ["has an empty number", referral(["sourceNumber", "  "]), ["/sourceNumber too-small"]],
    ["has an unknown channel", referral(["channel", "telegram"]), ["/channel invalid-value"]],
    ["has an unknown category", referral(["dispute.category", "99"]), ["/dispute/category invalid-value"]],
    ["has an unknown harm", referral(["dispute.harm", "bruise"]), ["/dispute/harm invalid-value"]],
    ["has a place that is no code", referral(["dispute.place", "濮院"]), ["/dispute/place invalid-format"]],
    ["has an amount below nothing", referral(["dispute.amountFen", -1]), ["/dispute/amountFen too-small"]],
    ["has a fraction of a fen", referral(["dispute.amountFen", 1.5]), ["/dispute/amountFen wrong-type"]],
    ["has a day that is none", referral(["dispute.occurredOn", "2026-02-30"]), ["/dispute/occurredOn invalid-format"]],
    ["has a time without a zone", referral(["requestedAt", "2026-01-05T02:00:00"]), ["/requestedAt invalid-format"]],
    ["has one party alone", referral(["parties.1", undefined], ["parties", [{}].slice(1)]), ["/parties too-small"]],
    ["has a phone number that is none", referral(["parties.0.phone", "call me"]), ["/parties/0/phone invalid-format"]],
    ["has a village in no town", referral(["dispute.place", "330483000205"]), ["/dispute/place invalid-format"]],
  ])("%s", async (_, body, fields) => {
    expect(offendingFields(await submit(body), "invalid-body")).toEqual(fields);
  });

  it.each<[string, string, string, string]>([
    ["resident ID with a wrong check digit", "resident_id", "330483190001010017", "bad-checksum"],
    ["resident ID with a day that is none", "resident_id", "330483190002300016", "bad-date"],
    ["resident ID of 15 digits", "resident_id", "330483900101001", "bad-shape"],
    ["credit code with a wrong check character", "credit_code", "91330483MA00000004", "bad-checksum"],
    ["credit code with a letter there is not", "credit_code", "91330483MAI0000003", "bad-shape"],
  ])("has a %s", async (_, kind, number, code) => {
    const answer = await submit(referral(["parties.1.document", { kind, number }]));
    expect(offendingFields(answer, "invalid-body")).toEqual([`/parties/1/document/number ${code}`]);
    expect(JSON.stringify(answer.body), "an answer that repeats the number").not.toContain(number);
  });
});

describe("a referral that cannot be", () => {
  it.each<[string, unknown, string[]]>([
    ["asked for in the future", referral(["requestedAt", future]), ["/requestedAt time-in-future"]],
    [
      "occurred tomorrow or later",
      referral(["dispute.occurredOn", "2999-01-01"]),
      ["/dispute/occurredOn time-in-future"],
    ],
    ["by a channel that is not the sender's", referral(["channel", "petition"]), ["/channel not-your-channel"]],
    [
      "wrong in several ways, all of which are named",
      referral(["channel", "traffic_police"], ["requestedAt", future], ["dispute.occurredOn", "2999-01-01"]),
      ["/channel not-your-channel", "/dispute/occurredOn time-in-future", "/requestedAt time-in-future"],
    ],
  ])("%s", async (_, body, fields) => {
    expect(offendingFields(await submit(body), "invalid-body")).toEqual(fields);
  });

  it.each<[string, string, [string, unknown][], string]>([
    ["of the procuratorate without its date", "procuratorate", [["channel", "procuratorate"]], "/mediateBy required"],
    [
      "of the procuratorate with a date that is over",
      "procuratorate",
      [
        ["channel", "procuratorate"],
        ["mediateBy", "2026-01-05"],
      ],
      "/mediateBy time-in-past",
    ],
    [
      "of the court under a number that is none",
      "court",
      [["channel", "court_before_docketing"]],
      "/sourceNumber not-a-court-case-number",
    ],
    ["of the police with a date of its own", police, [["mediateBy", "2999-01-01"]], "/mediateBy not-for-this-channel"],
  ])("%s", async (_, by, changes, field) => {
    expect(offendingFields(await submit(referral(...changes), by), "invalid-body")).toEqual([field]);
  });

  it("named in Chinese to those who ask in Chinese", async () => {
    const answer = await submit(referral(["priority", 1], ["sourceNumber", undefined]), police, {
      "accept-language": "zh-CN,zh;q=0.9,en;q=0.5",
    });
    const fields = offendingFields(answer, "invalid-body", "zh");
    expect(fields).toEqual(["/priority unknown-field", "/sourceNumber required"]);
    for (const { message } of Object(answer.body).errors) expect(message).toMatch(/[\u4e00-\u9fff]/);
  });
});
