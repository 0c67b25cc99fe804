import { describe, expect, it } from "vitest";
import { parseDirectoryFile } from "../../../shared/client/directory-file.ts";
import { importDirectory } from "../../../shared/client/directory-import.ts";
import { knownPlaces } from "../../../shared/client/known-places.ts";
import { json, problem, scripted } from "./support.ts";

const heading =
  "id,kind,type,level,name,divisionCode,categories,parentId,stationedAt,capacity,mediators,brandGrade,note";

describe("a row that names what nobody knows", () => {
  it("is refused with its reason in the language, and the others are sent", async () => {
    const file = parseDirectoryFile(
      [
        heading,
        "pmc-1,committee,general,town,甲,330483101,,,,,,,",
        "pmc-2,committee,general,town,乙,330483999,,,,,,,",
        "studio-1,studio,brand,town,丙,330483101,,pmc-1,police-9,,,,",
      ].join("\n"),
    );
    const { client, requests } = scripted(
      json(200, { divisions: [{ code: "330483101", name: "濮院镇" }] }),
      problem(404, "not-found"),
      json(200, { organisations: [] }),
      json(200, { change: "created", changed: [] }),
    );
    const result = await importDirectory(client, file, { known: knownPlaces(client, [file]), language: "zh" });
    expect(result.rows).toEqual([
      { line: 2, id: "pmc-1", outcome: "created", changed: [] },
      { line: 3, id: "pmc-2", outcome: "refused", reasons: ["区划 330483999 未登记"] },
      { line: 4, id: "studio-1", outcome: "refused", reasons: ["机构 police-9 未登记"] },
    ]);
    expect(requests.filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  it("is known when it stands in a file that is imported with it", async () => {
    const divisions = parseDirectoryFile(
      "code,name,level,parentCode\n330483,桐乡市,county,330400\n330483101,濮院镇,town,330483\n",
    );
    const { client, requests } = scripted();
    const strangers = await knownPlaces(client, [divisions]).strangersIn(divisions, "en");
    expect([...strangers]).toEqual([]);
    expect(requests).toEqual([]);
  });
});
