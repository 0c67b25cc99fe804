import { describe, expect, it } from "vitest";
import { parseDirectoryFile } from "../../../shared/client/directory-file.ts";
import { importDirectory } from "../../../shared/client/directory-import.ts";
import { knownPlaces } from "../../../shared/client/known-places.ts";
import { json, problem, scripted } from "./support.ts";

const mediators = parseDirectoryFile(
  ["id,organisationId,name,categories,lead", "m-1,pmc-1,甲,,true", "m-2,pmc-1,乙,,maybe", "m-3,pmc-9,丙,,true"].join(
    "\n",
  ),
);
const organisations = parseDirectoryFile(
  [
    "id,kind,type,level,name,divisionCode,categories,parentId,stationedAt,capacity,mediators,brandGrade,note",
    "pmc-1,committee,general,town,甲,330483101,,,,,,,",
  ].join("\n"),
);

describe("an import", () => {
  it("reports each row and lets a refused one leave the others alone", async () => {
    const { client } = scripted(json(200, { change: "updated", changed: ["name"] }), problem(404, "not-found"));
    expect(await importDirectory(client, mediators)).toEqual({
      kind: "mediators",
      created: 0,
      updated: 1,
      unchanged: 0,
      refused: 2,
      rows: [
        { line: 2, id: "pmc-1/m-1", outcome: "updated", changed: ["name"] },
        { line: 3, id: "pmc-1/m-2", outcome: "refused", reasons: [expect.stringContaining("lead")] },
        { line: 4, id: "pmc-9/m-3", outcome: "refused", reasons: ["not-found: not-found"] },
      ],
    });
  });

  it("only asks what would change in a dry run, and counts on a body that comes with another file", async () => {
    const change = { change: "updated", changed: ["name"], before: { name: "旧" } };
    const { client, requests } = scripted(json(200, change), problem(404, "not-found"));
    const places = knownPlaces(client, [organisations]);
    const only = parseDirectoryFile("id,organisationId,name,categories,lead\nm-1,pmc-1,甲,,true");
    const row = { line: 2, id: "pmc-1/m-1" };
    expect((await importDirectory(client, only, { dryRun: true, known: places })).rows).toEqual([
      { ...row, outcome: "updated", changed: ["name"], before: { name: "旧" } },
    ]);
    expect(requests[0]?.url).toContain("dryRun=true");
    expect((await importDirectory(client, only, { dryRun: true, known: places })).rows).toMatchObject([
      { ...row, outcome: "created" },
    ]);
  });

  it("stops when the caller itself is refused", async () => {
    const { client } = scripted(problem(403, "not-allowed"), problem(403, "not-allowed"));
    await expect(importDirectory(client, mediators)).rejects.toMatchObject({ code: "not-allowed" });
  });

  it("neither ends a term nor lifts a suspension that the file has no column for", async () => {
    const known = {
      organisationId: "pmc-1",
      kind: "committee",
      type: "general",
      level: "town",
      name: "甲",
      divisionCode: "330483101",
      categories: [],
      suspended: true,
      termBeganOn: "2027-01-01",
      keys: [],
    };
    const { client, requests } = scripted(
      json(200, { organisations: [known] }),
      json(200, { change: "unchanged", changed: [] }),
    );
    expect((await importDirectory(client, organisations)).unchanged).toBe(1);
    const sent = await requests[1]?.json();
    expect(sent).toMatchObject({ termBeganOn: "2027-01-01" });
    expect(sent, "what is not said stays as it is").not.toHaveProperty("suspended");
  });
});
