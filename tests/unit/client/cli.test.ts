import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { problems } from "../../../shared/contracts/problems.ts";
import { accord, emptyDirectory, platform } from "./command-line.ts";
import { caseId, submittedCase } from "./support.ts";

const sample = (name: string) => fileURLToPath(new URL(`../../../shared/sample-data/${name}`, import.meta.url));
const message = {
  messageId: "m1",
  type: "assignment.offered",
  caseId,
  version: 2,
  at: "2026-07-01T01:30:00.000Z",
  lease: "lease-1",
  receiveCount: 1,
};

const organisation = {
  organisationId: "pmc-1",
  kind: "committee",
  type: "general",
  level: "town",
  name: "样例调委会",
  divisionCode: "330483101",
  categories: [],
  suspended: false,
  keys: [],
};

let keys: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const as = (organisation: string) => ["--as", organisation, "--keys", keys, "--url", server.url, "--lang", "en"];

beforeEach(async () => {
  keys = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "court", "--keys", keys]);
});
afterEach(() => server.close());

describe("accord keys", () => {
  it("new keeps the private half for its owner only and prints the public half", async () => {
    const { exitCode, out } = await accord(["keys", "new", "police", "--alg", "EdDSA", "--keys", keys]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).not.toHaveProperty("d");
    const path = join(keys, "police.json");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ alg: "EdDSA", d: expect.any(String) });
  });

  it("new never overwrites a key, nor leaves its directory", async () => {
    expect(await accord(["keys", "new", "court", "--keys", keys])).toMatchObject({ exitCode: 2 });
    expect(await accord(["keys", "new", "../court", "--keys", keys])).toMatchObject({ exitCode: 2 });
  });

  it("register sends nothing private", async () => {
    answer = () => ({ status: 200, body: { keyId: "k", alg: "ES256", registeredAt: message.at } });
    const proof = join(keys, "proof");
    await writeFile(proof, `${(await accord(["keys", "prove", "court", "--keys", keys])).out}\n`);
    const file = ["--public", join(keys, "court.json")];
    for (const given of [[], [...file, "--proof", proof]]) {
      expect(await accord(["keys", "register", "court", ...given, ...as("court")])).toMatchObject({ exitCode: 0 });
      const body = JSON.parse(server.served.at(-1)?.body ?? "");
      expect(body.jwk).not.toHaveProperty("d");
      expect(decodeProtectedHeader(body.proof)).toMatchObject({ typ: "accord-key+jwt", kid: body.jwk.kid });
    }
    expect(await accord(["keys", "register", "court", ...file, ...as("court")])).toMatchObject({ exitCode: 2 });
  });
});

describe("accord token", () => {
  it("prints a token of the organisation in ACCORD_AS", async () => {
    const { out } = await accord(["token", "--officer", "样例法官", "--keys", keys], { env: { ACCORD_AS: "court" } });
    expect(decodeJwt(out)).toMatchObject({ iss: "court", aud: "accord", officer: "样例法官" });
  });

  it("needs to know whose", async () => {
    expect(await accord(["token", "--keys", keys])).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("--as"),
    });
  });
});

describe("accord refer", () => {
  it("shows the case, in Chinese where the locale is", async () => {
    answer = () => ({ status: 201, body: submittedCase });
    const args = ["refer", sample("referral-police.json"), "--as", "court", "--keys", keys, "--url", server.url];
    const { exitCode, out } = await accord(args, { env: { LANG: "zh_CN.UTF-8" } });
    expect(exitCode).toBe(0);
    expect(out).toContain("公安移送民间纠纷");
    expect(out).toContain("已移送");
  });

  it("only checks with --check: what must be corrected, and what is there already", async () => {
    const errors = [{ path: "/sourceNumber", code: "required", message: "This is required." }];
    const earlier = { caseId, outcome: "conflicting" };
    answer = () => ({ status: 200, body: { errors, earlier, alike: [] } });
    const file = sample("referral-police.json");
    const { exitCode, out } = await accord(["refer", file, "--check", "--lang", "en", ...as("court")]);
    expect(exitCode).toBe(3);
    for (const said of ["This number was sent with other content", caseId, "This is required."])
      expect(out).toContain(said);
    expect(server.served.map(({ path }) => path)).toEqual(["/v1/referrals/check"]);
    answer = () => ({ status: 200, body: { errors: [], alike: [] } });
    expect(await accord(["refer", file, "--check", ...as("court")])).toMatchObject({ exitCode: 0 });
  });

  it("checks each row of a table with --check, and sends none", async () => {
    answer = ({ body }) => ({
      status: 200,
      body: {
        errors: [],
        alike: body.includes('"N2"') ? [{ caseId, sourceNumber: "N1", submittedAt: "2026-07-01T01:30:00.000Z" }] : [],
      },
    });
    const table = join(keys, "rows.csv");
    const party = (side: string) => `${side},natural_person,张样例`;
    const row = (number: string, category: string) =>
      [number, "police_civil", category, "样例", party("applicant"), party("respondent")].join(",");
    const heading =
      "sourceNumber,channel,category,summary,party1Side,party1Kind,party1Name,party2Side,party2Kind,party2Name";
    await writeFile(table, [heading, row("N1", "02"), row("N2", "02"), row("N3", "99x")].join("\n"));
    const { exitCode, out } = await accord(["refer", table, "--check", "--lang", "en", ...as("court")]);
    expect(exitCode).toBe(3);
    expect(out).toMatch(/2\s.*N1\s.*can be sent/);
    expect(out).toMatch(/3\s.*N2\s.*disputed such a matter/);
    expect(out).toMatch(/4\s.*N3\s.*must be corrected/);
    expect(server.served.map(({ path }) => path)).toEqual(["/v1/referrals/check", "/v1/referrals/check"]);
  });

  it("prints the answer itself with --json", async () => {
    answer = () => ({ status: 201, body: submittedCase });
    const stdin = await readFile(sample("referral-court.json"), "utf8");
    const { out } = await accord(["refer", "-", "--json", ...as("court")], { stdin });
    expect(JSON.parse(out)).toEqual(submittedCase);
  });

  it("tells why the platform refuses and what to do", async () => {
    const type = "urn:accord:problem:source-number-conflict";
    const refusal = {
      type,
      title: "t",
      status: 409,
      code: "source-number-conflict",
      detail: "sent on Monday",
      action: "a",
    };
    answer = () => ({ status: 409, body: refusal });
    const args = ["refer", sample("referral-procuratorate.json"), ...as("court")];
    expect(await accord(args)).toEqual({
      exitCode: 1,
      out: "",
      err: [
        "This source number was already sent with other content (source-number-conflict)",
        "sent on Monday",
        "Send the same content to get the same case, or use the new matter's own number.",
      ].join("\n"),
    });
    expect(JSON.parse((await accord([...args, "--json"])).err)).toEqual(refusal);
  });

  it("names fields that are missing or unknown as the platform does, before anything is sent", async () => {
    const body = join(keys, "body.json");
    await writeFile(body, JSON.stringify({ consent: [], channel: "telephone" }));
    const args = ["record-consent", caseId, "--body", body, ...as("court")];
    const { err } = await accord(args);
    expect(err).toContain("/consents: This is required.");
    expect(err).toContain("/consent: There is no such field. (unknown-field)");
    expect(server.served).toEqual([]);
  });

  it("tells what is wrong with each field, with its code where the sentence does not say it", async () => {
    const errors = [
      { path: "/note", code: "required", message: "required" },
      { path: "/documentId", code: "not-in-the-file", message: caseId },
      { path: "", code: "too-big", message: "Too many" },
    ];
    const { title, action } = problems["invalid-body"];
    const type = "urn:accord:problem:invalid-body";
    const refusal = { type, title: "t", status: 422, code: "invalid-body", detail: "Not so.", action: "a", errors };
    answer = () => ({ status: 422, body: refusal });
    const { err } = await accord(["refer", sample("referral-procuratorate.json"), ...as("court")]);
    expect(err.split("\n")).toEqual([
      `${title.en} (invalid-body)`,
      "Not so.",
      "  /note: required",
      `  /documentId: ${caseId} (not-in-the-file)`,
      "  Too many (too-big)",
      action.en,
    ]);
  });

  it("names the wrong fields before anything is sent", async () => {
    const { exitCode, err } = await accord(["refer", "-", ...as("court")], { stdin: '{"channel": "letter"}' });
    expect(exitCode).toBe(1);
    expect(err).toContain("/sourceNumber:");
    expect(err).toContain("/channel:");
    expect(server.served).toEqual([]);
  });
});

describe("a step of a case", () => {
  it("carries its body and, unless told otherwise, acts on whichever version there is", async () => {
    answer = () => ({ status: 200, body: submittedCase });
    await accord(["decline", caseId, "--reason", "no_capacity", "--note", "样例", ...as("court")]);
    await accord(["acknowledge", caseId, "--version", "7", ...as("court")]);
    await accord(["record-session", caseId, "--at", "2026-07-01 09:30", ...as("court")]);
    expect(server.served.map(({ path, headers, body }) => [path, headers["if-match"], body])).toEqual([
      [`/v1/cases/${caseId}/decline`, "*", '{"reason":"no_capacity","note":"样例"}'],
      [`/v1/cases/${caseId}/acknowledge-result`, '"7"', "{}"],
      [`/v1/cases/${caseId}/record-session`, "*", '{"heldAt":"2026-07-01T01:30:00.000Z"}'],
    ]);
  });

  it("with an unknown reason or version is wrong usage", async () => {
    expect(await accord(["decline", caseId, "--reason", "lazy", ...as("court")])).toMatchObject({ exitCode: 2 });
    expect(await accord(["accept", caseId, "--version", "last", ...as("court")])).toMatchObject({ exitCode: 2 });
  });
});

describe("accord directory import", () => {
  it("sends divisions before mediators, and exits with 3 when a row was refused", async () => {
    answer = ({ method }) => ({
      status: 200,
      body: method === "GET" ? { ...organisation } : { change: "created", changed: ["name"] },
    });
    const [divisions, mediators] = [join(keys, "divisions.csv"), join(keys, "mediators.csv")];
    await writeFile(divisions, "code,name,level,parentCode\n330483,样例市,county,\n3304,坏,county,\n");
    await writeFile(mediators, "id,organisationId,name,categories,lead\nm-1,pmc-1,样例调解员,,true\n");
    const { exitCode, out } = await accord(["directory", "import", mediators, divisions, ...as("court")]);
    expect(exitCode).toBe(3);
    expect(out).toContain(`${divisions}:3`);
    const put = () => server.served.filter(({ method }) => method === "PUT").map(({ path }) => path);
    expect(put()).toEqual(["/v1/divisions/330483?dryRun=false", "/v1/organisations/pmc-1/mediators/m-1?dryRun=false"]);
    expect((await accord(["directory", "import", "--check", divisions, ...as("court")])).exitCode).toBe(3);
    expect(put().slice(2)).toEqual(["/v1/divisions/330483?dryRun=true"]);
  });

  it("says with --check which rows would wait for a second person, those that are new too", async () => {
    answer = () => ({ status: 200, body: { change: "created", changed: ["name"], takesTwo: true } });
    const file = join(keys, "offices.csv");
    await writeFile(file, "code,name,level,parentCode\n330483,样例市,county,\n");
    const check = async (language: string) =>
      (await accord(["directory", "import", "--check", file, "--lang", language, ...as("court")])).out;
    expect(await check("en")).toContain("waits for a second person");
    expect(await check("zh")).toContain("须由另一名人员复核");
    answer = () => ({ status: 200, body: { change: "created", changed: ["name"], takesTwo: false } });
    expect(await check("en")).not.toContain("second person");
  });
});

describe("accord inbox receive", () => {
  it("names the day with which a deadline ends", async () => {
    const due = { ...message, deadline: "2026-07-04T16:00:00.000Z" };
    answer = () => ({ status: 200, body: { messages: [due], leaseSeconds: 300 } });
    const { out } = await accord(["inbox", "receive", ...as("court")]);
    expect(out).toContain("2026-07-04 24:00");
    expect(out).toContain("2026-07-01 09:30");
  });
});

describe("accord inbox receive --ack", () => {
  it("shows the messages and then confirms them", async () => {
    answer = ({ path }) =>
      path.endsWith("/ack")
        ? { status: 200, body: { acked: 1, failed: [] } }
        : { status: 200, body: { messages: [message], leaseSeconds: 300 } };
    const { exitCode, out } = await accord(["inbox", "receive", "--ack", ...as("court")]);
    expect({ exitCode, out }).toEqual({ exitCode: 0, out: expect.stringContaining(caseId) });
    expect(server.served.map(({ path, body }) => [path, body]).at(-1)).toEqual([
      "/v1/inbox/ack",
      '{"leases":["lease-1"]}',
    ]);
  });

  it("fails when a message could not be confirmed", async () => {
    answer = ({ path }) =>
      path.endsWith("/ack")
        ? { status: 200, body: { acked: 0, failed: [0] } }
        : { status: 200, body: { messages: [message], leaseSeconds: 300 } };
    const { exitCode, err } = await accord(["inbox", "receive", "--ack", ...as("court")]);
    expect({ exitCode, err }).toEqual({ exitCode: 1, err: expect.stringContaining("comes again") });
  });
});

describe("accord inbox ack --shown", () => {
  const acking = () =>
    server.served.filter(({ path }) => path.endsWith("/ack")).map(({ body }) => JSON.parse(body).leases);

  it("confirms everything shown before, ten at a time, under the latest leases, and only once", async () => {
    const batch = (from: number, lease: string) =>
      Array.from({ length: 10 }, (_, index) => ({
        ...message,
        messageId: `m${from + index}`,
        lease: `${lease}-${from + index}`,
      }));
    const batches = [batch(0, "old"), batch(0, "new"), batch(10, "new")];
    answer = ({ path, body }) =>
      path.endsWith("/ack")
        ? { status: 200, body: { acked: JSON.parse(body).leases.length, failed: [] } }
        : { status: 200, body: { messages: batches.shift() ?? [], leaseSeconds: 300 } };
    for (let call = 0; call < 3; call += 1) await accord(["inbox", "receive", ...as("court")]);
    const { out } = await accord(["inbox", "ack", "--shown", ...as("court")]);
    expect(out).toBe("20/20");
    expect(acking().flat()).toEqual(Array.from({ length: 20 }, (_, index) => `new-${index}`));
    expect((await accord(["inbox", "ack", "--shown", ...as("court")])).out).toBe("0/0");
  });

  it("knows nothing of another organisation's inbox", async () => {
    await accord(["keys", "new", "police", "--keys", keys]);
    answer = () => ({ status: 200, body: { messages: [message], leaseSeconds: 300 } });
    await accord(["inbox", "receive", ...as("court")]);
    expect((await accord(["inbox", "ack", "--shown", ...as("police")])).out).toBe("0/0");
  });
});

describe("accord inbox receive --watch", () => {
  it("shows a message once, though it comes again under a new lease, and can confirm it by that lease", async () => {
    const controller = new AbortController();
    answer = ({ path }) => {
      if (path.endsWith("/ack")) return { status: 200, body: { acked: 1, failed: [] } };
      const lease = `lease-${server.served.length}`;
      if (server.served.length === 3) setTimeout(() => controller.abort(), 20);
      const messages = server.served.length < 3 ? [{ ...message, lease }] : [];
      return { status: 200, body: { messages, leaseSeconds: 300 }, headers: { "retry-after": "30" } };
    };
    const { out } = await accord(["inbox", "receive", "--watch", "--json", ...as("court")], {
      interrupted: controller.signal,
    });
    expect(out.split("\n")).toHaveLength(1);
    await accord(["inbox", "ack", "--shown", ...as("court")]);
    expect(JSON.parse(server.served.at(-1)?.body ?? "")).toEqual({ leases: ["lease-2"] });
  });

  it("prints messages as they come until it is interrupted, and then ends well", async () => {
    const controller = new AbortController();
    answer = () => {
      if (server.served.length === 1) return { status: 200, body: { messages: [message], leaseSeconds: 300 } };
      setTimeout(() => controller.abort(), 20);
      return { status: 200, body: { messages: [], leaseSeconds: 300 }, headers: { "retry-after": "30" } };
    };
    const args = ["inbox", "receive", "--watch", "--json", ...as("court")];
    const { exitCode, out } = await accord(args, { interrupted: controller.signal });
    expect(exitCode).toBe(0);
    expect(out.split("\n").map((line) => JSON.parse(line))).toEqual([message]);
    expect(server.served).toHaveLength(2);
    expect(JSON.parse(server.served[0]?.body ?? "")).toEqual({ max: 10, waitSeconds: 0, leaseSeconds: 300 });
  });
});

describe("accord webhooks verify", () => {
  it("tells a good delivery from a forged one", async () => {
    const secret = "whsec_c2FtcGxlLXNlY3JldC1vZi0yNC1ieXRlcyE=";
    const event = { type: "case.closed", timestamp: message.at, data: { caseId, version: 9 } };
    const body = JSON.stringify(event);
    const now = new Date();
    const headers = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
      "webhook-signature": new Webhook(secret).sign("msg_1", now, body),
    };
    const args = ["webhooks", "verify", "-", "--json", "--secret", secret];
    const good = await accord(args, { stdin: JSON.stringify({ headers, body }) });
    expect(JSON.parse(good.out)).toEqual(event);
    const forged = await accord(args, { stdin: JSON.stringify({ headers, body: `${body} ` }) });
    expect(forged).toMatchObject({ exitCode: 1, out: "", err: expect.stringContaining("not-authentic") });
  });
});

describe("the launcher", () => {
  // It starts two processes, which takes its time on a busy machine.
  it("runs the command line", async () => {
    const launcher = fileURLToPath(new URL("../../../shared/client/bin/accord.js", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [
      launcher,
      "keys",
      "public",
      "court",
      "--keys",
      keys,
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ kty: "EC", alg: "ES256" });
  });
});
