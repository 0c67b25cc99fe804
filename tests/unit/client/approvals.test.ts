import { describe, expect, it } from "vitest";
import { type Approval, aboutApproval, approve } from "../../../shared/client/approvals.ts";
import { createClient } from "../../../shared/client/client.ts";

const caseId = "0190a0de-0000-7000-8000-000000000001";
const approval = (operation: string, params: Record<string, string>, body: Record<string, unknown> = {}): Approval => ({
  ...{ approvalId: "a".repeat(32), act: "reopening", operation, params, body },
  ...{ askedBy: { organisationId: "bureau", role: "coordinator" }, askedAt: "2026-03-02T02:00:00.000Z" },
  until: "2026-03-09T02:00:00.000Z",
});
const jwk = { kty: "EC", crv: "P-256", x: "x", y: "y" };
const amounts = { difficultyFen: { simple: 1, hard: 1 }, formFen: { oral: 1, written: 1 }, people: [], amount: [] };
const office = {
  ...{ kind: "agency", type: "auditor", level: "county", name: "样例", divisionCode: "330483", categories: [] },
};
const pack = {
  ...{ scope: "330483", version: "a", effectiveFrom: "2027-01-01" },
  rules: { retention: { agreement: { years: 5, article: "样例" } } },
};
const tariff = {
  version: "a",
  effectiveFrom: "2026-01-01",
  source: "样例",
  ...amounts,
  performanceFen: { performed: 1, defaulted: 1 },
  atMostFen: 9,
};

/** What is sent for an approval: method, address and body. */
async function sentFor(one: Approval): Promise<unknown> {
  const sent: unknown[] = [];
  const client = createClient({
    baseUrl: "http://platform",
    session: "session_x",
    retry: { tries: 1 },
    fetch: async (url, init) => {
      sent.push([init?.method, String(url).slice("http://platform".length), JSON.parse(String(init?.body ?? "{}"))]);
      return new Response("{}", { status: 418 });
    },
  });
  await approve(client, one).catch(() => undefined);
  return sent[0];
}

describe("approving", () => {
  it("sends what was asked for once more", async () => {
    const key = { organisationId: "police-1" };
    const registration = { jwk, proof: "a-proof" };
    const sent = [
      await sentFor(approval("registerKey", key, registration)),
      await sentFor(approval("revokeKey", { ...key, keyId: "a-key" })),
      await sentFor(approval("putOrganisation", key, office)),
      await sentFor(approval("reinstateOrganisation", key)),
      await sentFor(approval("offerKey", key)),
      await sentFor(approval("invitePerson", key, { name: "样例", duty: "lead" })),
      await sentFor(approval("putSeat", { ...key, personId: caseId }, { duty: "lead" })),
      await sentFor(approval("changeSettings", { county: "330483" }, { keyDays: 90 })),
      await sentFor(approval("loadLawPack", {}, pack)),
      await sentFor(approval("loadTariff", {}, tariff)),
      await sentFor(approval("reopen", { caseId }, { reason: "new_facts" })),
      await sentFor(approval("merge", { caseId }, { into: caseId })),
    ];
    expect(sent).toEqual([
      ["POST", "/v1/organisations/police-1/keys", registration],
      ["DELETE", "/v1/organisations/police-1/keys/a-key", {}],
      ["PUT", "/v1/organisations/police-1?dryRun=false", office],
      ["POST", "/v1/organisations/police-1/reinstate", {}],
      ["POST", "/v1/organisations/police-1/key-code", {}],
      ["POST", "/v1/organisations/police-1/invitations", { name: "样例", duty: "lead" }],
      ["PUT", `/v1/organisations/police-1/people/${caseId}`, { duty: "lead" }],
      ["PUT", "/v1/counties/330483/settings", { keyDays: 90 }],
      ["POST", "/v1/law/packs?dryRun=false", pack],
      ["POST", "/v1/law/tariffs?dryRun=false", tariff],
      ["POST", `/v1/cases/${caseId}/reopen`, { reason: "new_facts" }],
      ["POST", `/v1/cases/${caseId}/merge`, { into: caseId }],
    ]);
  });

  it("does not guess at what a later version asks for", async () => {
    expect(await sentFor(approval("dissolve", {}))).toBeUndefined();
  });

  it("says what it is about, without key and proof", () => {
    expect(
      aboutApproval(approval("registerKey", { organisationId: "police-1" }, { jwk, proof: "p", expiresAt: "t" }), "zh"),
    ).toBe("登记公钥 · police-1 · expiresAt: t");
    expect(aboutApproval(approval("dissolve", {}, { why: ["a"] }), "en")).toBe('dissolve · why: ["a"]');
  });
});
