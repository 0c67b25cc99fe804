import { globSync, readFileSync } from "node:fs";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { createConsole } from "../../functions/console/app.tsx";
import { formToken } from "../../functions/console/visit.ts";

const nobody: typeof globalThis.fetch = async () => {
  throw new Error("nobody asks the API here");
};
const consoleAt = (issuer: string, fetch = nobody) =>
  createConsole({
    fetch,
    now: () => "2026-07-01T01:00:00.000Z",
    assets: {
      style: { path: "/console/assets/1/style.css", body: "body{}", type: "text/css" },
      script: { path: "/console/assets/1/page.js", body: "", type: "text/javascript" },
    },
    issuer,
    bucketOrigin: "https://files.invalid",
    kept: { keep: async () => undefined, bringBack: async () => undefined },
  });
const problemWords = { title: "t", action: "a", instance: "0190a0de-0000-7000-8000-000000000001" };
const issuer = "https://sign-in.invalid/realm";
const open = async (path: string, at = issuer, init: RequestInit = {}) => consoleAt(at).request(path, init, {});

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

describe("a page of the console", () => {
  it.each(["/console/sign-in", "/console/signed-out", "/console/work", "/console/nothing", "/elsewhere"])(
    "at %s is kept by nobody, and lets in nothing from elsewhere",
    async (path) => {
      const { headers } = await open(path);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).toContain("form-action 'self' https://sign-in.invalid; base-uri 'none'; frame-ancestors 'none'");
      expect(policy).toContain("connect-src 'self' https://files.invalid;");
      expect(policy).not.toMatch(/unsafe|\*/);
    },
  );

  it("is laid out by the standard, which a browser does for those that begin so", async () => {
    expect(await (await open("/console/sign-in")).text()).toMatch(/^<!doctype html><html /);
  });

  it("is asked for again by itself where it is a screen on a wall and failed, and nowhere else", async () => {
    const init = { headers: { cookie: "__Host-accord=session_x" } };
    const [wall, work] = [await open("/console/screen", issuer, init), await open("/console/work", issuer, init)];
    expect([wall.status, wall.headers.get("refresh")]).toEqual([503, "60"]);
    expect([work.status, work.headers.get("refresh")]).toEqual([503, null]);
  });

  it.each(["session-over", "token-missing", "token-malformed"] as const)(
    "leads to sign-in where the cookie is answered by %s",
    async (code) => {
      const body = { type: `urn:accord:problem:${code}`, code, status: 401, ...problemWords };
      const answering = async () =>
        new Response(JSON.stringify(body), { status: 401, headers: { "content-type": "application/problem+json" } });
      const init = { headers: { cookie: "__Host-accord=%20" } };
      const { status, headers } = await consoleAt(issuer, answering).request("/console/work", init, {});
      expect([status, headers.get("location")]).toEqual([303, "/console/sign-in?returnTo=%2Fconsole%2Fwork&over=yes"]);
    },
  );

  it("leads to sign-in and back to itself, and never to another host", async () => {
    const { status, headers } = await open("/console/cases/0190a0de-0000-7000-8000-000000000001");
    expect(status).toBe(303);
    expect(headers.get("location")).toContain("returnTo=%2Fconsole%2Fcases%2F0190a0de");
    const asked = await open("/console/cases/0190a0de-0000-7000-8000-000000000001", issuer, { method: "HEAD" });
    expect(asked.headers.get("location")).toBe(headers.get("location"));
    for (const elsewhere of ["https://evil.invalid/", "//evil.invalid", "/console//evil.invalid", "/\\evil.invalid"]) {
      const page = await (await open(`/console/sign-in?returnTo=${encodeURIComponent(elsewhere)}`)).text();
      expect(page).toContain('name="returnTo" value="/console/work"');
    }
  });

  it.each([
    ["/console/batch", "/console/batch"],
    ["/console/batch/send", "/console/batch"],
    ["/console/import/store", "/console/import"],
    ["/console/law", "/console/law"],
    ["/console/directory/court/keys", "/console/directory/court/keys"],
    ["/console/templates/registration/preview", "/console/templates/registration"],
    ["/console/directory/court/suspend", undefined],
    ["/console/approvals/1", undefined],
    ["/console/cases/1/accept", "/console/cases/1/accept"],
    ["/console/cases/1/parties", "/console/cases/1"],
    ["/console/calendars/2027?scope=33", "/console/calendars/2027?scope=33"],
  ])("leads from what was sent to %s, and could not be kept, to the page of its form", async (path, page) => {
    const { headers } = await open(path, issuer, { method: "POST" });
    const address = new URL(headers.get("location") ?? "", issuer);
    expect(address.pathname).toBe("/console/sign-in");
    const kept = page === undefined ? undefined : `${page}${page.includes("?") ? "&" : "?"}kept=no`;
    expect(address.searchParams.get("returnTo") ?? undefined).toBe(kept);
  });

  it("says so where nobody can sign in, and offers no button for it", async () => {
    const page = await (await open("/console/sign-in", "")).text();
    expect(page).toContain("未配置统一身份认证");
    expect(page).not.toContain('action="/console/sign-in"');
  });

  it("speaks the language that the browser asks for, and Chinese where it asks for none", async () => {
    const inEnglish = await open("/console/sign-in", issuer, { headers: { "accept-language": "en-GB,en;q=0.8" } });
    expect(await inEnglish.text()).toContain('<html lang="en">');
    expect(await (await open("/console/sign-in")).text()).toContain('<html lang="zh-CN">');
  });

  it("keeps its style and its script for good, under an address that changes with them", async () => {
    const { headers } = await open("/console/assets/1/style.css");
    expect(headers.get("cache-control")).toContain("immutable");
  });

  it("reads a form once", async () => {
    const read = vi.spyOn(Request.prototype, "formData");
    const session = { seats: [], endsAt: "2026-07-01T02:00:00.000Z" };
    const seats = consoleAt(issuer, async () => Response.json({ secret: "session_y", ...session, session }));
    const headers = { cookie: "accord=session_x", origin: "http://localhost", host: "localhost" };
    const form = new URLSearchParams({ "form-token": formToken({ secret: "session_x" }), "form-seat": "" });
    const sent = await seats.request("/console/seat", { method: "POST", headers, body: form }, {});
    expect(sent.headers.get("location")).toBe("/console/work");
    expect(read).toHaveBeenCalledTimes(1);
  });

  it("is no page where what was sent is no form", async () => {
    const init = { method: "POST", headers: { "content-type": "application/json", cookie: "" }, body: "{}" };
    expect((await open("/console/language", issuer, init)).status).toBe(303);
    expect((await open("/console/sign-out", issuer, init)).status).toBe(303);
  });
});

describe("a page for a browser of 2020", () => {
  /** What came after Chromium 86. */
  const tooNew: Readonly<Record<string, RegExp>> = {
    style:
      /:is\(|:where\(|:has\(|@layer|@container|\binset:|aspect-ratio|color-mix|accent-color|\d[dsl]v[hw]\b|(margin|padding)-(inline|block)|^\s+&/m,
    script: /\.at\(|Object\.hasOwn|structuredClone|\binert\b|popover|randomUUID|static \{|replaceAll|\.findLast/,
  };
  const files = { style: globSync("functions/console/*.css"), script: globSync("functions/console/browser/*.ts") };

  it.each(["style", "script"] as const)("holds no %s that it does not know", (kind) => {
    expect(files[kind].length).toBeGreaterThan(0);
    for (const file of files[kind]) expect(readFileSync(file, "utf8"), file).not.toMatch(tooNew[kind] ?? /^/);
  });

  it("would be found out", () => {
    expect("a:has(b) {}").toMatch(tooNew["style"] ?? /^$/);
    expect("list.at(-1)").toMatch(tooNew["script"] ?? /^$/);
  });
});
