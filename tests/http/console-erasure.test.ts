import { beforeEach, describe, expect, it } from "vitest";
import { createConsole } from "../../functions/console/app.tsx";
import { formToken } from "../../functions/console/visit.ts";
import type { StoredOrganisation } from "../../shared/dynamo/directory-store.ts";

// The console puts papers, so it takes none away: an erasure that waits for a second person is approved elsewhere.

const secret = "session_x";
const caseId = "0190a0de-0000-7000-8000-000000000001";
const approvalId = "a".repeat(32);
const organisationId = "bureau";
const facts: StoredOrganisation["facts"] = {
  ...{ kind: "agency", type: "coordinator", level: "county", name: "样例局", divisionCode: "330483", categories: [] },
  suspended: false,
};
const seat = { organisationId, organisationName: "样例局", name: "样例乙", role: "coordinator", duty: "lead" };
const personId = "0190a0de-0000-7000-8000-000000000009";
const approval = {
  ...{ approvalId, act: "erasing", operation: "eraseCase", params: { caseId }, body: {} },
  askedBy: { organisationId, role: "coordinator", officer: "样例甲" },
  ...{ askedAt: "2026-07-01T01:00:00.000Z", until: "2026-07-08T01:00:00.000Z" },
};
const answers: Readonly<Record<string, unknown>> = {
  "/v1/session": { personId, seat, seats: [seat], endsAt: "2026-07-01T09:00:00.000Z" },
  [`/v1/organisations/${organisationId}`]: { organisationId, ...facts, keys: [] },
  "/v1/approvals": { approvals: [approval] },
};
const sent: string[] = [];
const app = createConsole({
  fetch: async (input, init) => {
    const { method, url } = new Request(input, init);
    const { pathname } = new URL(url);
    if (method !== "GET") sent.push(`${method} ${pathname}`);
    if (method === "DELETE") return new Response(null, { status: 204 });
    return Response.json(answers[pathname] ?? {}, { status: pathname in answers ? 200 : 404 });
  },
  now: () => "2026-07-01T01:00:00.000Z",
  assets: { style: { path: "/s", body: "", type: "" }, script: { path: "/j", body: "", type: "" } },
  issuer: "https://sign-in.invalid/realm",
  bucketOrigin: "https://files.invalid",
  kept: { keep: async () => undefined, bringBack: async () => undefined },
});
const headers = { cookie: `__Host-accord=${secret}` };
const decide = (act: string) => {
  const fields = { "form-token": formToken({ secret }), "form-seat": organisationId, act };
  const body = new URLSearchParams(fields);
  return app.request(`/console/approvals/${approvalId}`, { method: "POST", headers, body }, {});
};

beforeEach(() => {
  sent.length = 0;
});

describe("an erasure that waits for a second person", () => {
  it("is shown in the console with where it is approved, and with no button for that", async () => {
    const page = await (await app.request("/console/approvals", { headers }, {})).text();
    expect(page).toContain("accord approvals approve");
    expect(page).toContain('value="refuse"');
    expect(page).not.toContain('value="approve"');
  });

  it("is not approved there, which is said and not answered as done", async () => {
    const answer = await decide("approve");
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain("销毁案件须在命令行");
    expect(sent).toEqual([]);
  });

  it("can be refused there", async () => {
    expect((await decide("refuse")).headers.get("location")).toContain("said=refused");
    expect(sent).toEqual([`DELETE /v1/approvals/${approvalId}`]);
  });
});
