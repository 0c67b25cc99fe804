import { generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audience } from "../../infra/demo/city.ts";
import { signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import { createClient } from "../../shared/client/client.ts";
import { privateJwk, registrationOf } from "../../shared/client/token.ts";
import type { Duty } from "../../shared/domain/person.ts";
import { untimed } from "../support/page-forms.ts";
import { quarrel, type RunningCity, startCity } from "../support/platform.ts";

// Administration in the console, as the people of several organisations do it.

const station = "police-330483101";
const committee = "pmc-330483101";
const bureau = "justice-bureau";
const seats: Readonly<Record<string, { organisationId: string; duty: Duty }>> = {
  "station lead": { organisationId: station, duty: "lead" },
  clerk: { organisationId: station, duty: "clerk" },
  secretary: { organisationId: committee, duty: "lead" },
  coordinator: { organisationId: bureau, duty: "lead" },
};
const hostile = `"><script>alert(1)</script>&'样例`;

let provider: IdentityProvider;
let running: RunningCity;
const secrets = new Map<string, string>();
const tokens = new Map<string, string>();

beforeAll(async () => {
  provider = await startSignInProvider(Object.keys(seats).map((name) => ({ subject: name, name, place: "" })));
  running = await startCity([station, committee], {
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
  const { coordinator } = running.city;
  for (const [name, { organisationId, duty }] of Object.entries(seats)) {
    const { body } = await (await running.city.clientOf(organisationId)).invitePerson({
      params: { organisationId },
      body: { name, duty },
    });
    const client = createClient({ baseUrl: running.platform.url, session: await signIn(coordinator, name) });
    secrets.set(name, (await client.redeemInvitation({ body: { code: body.code } })).body.secret);
    const { page } = await ask(name, "/console/administration");
    tokens.set(name, /name="form-token" value="([^"]+)"/.exec(page)?.[1] ?? "");
  }
});
afterAll(async () => {
  await running?.stop();
  await provider?.stop();
});

type Fields = Record<string, string | string[]>;
async function ask(name: string, path: string, body?: URLSearchParams | FormData, also: readonly string[] = []) {
  const response = await fetch(running.platform.url + path, {
    method: body === undefined ? "GET" : "POST",
    redirect: "manual",
    headers: { cookie: [`accord=${secrets.get(name)}`, ...also].join("; "), "accept-language": "zh-CN" },
    ...(body && { body }),
  });
  return {
    status: response.status,
    location: response.headers.get("location") ?? "",
    cookies: cookiesOf(response),
    page: untimed(await response.text()),
  };
}
const cookiesOf = ({ headers }: Response): string[] => headers.getSetCookie().map((one) => one.split(";")[0] ?? "");
/** Goes where an answer leads, as the same browser. */
const follow = (name: string, { location, cookies }: { location: string; cookies: readonly string[] }) =>
  ask(name, location, undefined, cookies);
const own = (name: string): [string, string][] => [
  ["form-token", tokens.get(name) ?? ""],
  ["form-seat", seats[name]?.organisationId ?? ""],
];
const pairs = (fields: Fields): [string, string][] =>
  Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
const send = (name: string, path: string, fields: Fields = {}) =>
  ask(name, path, new URLSearchParams([...own(name), ...pairs(fields)]));
/** As a browser sends a form with a file in it. */
function sendFile(name: string, path: string, fields: Fields, file?: { name: string; text: string }) {
  const form = new FormData();
  for (const [field, value] of [...own(name), ...pairs(fields)]) form.append(field, value);
  if (file !== undefined) form.append("file", new Blob([file.text]), file.name);
  return ask(name, path, form);
}
const textOf = (page: string): string =>
  page.slice(page.indexOf("<main")).replaceAll(/<(script|style)[^>]*>.*?<\/\1>|<[^>]*>/gs, " ");
/** The form of a page as a browser would send it, unchanged. */
function fieldsOn(page: string): Fields {
  const fields: Record<string, string[]> = {};
  const main = page.slice(page.indexOf("<main"));
  const decode = (text: string) =>
    text
      .replaceAll("&quot;", '"')
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&");
  const add = (name: string, value: string): void => {
    if (!name.startsWith("find") && !["form-token", "form-seat"].includes(name))
      fields[name] = [...(fields[name] ?? []), decode(value)];
  };
  for (const [tag] of main.matchAll(/<input [^>]*>/g)) {
    const [, name = ""] = / name="([^"]*)"/.exec(tag) ?? [];
    const [, value = ""] = / value="([^"]*)"/.exec(tag) ?? [];
    const isBox = /type="(checkbox|radio)"/.test(tag);
    if (!isBox || / checked/.test(tag)) add(name, value);
  }
  for (const [, name = "", options = ""] of main.matchAll(/<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/gs)) {
    const chosen = /<option value="([^"]*)" selected/.exec(options)?.[1];
    if (chosen !== undefined) add(name, chosen);
  }
  for (const [, name = "", text = ""] of main.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>(.*?)<\/textarea>/gs))
    add(name, text.trim());
  return fields;
}

describe("the page of administration", () => {
  it("leads each person to what that person may do, and to nothing else", async () => {
    const of = async (name: string) => textOf((await ask(name, "/console/administration")).page);
    expect(await of("clerk")).not.toMatch(/密钥|推送|登记机构|以奖代补/);
    expect(await of("station lead")).toMatch(/密钥[\s\S]*推送/);
    expect(await of("station lead")).not.toMatch(/登记机构|以奖代补|调解员/);
    expect(await of("secretary")).toMatch(/调解员/);
    expect(await of("coordinator")).toMatch(/登记机构[\s\S]*以奖代补/);
  });
});

describe("the limits of an organisation", () => {
  const address = `/console/directory/${station}/limits`;

  it("are read by its own people, who cannot set them", async () => {
    const { status, page } = await ask("clerk", address);
    expect(status).toBe(200);
    expect(textOf(page)).toMatch(/密钥数\s+8\s+平台默认\s+1–16/);
    expect(page).not.toContain('name="keys"');
    expect((await send("clerk", address, { keys: "9" })).status).toBe(404);
  });

  it("are set by the coordinator, a field left empty takes the usual number, and the same again changes nothing", async () => {
    const opened = fieldsOn((await ask("coordinator", address)).page);
    expect((await send("coordinator", address, { ...opened, keys: "9", endpoints: "4" })).location).toMatch(
      /said=done\.\w+$/,
    );
    const again = fieldsOn((await ask("coordinator", address)).page);
    expect(again).toMatchObject({ keys: ["9"], endpoints: ["4"] });
    expect((await send("coordinator", address, again)).location).toMatch(/said=unchanged\.\w+$/);
    expect((await send("coordinator", address, { ...again, endpoints: "" })).location).toMatch(/said=done\.\w+$/);
    const { body } = await running.city.coordinator.showLimits({ params: { organisationId: station } });
    expect(body.set).toEqual({ keys: 9 });
    expect(body.limits.endpoints).toBe(20);
  });

  it("keep what was typed where a number is out of range, or where somebody set others meanwhile", async () => {
    const opened = fieldsOn((await ask("coordinator", address)).page);
    const wrong = await send("coordinator", address, { ...opened, keys: "900" });
    expect(wrong.status).toBe(422);
    expect(fieldsOn(wrong.page)).toMatchObject({ keys: ["900"] });
    await running.city.coordinator.putLimits({ params: { organisationId: station }, body: { keys: 5 } });
    const late = await send("coordinator", address, { ...opened, keys: "7" });
    expect(late.status).toBe(409);
    expect(textOf(late.page)).toMatch(/密钥数[\s\S]*5[\s\S]*7/);
    const seen = fieldsOn(late.page);
    expect(seen).toMatchObject({ keys: ["7"] });
    expect((await send("coordinator", address, seen)).location).toMatch(/said=done\.\w+$/);
    const { body } = await running.city.coordinator.showLimits({ params: { organisationId: station } });
    expect(body.set).toEqual({ keys: 7 });
  });
});

describe("the keys of an organisation", () => {
  const address = `/console/directory/${station}/keys`;
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const jwk = JSON.stringify(publicKey.export({ format: "jwk" }));
  let proof = "";
  beforeAll(async () => {
    const key = privateJwk().parse({ ...privateKey.export({ format: "jwk" }), alg: "ES256", kid: "new" });
    proof = (await registrationOf({ organisationId: station, key, audience, now: running.now })).proof;
  });

  it("refuses one without the proof of its holder, or with another's", async () => {
    for (const wrong of ["", "none", proof.slice(0, -4)]) {
      const { status, page } = await sendFile("station lead", address, { jwk, proof: wrong });
      expect(status).toBe(422);
      expect(textOf(page)).toContain("持有证明不是由此密钥");
    }
  });

  it("takes one that is pasted, says so, and that the same once more changes nothing", async () => {
    expect((await sendFile("station lead", address, { jwk, proof })).location).toContain(`${address}?said=done.`);
    const before = (await running.city.coordinator.showOrganisation({ params: { organisationId: station } })).body.keys;
    const pem = publicKey.export({ format: "pem", type: "spki" }).toString();
    const again = await sendFile("station lead", address, { jwk: "", proof }, { name: "key.pem", text: pem });
    expect(again.location).toContain(`${address}?said=unchanged.`);
    const after = (await running.city.coordinator.showOrganisation({ params: { organisationId: station } })).body.keys;
    expect(after).toEqual(before);
    expect(textOf((await follow("station lead", again)).page)).toContain("没有变化");
    expect(textOf((await ask("station lead", again.location)).page), "a copied link").not.toContain("没有变化");
  });

  it("refuses a private one in words and shows nothing of it", async () => {
    const secret = privateKey.export({ format: "jwk" });
    for (const text of [JSON.stringify(secret), privateKey.export({ format: "pem", type: "pkcs8" }).toString()]) {
      const pasted = await sendFile("station lead", address, { jwk: text });
      const filed = await sendFile("station lead", address, {}, { name: "key", text });
      for (const { status, page } of [pasted, filed]) {
        expect(status).toBe(422);
        expect(textOf(page)).toContain("这是私钥，没有登记");
        expect(page).toContain('id="errors"');
        expect(page).not.toContain(secret.d ?? "?");
        expect(page).not.toContain(text.split("\n")[1] ?? "?");
      }
    }
  });

  it("asks before it revokes, says where it is the last, and revokes once", async () => {
    const { keys } = (await running.city.coordinator.showOrganisation({ params: { organisationId: station } })).body;
    for (const [index, { keyId }] of keys.entries()) {
      const question = textOf((await ask("coordinator", `${address}/${keyId}/revoke`)).page);
      expect(question).toContain("立即生效");
      expect(question.includes("唯一的密钥")).toBe(index === keys.length - 1);
      expect((await send("coordinator", `${address}/${keyId}/revoke`)).location).toContain("said=done");
      expect((await send("coordinator", `${address}/${keyId}/revoke`)).location).toContain("said=unchanged");
    }
    expect(textOf((await ask("station lead", address)).page)).toContain("还没有登记密钥");
    const nothing = await ask("station lead", `${address}/${keys[0]?.keyId}/revoke`);
    expect(nothing.status).toBe(404);
  });

  it("is not for those whose duty does not have them, nor for others, alike to none", async () => {
    const none = await ask("clerk", "/console/directory/no-such-organisation/keys");
    expect(none.status).toBe(404);
    for (const [name, path] of [
      ["clerk", address],
      ["clerk", `/console/directory/${committee}/keys`],
    ] as const) {
      expect((await ask(name, path)).page).toBe(none.page);
    }
    expect((await sendFile("clerk", address, { jwk })).status).toBe(404);
    const clerk = createClient({ baseUrl: running.platform.url, session: secrets.get("clerk") });
    const registering = clerk.registerKey({
      params: { organisationId: station },
      body: { jwk: JSON.parse(jwk), proof },
    });
    await expect(registering).rejects.toMatchObject({ code: "duty-required" });
  });
});

describe("the addresses that are told of steps", () => {
  const path = "/console/webhooks";

  it("shows the secret of a new one this once, and takes the same no second time", async () => {
    const fields = { url: "https://receiver.example.com/样例?a=1&b=<2>", types: ["case.submitted"] };
    const added = await send("station lead", path, fields);
    expect(added.status).toBe(200);
    const secret = /value="(whsec_[^"]+)"/.exec(added.page)?.[1] ?? "";
    expect(secret.length).toBeGreaterThan(30);
    expect((await ask("station lead", path)).page).not.toContain("whsec_");
    const again = await send("station lead", path, fields);
    expect(again.status).toBe(409);
    expect(textOf(again.page)).toContain("没有变化");
    const lead = createClient({ baseUrl: running.platform.url, session: secrets.get("station lead") });
    expect((await lead.listWebhookEndpoints()).body.endpoints).toHaveLength(1);
  });

  it("keeps what was typed where it is wrong, and names the field", async () => {
    const { status, page } = await send("station lead", path, { url: hostile });
    expect(status).toBe(422);
    expect(page).toContain('href="#url"');
    expect(page).not.toContain("<script>alert");
    expect(fieldsOn(page)["url"]).toEqual([hostile]);
  });

  it("has a page for each, with its health and calls, on which it is tested, paused, resumed and rotated", async () => {
    // Nobody listens there, so a call fails at once.
    const fields = { url: "http://127.0.0.1:9/hooks", description: "样例系统", signing: "hmac" };
    expect((await send("secretary", path, fields)).status).toBe(200);
    const [, one = ""] = /href="(\/console\/webhooks\/[0-9a-f-]+)"/.exec((await ask("secretary", path)).page) ?? [];
    expect(textOf((await ask("secretary", one)).page)).toContain("正常");
    expect((await send("secretary", `${one}/pause`)).location).toContain("said=done");
    expect(textOf((await ask("secretary", one)).page)).toContain("已暂停");
    const refused = await send("secretary", `${one}/test`);
    expect([refused.status, textOf(refused.page).includes("目前已停止推送")]).toEqual([409, true]);
    expect((await send("secretary", `${one}/resume`)).location).toContain("said=done");
    expect((await send("secretary", `${one}/test`)).location).toContain("said=done");
    await running.platform.settled();
    expect(textOf((await ask("secretary", one)).page)).toMatch(/测试推送[\s\S]*接收方没有接通/);
    expect(textOf((await ask("secretary", `${one}/rotate`)).page)).toContain("24 小时");
    const rotated = await send("secretary", `${one}/rotate`);
    expect(rotated.page).toMatch(/value="whsec_[^"]+"/);
    expect((await ask("secretary", one)).page).not.toContain("whsec_");
    expect(textOf((await ask("secretary", one)).page)).toContain("旧密钥继续签名至");
    for (const act of ["", "/rotate"]) expect((await ask("station lead", `${one}${act}`)).status).toBe(404);
    for (const act of ["test", "pause", "resume", "rotate"])
      expect([act, (await send("clerk", `${one}/${act}`)).status]).toEqual([act, 404]);
  });

  it("is changed: what was typed otherwise alone, its headers without showing them, and not over somebody else's change", async () => {
    const [, one = ""] = /href="(\/console\/webhooks\/[0-9a-f-]+)"/.exec((await ask("secretary", path)).page) ?? [];
    const change = `${one}/change`;
    const lead = createClient({ baseUrl: running.platform.url, session: secrets.get("secretary") });
    const stored = async () => (await lead.listWebhookEndpoints()).body.endpoints[0];
    const form = () => ask("secretary", change).then(({ page }) => fieldsOn(page));
    const first = await form();
    expect([first["url"], first["description"], first["signing"]]).toEqual([
      ...[["http://127.0.0.1:9/hooks"], ["样例系统"], undefined],
    ]);
    const header = { "headers.0.name": "X-Api-Key", "headers.0.value": "一把钥匙" };
    const wrong = await send("secretary", change, { ...first, ...header });
    expect([wrong.status, wrong.page.includes('href="#headers.0.value"')]).toEqual([422, true]);
    const headers = { ...header, "headers.0.value": "secret-of-the-gateway" };
    const done = await send("secretary", change, { ...first, ...headers, description: "", types: ["case.closed"] });
    expect(done.location).toContain("said=done");
    expect(await stored()).toMatchObject({ types: ["case.closed"], headerNames: ["x-api-key"] });
    expect(await stored()).not.toHaveProperty("description");
    // The earlier content of the form is not stored over that.
    const stale = await send("secretary", change, { ...first, description: "另一说明" });
    expect([stale.status, textOf(stale.page).includes("已被他人变更")]).toEqual([409, true]);
    expect(await stored()).not.toHaveProperty("description");
    const { page } = await ask("secretary", change);
    expect(page).toContain("x-api-key");
    expect(page).not.toContain("secret-of-the-gateway");
    expect((await send("secretary", change, await form())).location).toContain("said=unchanged");
    expect(await stored()).toMatchObject({ headerNames: ["x-api-key"] });
    const late = new URLSearchParams([["form-token", "of another session"], ["form-seat", committee], ...pairs(first)]);
    const cookie = `accord=${secrets.get("secretary")}`;
    const headersHere = { cookie, origin: running.platform.url };
    const request = { method: "POST", headers: headersHere, redirect: "manual", body: late } as const;
    const answer = await fetch(running.platform.url + change, request);
    const location = answer.headers.get("location") ?? "";
    const { page: shown } = await follow("secretary", { location, cookies: cookiesOf(answer) });
    expect([textOf(shown), fieldsOn(shown)["form-mark"]]).toEqual([
      expect.stringContaining("您填写的内容已保留"),
      first["form-mark"],
    ]);
    const away = await send("secretary", change, { ...(await form()), url: "https://hooks.example/" });
    expect([away.status, textOf(away.page).includes("请求头只用于原接收地址")]).toEqual([422, true]);
    expect(away.page, "what was typed is there still").toContain("https://hooks.example/");
    expect(await stored()).toMatchObject({ url: "http://127.0.0.1:9/hooks" });
    const both = await send("secretary", change, { ...(await form()), ...headers, dropHeaders: "yes" });
    expect([both.status, textOf(both.page).includes("不能同时")]).toEqual([422, true]);
    const dropped = { ...(await form()), dropHeaders: "yes", types: [], description: "样例系统" };
    expect((await send("secretary", change, dropped)).location).toContain("said=done");
    const after = await stored();
    expect(after).toMatchObject({ description: "样例系统", url: "http://127.0.0.1:9/hooks" });
    expect([after?.headerNames, after?.types]).toEqual([undefined, undefined]);
    const { entries } = (await lead.listAccess({ params: { organisationId: committee }, query: { limit: 2 } })).body;
    expect(entries.map(({ act, changed }) => [act, changed?.toSorted()])).toEqual([
      ["webhook-changed", ["description", "headers", "types"]],
      ["webhook-changed", ["description", "headers", "types"]],
    ]);
    // Whom it is limited to stays, though nobody could choose that mediator any more.
    const params = { endpointId: after?.endpointId ?? "" };
    await lead.putMediator({ params: { organisationId: committee, mediatorId: "m-gone" }, body: { name: "样例" } });
    await lead.changeWebhookEndpoint({ params, body: { mediatorId: "m-gone" } });
    await lead.retireMediator({ params: { organisationId: committee, mediatorId: "m-gone" } });
    expect((await send("secretary", change, { ...(await form()), description: "样例系统二" })).location).toContain(
      "done",
    );
    expect(await stored()).toMatchObject({ description: "样例系统二", mediatorId: "m-gone" });
    await lead.changeWebhookEndpoint({ params, body: { mediatorId: null, description: "样例系统" } });
    for (const name of ["station lead", "clerk"] as const) {
      expect([name, (await ask(name, change)).status]).toEqual([name, 404]);
      expect([name, (await send(name, change, first)).status]).toEqual([name, 404]);
    }
  });

  it("sends again what was given up on the days that are named, under the same ids, and says how much that was", async () => {
    const [, one = ""] = /href="(\/console\/webhooks\/[0-9a-f-]+)"/.exec((await ask("secretary", path)).page) ?? [];
    const form = fieldsOn((await ask("secretary", one)).page);
    const replay = { from: form["from"] ?? [], to: form["to"] ?? [] };
    const told = async () => {
      const answer = await send("secretary", `${one}/replay`, replay);
      return textOf((await follow("secretary", answer)).page);
    };
    expect(await told()).toContain("没有已停止重试的推送");
    // Nobody listens there: what happens while it is paused is kept.
    expect((await send("secretary", `${one}/pause`)).location).toContain("said=done");
    const referrer = createClient({ baseUrl: running.platform.url, session: secrets.get("station lead") });
    const { caseId } = (await referrer.submitReferral({ body: quarrel("样-1") })).body;
    await running.platform.settled();
    expect((await send("secretary", `${one}/resume`)).location).toContain("said=done");
    expect(await told()).toMatch(/已安排重推：[1-9]/);
    await running.platform.settled();
    const failed = (await ask("secretary", `${one}?failed=true`)).page;
    expect(textOf(failed)).toContain("接收方没有接通");
    const wrong = await send("secretary", `${one}/replay`, { from: replay.to, to: replay.from });
    expect([wrong.status, textOf(wrong.page).includes("截止不早于起始")]).toEqual([409, true]);
    expect((await send("clerk", `${one}/replay`, replay)).status).toBe(404);
    const waiting = await send("secretary", `${one}/replay`, { event: [`${caseId}_2`] });
    expect([waiting.status, textOf(waiting.page).includes("这一项仍在自动重试")]).toEqual([409, true]);
  });

  it("is held and released by the coordinator, who sees the host of its address alone", async () => {
    const county = await ask("coordinator", "/console/county-webhooks");
    // The station has lost its last key by now.
    expect(textOf(county.page)).toMatch(/receiver\.example\.com[\s\S]*不推送：机构已无密钥/);
    expect(county.page).not.toContain("a=1");
    const [, hold = ""] =
      new RegExp(`action="(/console/directory/${station}/webhooks/[0-9a-f-]+/hold)"`).exec(county.page) ?? [];
    expect((await send("station lead", hold)).status).toBe(404);
    expect((await send("coordinator", hold)).location).toContain("said=done");
    expect(textOf((await ask("coordinator", "/console/county-webhooks")).page)).toContain("协调机构已暂停推送");
    expect(textOf((await ask("station lead", path)).page)).toContain("协调机构已暂停推送");
    expect((await send("coordinator", hold.replace(/hold$/, "release"))).location).toContain("said=done");
    expect(textOf((await ask("coordinator", "/console/county-webhooks")).page)).not.toContain("协调机构已暂停推送");
    const elsewhere = hold.replace(station, committee);
    expect((await send("coordinator", elsewhere)).status).toBe(404);
  });

  it("removes one after a question, once", async () => {
    const [, remove = ""] =
      /href="(\/console\/webhooks\/[^"]+\/remove)"/.exec((await ask("station lead", path)).page) ?? [];
    expect(textOf((await ask("station lead", remove)).page)).toContain("不再向此地址推送");
    expect((await ask("secretary", remove)).status).toBe(404);
    expect((await send("station lead", remove)).location).toContain("said=done");
    expect((await send("station lead", remove)).location).toContain("said=unchanged");
    expect((await ask("clerk", path)).status).toBe(404);
  });
});

describe("the directory", () => {
  const id = "pmc-sample";
  const one = `/console/directory/${id}`;
  const facts = { kind: "committee", type: "general", level: "town", divisionCode: "330483101", capacity: "20" };

  it("registers an organisation, and refuses an id that is taken or none, with what was typed", async () => {
    const wrong = await send("coordinator", "/console/register", { organisationId: "样例", name: hostile, ...facts });
    expect(wrong.status).toBe(422);
    expect(wrong.page).toContain('href="#organisationId"');
    expect(fieldsOn(wrong.page)["name"]).toEqual([hostile]);
    const taken = await send("coordinator", "/console/register", { organisationId: committee, name: "样例", ...facts });
    expect(textOf(taken.page)).toContain("此标识已被使用");
    const made = await send("coordinator", "/console/register", { organisationId: id, name: hostile, ...facts });
    expect(made.location).toContain(`${one}?said=done.`);
    const page = (await ask("coordinator", made.location)).page;
    expect(page).not.toContain("<script>alert");
    expect(page).toContain("&lt;script&gt;alert(1)");
  });

  it("changes what was changed and nothing else, and says where nothing was", async () => {
    const form = fieldsOn((await ask("coordinator", `${one}/change`)).page);
    expect((await send("coordinator", `${one}/change`, form)).location).toContain(`${one}?said=unchanged.`);
    const changed = await send("coordinator", `${one}/change`, {
      ...form,
      name: "样例调委会",
      categories: ["01", "02"],
    });
    expect(changed.location).toContain(`${one}?said=done.`);
    const { body } = await running.city.coordinator.showOrganisation({ params: { organisationId: id } });
    expect(body).toMatchObject({ name: "样例调委会", capacity: 20, categories: ["01", "02"], suspended: false });
  });

  it("stores nothing over what somebody changed meanwhile, shows both, and goes on once that was seen", async () => {
    const form = fieldsOn((await ask("coordinator", `${one}/change`)).page);
    const {
      organisationId: _,
      keys: __,
      ...now
    } = (await running.city.coordinator.showOrganisation({ params: { organisationId: id } })).body;
    await running.city.coordinator.putOrganisation({ params: { organisationId: id }, body: { ...now, capacity: 7 } });
    const stale = await send("coordinator", `${one}/change`, { ...form, name: "另一样例" });
    expect(stale.status).toBe(409);
    expect(textOf(stale.page)).toMatch(/已被他人变更[\s\S]*在办上限[\s\S]*7[\s\S]*20/);
    const seen = fieldsOn(stale.page);
    expect(seen["name"]).toEqual(["另一样例"]);
    expect((await send("coordinator", `${one}/change`, { ...seen, capacity: "7" })).location).toContain("said=done");
    const { body } = await running.city.coordinator.showOrganisation({ params: { organisationId: id } });
    expect(body).toMatchObject({ name: "另一样例", capacity: 7 });
  });

  it("suspends and reinstates after a question, once each", async () => {
    expect(textOf((await ask("coordinator", `${one}/suspend`)).page)).toContain("新案件不再分派");
    expect((await send("coordinator", `${one}/suspend`)).location).toContain("said=done");
    expect((await send("coordinator", `${one}/suspend`)).location).toContain("said=unchanged");
    expect(textOf((await ask("coordinator", one)).page)).toContain("恢复机构");
    const form = fieldsOn((await ask("coordinator", `${one}/change`)).page);
    await send("coordinator", `${one}/change`, { ...form, note: "样例" });
    const { body } = await running.city.coordinator.showOrganisation({ params: { organisationId: id } });
    expect(body.suspended, "a change of facts lifts no suspension").toBe(true);
    expect((await send("coordinator", `${one}/reinstate`)).location).toContain("said=done");
  });

  it("is changed by its coordinator alone; for all others the pages are not there", async () => {
    const none = await ask("secretary", "/console/directory/no-such-organisation/change");
    for (const path of [`${one}/change`, `${one}/suspend`, `${one}/reinstate`, `${one}/keys`, "/console/register"]) {
      const { status, page } = await ask("secretary", path);
      expect([path, status, page]).toEqual([path, 404, none.page]);
    }
    expect((await send("secretary", `${one}/suspend`)).status).toBe(404);
    expect(
      (await send("secretary", "/console/register", { organisationId: "x-1", name: "样例", ...facts })).status,
    ).toBe(404);
    expect(textOf((await ask("secretary", one)).page)).not.toMatch(/变更信息|暂停机构|密钥/);
  });
});

describe("the mediators of a committee", () => {
  const address = `/console/directory/${committee}/mediators`;

  it("are registered, changed without losing what the form does not show, retired and taken back", async () => {
    const fields = {
      mediatorId: "m-sample",
      name: hostile,
      categories: ["02"],
      grade: "first",
      honours: "一\n二",
      publicEmployee: "yes",
    };
    expect((await send("secretary", address, fields)).location).toContain(`${address}?said=done.`);
    const taken = await send("secretary", address, { ...fields, name: "另一人" });
    expect(taken.status).toBe(422);
    expect(textOf(taken.page)).toContain("此标识已被使用");
    const form = fieldsOn((await ask("secretary", `${address}/m-sample`)).page);
    expect((await send("secretary", `${address}/m-sample`, form)).location).toContain("said=unchanged");
    const { publicEmployee: _, ...less } = form;
    expect((await send("secretary", `${address}/m-sample`, { ...less, name: "样例调解员" })).location).toContain(
      "said=done",
    );
    const listed = async () =>
      (await running.city.coordinator.listMediators({ params: { organisationId: committee } })).body.mediators.find(
        ({ mediatorId }) => mediatorId === "m-sample",
      );
    expect(await listed()).toMatchObject({
      name: "样例调解员",
      grade: "first",
      honours: ["一", "二"],
      publicEmployee: false,
    });
    expect((await send("secretary", `${address}/m-sample/retire`)).location).toContain("said=done");
    expect((await send("secretary", `${address}/m-sample/retire`)).location).toContain("said=unchanged");
    expect((await listed())?.retired).toBe(true);
    expect((await send("secretary", `${address}/m-sample/reinstate`)).location).toContain("said=done");
  });

  it("are nobody else's but the coordinator's", async () => {
    expect((await ask("coordinator", address)).status).toBe(200);
    expect((await ask("station lead", address)).status).toBe(404);
    expect((await send("station lead", address, { mediatorId: "m-2", name: "样例" })).status).toBe(404);
  });
});

describe("rules", () => {
  it("shows the calendar to all, and a form to who may load it", async () => {
    const text = textOf((await ask("clerk", "/console/calendars/2026")).page);
    expect(text).toMatch(/2026-10-01/);
    expect(text).not.toContain("导入或更正");
    expect((await send("clerk", "/console/calendars/2027", { source: "样例" })).status).toBe(404);
    for (const scope of ["cn", "33", "330421"]) {
      const path = `/console/calendars/2027?scope=${scope}`;
      expect((await send("coordinator", path, { source: "样例" })).status, scope).toBe(404);
    }
    expect(textOf((await ask("clerk", "/console/calendars/2099")).page)).toContain("尚未导入");
    expect((await ask("clerk", "/console/calendars/nonsense")).status).toBe(404);
  });

  it("loads what the own county adds to the calendar, once the difference was seen", async () => {
    const fields = { source: "样例县文件 第1号", holidays: "2027-04-20" };
    const path = "/console/calendars/2027";
    const shown = await send("coordinator", path, fields);
    expect([shown.status, textOf(shown.page)]).toEqual([200, expect.stringMatching(/2027-04-20.*样例县文件 第1号/s)]);
    expect(textOf((await ask("coordinator", path)).page)).toContain("县另行规定（330483）：无");
    expect((await send("coordinator", path, fieldsOn(shown.page))).location).toContain("said=done");
    expect((await send("coordinator", path, fieldsOn(shown.page))).location).toContain("said=unchanged");
    expect(textOf((await ask("clerk", path)).page)).toMatch(/县另行规定（330483）.*2027-04-20/s);
    const { body } = await running.city.coordinator.showCalendar({
      params: { year: 2027 },
      query: { scope: "330483" },
    });
    expect(body).toMatchObject({ scope: "330483", holidays: ["2027-04-20"], workdays: [], loadedBy: {} });
    const wrong = await send("coordinator", path, { ...fields, workdays: "2027-05-01" });
    expect([wrong.status, textOf(wrong.page)]).toEqual([422, expect.stringContaining("不能改为上班")]);
  });

  it("shows the law with its sources, on the day that is asked for", async () => {
    const page = textOf((await ask("clerk", "/console/law?day=2026-03-03")).page);
    expect(page).toMatch(/人民法院特邀调解规定 第27条/);
    expect(page, "no code of a program").not.toMatch(/\b(channels|working|calendar|house|days)\b/);
    expect((await ask("clerk", "/console/law?day=nonsense")).status).toBe(200);
    expect(textOf((await ask("clerk", "/console/law?day=1999-01-01")).page)).toContain("当日没有适用的规则");
  });

  it("loads a tariff once its difference was seen, and says where it changes nothing", async () => {
    const { body } = await running.city.coordinator.listTariffs({ query: { county: "330483" } });
    const [bundled] = body.tariffs;
    const tariff = {
      ...bundled,
      version: "sample-1",
      effectiveFrom: "2030-01-01",
      source: "样例办法",
      atMostFen: 90_000,
    };
    const text = JSON.stringify(tariff);
    const load = "/console/tariffs";
    const checked = await sendFile("coordinator", load, {}, { name: "t.json", text });
    expect(textOf(checked.page)).toMatch(/每件封顶[\s\S]*800[\s\S]*900[\s\S]*测算示例[\s\S]*¥/);
    const listed = async () =>
      (await running.city.coordinator.listTariffs({ query: { county: "330483" } })).body.tariffs.map(
        ({ version }) => version,
      );
    expect(await listed()).not.toContain("sample-1");
    const confirmed = fieldsOn(checked.page);
    expect((await send("coordinator", load, confirmed)).location).toContain("said=done");
    expect(await listed()).toContain("sample-1");
    expect((await send("coordinator", load, confirmed)).location).toContain("said=unchanged");
    expect((await sendFile("coordinator", load, { text })).location).toContain("said=unchanged");
    const other = await sendFile("coordinator", load, { text: JSON.stringify({ ...tariff, atMostFen: 1 }) });
    expect(other.status).toBe(422);
    expect(fieldsOn(other.page)["text"]?.[0]).toContain('"atMostFen":1');
    expect((await ask("clerk", "/console/tariffs")).status).toBe(404);
  });

  it("compares a file again where somebody loaded another since it was looked at, and leads back to what was typed", async () => {
    const { body } = await running.city.coordinator.listTariffs({ query: { county: "330483" } });
    const [bundled] = body.tariffs;
    const textFor = (version: string, atMostFen: number) =>
      JSON.stringify({ ...bundled, version, effectiveFrom: "2031-01-01", source: "样例办法", atMostFen });
    const look = (text: string) => sendFile("coordinator", "/console/tariffs", { text });
    const [one, other] = [await look(textFor("meanwhile-1", 91_000)), await look(textFor("meanwhile-2", 92_000))];
    const back = await send("coordinator", "/console/tariffs", { ...fieldsOn(one.page), back: "yes" });
    expect([back.status, fieldsOn(back.page)["text"]?.[0]]).toEqual([200, textFor("meanwhile-1", 91_000)]);
    expect((await send("coordinator", "/console/tariffs", fieldsOn(one.page))).location).toContain("said=done");
    const stale = await send("coordinator", "/console/tariffs", fieldsOn(other.page));
    expect([stale.status, textOf(stale.page)]).toEqual([
      409,
      expect.stringMatching(/他人已加载或变更[\s\S]*每件封顶[\s\S]*910[\s\S]*920/),
    ]);
    const loaded = async () =>
      (await running.city.coordinator.listTariffs({ query: { county: "330483" } })).body.tariffs.map(
        ({ version }) => version,
      );
    expect(await loaded()).not.toContain("meanwhile-2");
    expect((await send("coordinator", "/console/tariffs", fieldsOn(stale.page))).location).toContain("said=done");
    expect(await loaded()).toContain("meanwhile-2");
    const days = { source: "样例县文件 第2号", holidays: "2027-04-21" };
    const shown = await send("coordinator", "/console/calendars/2027", days);
    const again = await send("coordinator", "/console/calendars/2027", { ...fieldsOn(shown.page), back: "yes" });
    expect([again.status, fieldsOn(again.page)["holidays"]]).toEqual([200, ["2027-04-21"]]);
  });

  it("names what is wrong with a file and keeps it", async () => {
    for (const text of ["{", "[]", "null", '"样例"', JSON.stringify({ version: hostile }), ""]) {
      for (const kind of ["law", "tariffs"]) {
        const { status, page } = await sendFile("coordinator", `/console/${kind}`, { text });
        expect([kind, text, status]).toEqual([kind, text, 422]);
        expect(page).toContain('id="errors"');
        expect(page).not.toContain("<script>alert");
      }
    }
    expect((await sendFile("clerk", "/console/law", { text: "{}" })).status).toBe(404);
  });
});

describe("people", () => {
  it("says in words that the last lead of a coordinator stays", async () => {
    const { people } = (await running.city.coordinator.listPeople({ params: { organisationId: bureau } })).body;
    const [{ personId = "" } = {}] = people.filter(({ duty }) => duty === "lead");
    const asked = await send("coordinator", "/console/people/remove", { personId });
    expect([asked.status, textOf(asked.page)]).toEqual([200, expect.stringContaining("其当前登录立即失效")]);
    const { status, page } = await send("coordinator", "/console/people/remove", { personId, confirmed: "yes" });
    expect(status).toBe(409);
    expect(textOf(page)).toContain("协调机构至少保留一名负责人");
  });

  it("of its county are the coordinator's as well", async () => {
    const address = `/console/directory/${station}/people`;
    const { location } = await send("coordinator", address, { name: hostile, duty: "reader" });
    expect(location, "the body could invite itself: that takes two").toContain("/console/approvals?said=waiting.");
    const officer = running.city.coordinatorAs("样例办");
    await officer
      .invitePerson({ params: { organisationId: station }, body: { name: "样例", duty: "reader" } })
      .catch(() => 0);
    const { approvals } = (await officer.listApprovals()).body;
    const one = approvals.find(({ askedBy }) => askedBy.officer === "样例办");
    const { page } = await send("coordinator", `/console/approvals/${one?.approvalId}`, { act: "approve" });
    expect(page).toContain('class="code"');
    const empty = await send("coordinator", address, { name: "", duty: "reader" });
    expect(empty.status).toBe(422);
    expect((await ask("secretary", address)).status).toBe(404);
  });
});

describe("a form that was opened in a session that is over", () => {
  const forms = {
    "/console/register": "organisationId",
    "/console/people": "name",
    "/console/webhooks": "url",
    "/console/earlier/month": "takenFrom",
    "/console/calendars/2031": "source",
    [`/console/directory/${committee}/change`]: "note",
    [`/console/directory/${committee}/people`]: "name",
    [`/console/directory/${committee}/limits`]: "keys",
    [`/console/directory/${committee}/mediators`]: "mediatorId",
  };

  it.each(Object.entries(forms))("stores nothing and comes with what was typed: %s", async (path, field) => {
    const text = `样例${field}`;
    const response = await fetch(running.platform.url + path, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: `accord=${secrets.get("coordinator")}`, origin: running.platform.url },
      body: new URLSearchParams([
        ["form-token", "of another session"],
        ["form-seat", bureau],
        [field, text],
      ]),
    });
    const location = response.headers.get("location") ?? "";
    expect([response.status, location]).toEqual([303, `${path}?kept=yes`]);
    const { page } = await follow("coordinator", { location, cookies: cookiesOf(response) });
    expect(textOf(page)).toContain("您填写的内容已保留");
    expect(page).toContain(`value="${text}"`);
  });
});

describe("a field that names a body", () => {
  it("is searched by a part of the name, keeps what was typed, and sends nothing", async () => {
    const fields = {
      ...{ sourceNumber: "样例-9", "dispute.summary": hostile },
      "find:namedOrganisationId": "濮院",
      find: "namedOrganisationId",
    };
    const { status, page } = await send("clerk", "/console/new", fields);
    expect(status).toBe(200);
    expect(page).toContain(committee);
    expect(page).toMatch(/在办 \d+/);
    expect(fieldsOn(page)["dispute.summary"]).toEqual([hostile]);
    const none = await send("clerk", "/console/new", { ...fields, "find:namedOrganisationId": "没有这样的机构" });
    expect(textOf(none.page)).toContain("没有符合条件的机构");
  });

  it("of a step brings the form back on the version it was opened on", async () => {
    const { dispute } = quarrel("样例-8");
    const lead = createClient({ baseUrl: running.platform.url, session: secrets.get("station lead") });
    const referral = quarrel("样例-8", { dispute: { ...dispute, circumstances: ["reserved_by_law"] } });
    const { caseId } = (await lead.submitReferral({ body: referral })).body;
    await running.platform.settled();
    const path = `/console/cases/${caseId}/assign`;
    const form = await ask("coordinator", path);
    expect(form.status).toBe(200);
    const [, version = ""] = /name="form-version" value="([^"]+)"/.exec(form.page) ?? [];
    const found = await send("coordinator", path, {
      "form-version": version,
      "find:organisationId": "濮院",
      find: "organisationId",
    });
    expect(found.status).toBe(200);
    expect(found.page).toContain(`name="form-version" value="${version}"`);
    expect(found.page).toContain(committee);
  });
});

// The last of the file: nobody's session goes on after it.
describe("a form with a query in its address, when the session is over", () => {
  it("comes back at the whole address, and at no other: a calendar in its own layer", async () => {
    const own330483 = "/console/calendars/2031?scope=330483";
    const { url } = running.platform;
    running.platform.advanceClock(31 * 60_000);
    const response = await fetch(url + own330483, {
      ...{ method: "POST", redirect: "manual" },
      headers: { cookie: `accord=${secrets.get("coordinator")}` },
      body: new URLSearchParams([...own("coordinator"), ["source", "样例通知"]]),
    });
    const back = `${own330483}&kept=yes`;
    expect(new URL(response.headers.get("location") ?? "", url).searchParams.get("returnTo")).toBe(back);
    const kept = response.headers.getSetCookie().map((one) => one.split(";")[0]);
    const session = await signIn(running.city.coordinator, "coordinator");
    const client = createClient({ baseUrl: url, session });
    const { secret } = (await client.chooseSeat({ body: { organisationId: bureau } })).body;
    const shown = async (path: string) => {
      const headers = { cookie: [`accord=${secret}`, ...kept].join("; "), "accept-language": "zh-CN" };
      return (await fetch(url + path, { headers })).text();
    };
    expect(await shown(back)).toContain('value="样例通知"');
    expect(await shown("/console/calendars/2031?kept=yes")).not.toContain("样例通知");
  });
});
