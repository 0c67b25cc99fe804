import { describe, expect, it } from "vitest";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { type DocumentKind, documentKind } from "../../shared/domain/codes.ts";
import { CommandError } from "../../shared/domain/command-error.ts";
import {
  kindsToAdd,
  mayReadDocument,
  mayReadFile,
  requireMayAdd,
  toldOfPaper,
} from "../../shared/domain/document-access.ts";
import { actors, confirming, failed, mediating, offered, submitted, triage } from "../support/cases.ts";

type Name = keyof typeof actors;
const names: readonly Name[] = ["holder", "referrer", "former", "coordinator", "court", "stranger", "auditor"];
const whoReads = (state: CaseState, kind: DocumentKind) =>
  names.filter((name) => mayReadDocument(state, actors[name], kind));
const whoOpens = (state: CaseState) => names.filter((name) => mayReadFile(state, actors[name]));

function answerTo(name: Name, state: CaseState, kind: DocumentKind): string {
  try {
    requireMayAdd(state, actors[name], kind);
    return "added";
  } catch (error) {
    if (error instanceof CommandError) return error.code;
    throw error;
  }
}
const whatAdds = (name: Name, state: CaseState) =>
  documentKind().options.filter((kind) => answerTo(name, state, kind) === "added");

const archived: CaseState = { ...failed(), status: "archived", archivedAt: "2026-03-02T08:00:00.000Z" };
const fromOutside = ["registration", "appraisal", "other"];

describe("a file", () => {
  it("is open to the bodies the case concerns now and to the coordinator, not to who put it down", () => {
    expect(whoOpens(mediating())).toEqual(["holder", "referrer", "coordinator"]);
    expect(whoOpens(confirming())).toEqual(["holder", "referrer", "coordinator", "court"]);
    expect(whoOpens(failed())).toEqual(["holder", "referrer", "coordinator"]);
  });

  it("tells of a new paper whom the case concerns and who may read it, of a draft its maker alone", () => {
    const [holder, referrer, court] = [actors.holder, actors.referrer, actors.court].map((who) => who.organisationId);
    const told = (kind: DocumentKind, by = holder ?? "", isDraft = false) =>
      toldOfPaper(confirming(), { kind, isDraft }, by).toSorted();
    expect(told("agreement")).toEqual([holder, referrer, court].toSorted());
    expect(told("mediation_record")).toEqual([holder]);
    expect(told("agreement", holder, true)).toEqual([holder]);
    const { organisationId } = actors.coordinator;
    expect(told("appraisal", organisationId)).toContain(organisationId);
  });

  it("lets all of them read its papers, but for what was said in mediation", () => {
    expect(whoReads(confirming(), "agreement")).toEqual(["holder", "referrer", "coordinator", "court"]);
    expect(whoReads(confirming(), "mediation_record")).toEqual(["holder", "coordinator"]);
    expect(whoReads(failed(), "mediation_record")).toEqual(["holder", "coordinator"]);
  });

  it("takes every paper from who has the work, and from the coordinator when nobody has", () => {
    expect(whatAdds("holder", mediating())).toEqual(documentKind().options);
    expect(whatAdds("holder", failed())).toEqual(documentKind().options);
    expect(whatAdds("coordinator", triage())).toEqual(documentKind().options);
    expect(whatAdds("coordinator", mediating())).toEqual(fromOutside);
  });

  it("takes from the referrer and the confirming court what does not come out of the mediation", () => {
    expect(whatAdds("referrer", submitted())).toEqual(fromOutside);
    expect(whatAdds("referrer", failed())).toEqual(fromOutside);
    expect(whatAdds("court", confirming())).toEqual(fromOutside);
    expect(answerTo("referrer", mediating(), "mediation_record")).toBe("not-allowed");
  });

  it("takes nothing from others, a body that has yet to accept among them", () => {
    for (const name of ["former", "court", "stranger", "auditor"] as const) {
      expect(answerTo(name, mediating(), "other")).toBe("not-allowed");
    }
    expect(answerTo("holder", offered(), "other")).toBe("illegal-transition");
  });

  it("names beforehand what it takes from whom", () => {
    for (const name of names) {
      for (const state of [triage(), mediating(), offered(), confirming(), failed(), archived]) {
        expect([name, state.status, kindsToAdd(state, actors[name])]).toEqual([
          name,
          state.status,
          documentKind().options.filter((kind) => answerTo(name, state, kind) === "added"),
        ]);
      }
    }
  });

  it("is closed once it is archived", () => {
    for (const name of names) expect(answerTo(name, archived, "other")).toBe("illegal-transition");
    expect(whoReads(archived, "end_notice")).toEqual(["holder", "referrer", "coordinator"]);
  });
});
