import { describe, expect, it, vi } from "vitest";
import type { Sealer } from "../../../shared/aws/seal.ts";
import { loadHistory } from "../../../shared/dynamo/case-store.ts";
import { eventKey, partiesKey } from "../../../shared/dynamo/keys.ts";
import { kinds } from "../../../shared/dynamo/stored-versions.ts";
import { openEvents, openState, openTextsToShow, unopenedEvent } from "../../../shared/runtime/case-texts.ts";
import { tableOf } from "../../support/answering-items.ts";
import { archived, caseId, mediating, now } from "../../support/cases.ts";

const standIn = `sealed:${"a".repeat(43)}`;
const bytes = new Uint8Array(12);
const down = async (): Promise<never> => {
  throw new Error("the key service is down");
};
const sealer: Sealer = { seal: down, open: down, keyOf: down };
const by = { organisationId: "pmc-330483101206", role: "committee" };
const event = kinds.event.mark({
  ...eventKey(caseId, 1),
  ...{ sequence: 1, at: now, by, type: "info.asked", data: { organisationId: by.organisationId, missing: [standIn] } },
  ...{ audience: [], mediatorIds: [], texts: "c2VhbGVk", previousHash: "", hash: "0".repeat(64) },
});
const parties = kinds.parties.mark({
  ...partiesKey(caseId),
  sealed: { algorithm: "A256GCM", key: bytes, iv: bytes, tag: bytes, text: bytes },
});
const ports = { table: tableOf([event, parties]).table, sealer };
const history = () => loadHistory(ports.table, caseId);

describe("while the key service is down", () => {
  it("a case is shown with words for what cannot be read, and a line says so", async () => {
    const lines = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const state = await openState(ports, mediating({ infoAsked: [standIn] }));
    const written = lines.mock.calls.map(([line]) => String(line));
    lines.mockRestore();
    expect(state.infoAsked).toEqual([expect.stringMatching(/暂时无法显示.*cannot be shown now/)]);
    expect(written).toEqual([expect.stringContaining('"unit":"open-texts","outcome":"failed"')]);
    expect(written[0]).toContain(caseId);
  });

  it("a line of the history says that its hash cannot be made from what it shows", async () => {
    const lines = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const events = await history();
    expect(await openTextsToShow(ports, mediating({}), events)).toBeUndefined();
    lines.mockRestore();
    const shown = events.map(unopenedEvent);
    expect(shown).toMatchObject([{ type: "info.asked", leftOut: true }]);
    expect(JSON.stringify(shown)).not.toContain(standIn);
    expect(JSON.stringify(shown)).toContain("cannot be shown now");
  });

  it("no paper is written without its texts", async () => {
    await expect(openEvents(ports, mediating({}), await history())).rejects.toThrow(
      "the key of the case was not opened",
    );
  });
});

describe("once the erasure of a case has begun", () => {
  const erasure = { begunAt: now, class: "agreement", years: 10, article: "样例县档案保管期限表" } as const;
  const erasing = { ...archived(), caseId, erasure };

  it("no text is opened, though its key is still there, whatever the reader saw of the case before", async () => {
    expect(await openEvents(ports, erasing, await history())).toEqual(await history());
    const seen = mediating({ infoAsked: [standIn] });
    expect(await openState(ports, seen, erasing)).toEqual(seen);
  });
});
