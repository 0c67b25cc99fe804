import { describe, expect, it } from "vitest";
import type { PaperKind } from "../../../shared/domain/official-paper.ts";
import { archiveListOf } from "../../../shared/domain/rule-pack.ts";
import { boundPapers } from "../../../shared/papers/bundle-order.ts";

const {
  order: { papers: order },
} = archiveListOf({});

type Filed = Parameters<typeof boundPapers>[0][number];
const filed = (documentId: string, kind: Filed["kind"], change: Partial<Filed> = {}): Filed => ({
  documentId,
  kind,
  contentType: "application/pdf",
  addedAt: "2026-03-02T02:00:00.000Z",
  ...change,
});
const draft = (documentId: string, paper: PaperKind, change: Partial<Filed> = {}): Filed =>
  filed(documentId, "other", { madeFrom: { paper, version: 3 }, ...change });
const ids = (file: readonly Filed[]): string =>
  boundPapers(file, { caseId: "own", order })
    .map(({ documentId }) => documentId)
    .join(" ");

describe("the papers of a bound file", () => {
  it("stand in the order of the archive, those of one place as they were added, and others last", () => {
    const file = [
      filed("other", "other"),
      filed("end", "end_notice"),
      filed("agreement-1", "agreement"),
      filed("record", "mediation_record"),
      filed("agreement-2", "agreement"),
      draft("application", "application"),
      filed("registration", "registration"),
    ];
    expect(ids(file)).toBe("application registration record agreement-1 agreement-2 end other");
  });

  it("are without drafts that were superseded, or made again in the same format since", () => {
    const word = "application/msword";
    const file = [
      draft("old", "agreement"),
      draft("word", "agreement", { contentType: word }),
      draft("new", "agreement"),
      draft("signed later", "registration"),
      filed("signed", "registration", { supersedes: "signed later" }),
    ];
    expect(ids(file)).toBe("signed word new");
  });

  it("hold the draft from the latest state, wherever it stands; one of a joined case only where there is no own", () => {
    const made = (version: number, particulars: number) => ({
      madeFrom: { paper: "agreement" as const, version, particulars },
    });
    const anew = [draft("A", "agreement", made(3, 3)), draft("B", "agreement", made(3, 2))];
    expect(ids(anew)).toBe("A");
    expect(ids([draft("A", "agreement", made(4, 1)), draft("B", "agreement", made(3, 2))])).toBe("A");
    const joined = draft("joined", "agreement", { ...made(9, 9), origin: { caseId: "other" } });
    expect(ids([draft("own", "agreement", made(3, 1)), joined])).toBe("own");
    expect(ids([joined])).toBe("joined");
  });

  it("are without a cover, contents or back that were made before, but with one that somebody signed", () => {
    const file = [
      draft("cover", "cover"),
      draft("contents", "contents"),
      draft("back", "back_cover"),
      filed("scan", "other"),
    ];
    expect(ids(file)).toBe("scan");
  });
});
