import { beforeEach, describe, expect, it, vi } from "vitest";
import { createConsole } from "../../functions/console/app.tsx";
import { formToken } from "../../functions/console/visit.ts";
import { problems } from "../../shared/contracts/problems.ts";

const secret = "session_x";
const seat = {
  organisationId: "pmc-1",
  organisationName: "样例调委会",
  name: "李样例",
  role: "committee",
  duty: "lead",
};
const session = {
  personId: "0190a0de-0000-7000-8000-000000000009",
  seat,
  seats: [seat],
  endsAt: "2026-07-01T09:00:00.000Z",
};
const { title, action, status } = problems["too-many-requests"];
const problem = { type: "about:blank", title: title.zh, action: action.zh, status, code: "too-many-requests" };

/** Somebody is signed in, and the organisation has used up its calls. */
const app = createConsole({
  fetch: async (input) => {
    if (new URL(new Request(input).url).pathname === "/v1/session") return Response.json(session);
    return Response.json(problem, { status, headers: { "Retry-After": "42" } });
  },
  now: () => "2026-07-01T01:00:00.000Z",
  assets: {
    style: { path: "/console/assets/1/style.css", body: "", type: "text/css" },
    script: { path: "/console/assets/1/page.js", body: "", type: "text/javascript" },
  },
  issuer: "https://sign-in.invalid/realm",
  bucketOrigin: "https://files.invalid",
  kept: { keep: async () => undefined, bringBack: async () => undefined },
});
const signedIn = { cookie: `__Host-accord=${secret}` };

beforeEach(() => {
  vi.spyOn(console, "log").mockReturnValue();
});

describe("a page of an organisation that has used up its calls", () => {
  it("says so in plain words of either language, and when to come back", async () => {
    const page = await app.request("/console/work", { headers: signedIn }, {});
    expect([page.status, page.headers.get("retry-after")]).toEqual([429, "42"]);
    expect(await page.text()).toContain("请稍等一分钟再试");
    const english = { ...signedIn, "accept-language": "en" };
    expect(await (await app.request("/console/work", { headers: english }, {})).text()).toContain("Wait a minute");
  });

  it("holds what somebody typed, and sends it again as it was", async () => {
    const token = formToken({ secret });
    const typed = "第一行\n<b>第二行</b>";
    const body = new URLSearchParams({ "form-token": token, "form-seat": seat.organisationId, summary: typed });
    const page = await app.request("/console/new?channel=court", { method: "POST", headers: signedIn, body }, {});
    expect(page.status).toBe(429);
    const html = await page.text();
    expect(html).toContain('<form method="post" action="/console/new?channel=court">');
    expect(html).toMatch(/<textarea name="summary" hidden="">\n第一行\n&lt;b&gt;第二行&lt;\/b&gt;<\/textarea>/);
    expect(html).toContain(`<textarea name="form-token" hidden="">\n${token}</textarea>`);
  });
});
