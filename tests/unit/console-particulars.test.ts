import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bodyWith,
  comparedParts,
  partMark,
  partNames,
  partsIn,
  sentFor,
} from "../../functions/console/forms/particular-parts.ts";
import { bodyOf, sentIn } from "../../functions/console/forms/step-form.ts";
import { fieldsOf } from "../../shared/contracts/body-fields.ts";
import { everythingSaid } from "../support/paper-facts.ts";

const fields = fieldsOf((await import("../../shared/domain/particulars.ts")).particulars());
const names = partNames(fields);
const marks = (parts: ReadonlyMap<string, unknown>) => (name: string) => partMark(parts.get(name));

describe("a particular that was given for papers", () => {
  it("comes back from its form as it was", () => {
    expect(bodyOf(fields, sentFor(fields, everythingSaid))).toEqual(everythingSaid);
    expect(bodyWith(partsIn(names, everythingSaid))).toEqual(everythingSaid);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_999_999_999 }), (amountFen) => {
        const said = { clauses: [{ text: "样例", amountFen }] };
        expect(bodyOf(fields, sentFor(fields, said))).toEqual(said);
      }),
    );
  });

  it("keeps an amount that cannot be read as it was typed", () => {
    const said = { clauses: [{ text: "样例", amountFen: "一千元" }] };
    expect(bodyOf(fields, sentFor(fields, said))).toEqual(said);
  });

  it("is not changed by how a browser ends lines", async () => {
    const said = { requested: "一\n二" };
    const body = new FormData();
    body.set("requested", "一\r\n二");
    expect(bodyOf(fields, await sentIn(new Request("https://form.test", { method: "POST", body })))).toEqual(said);
  });

  it("is changed in the parts that somebody typed, and overtaken where others said something else of the same", () => {
    const shown = partsIn(names, { requested: "a", breach: "a", session: { place: "a", record: "a" } });
    const typed = partsIn(names, { requested: "b", breach: "a", session: { place: "b", record: "b" } });
    const now = partsIn(names, { requested: "c", breach: "c", session: { place: "a", record: "b" } });
    expect(comparedParts(names, { typed, now, was: marks(shown) })).toEqual({
      changed: ["requested", "session.place", "session.record"],
      emptied: [],
      overtaken: ["requested"],
    });
  });

  it("is taken away where a field was made empty, unless others said something else of it meanwhile", () => {
    const shown = partsIn(names, { requested: "a", breach: "a", copies: 3, session: { place: "a" } });
    const typed = partsIn(names, { copies: 3 });
    const now = partsIn(names, { requested: "c", breach: "a", copies: 3 });
    expect(comparedParts(names, { typed, now, was: marks(shown) })).toEqual({
      changed: [],
      emptied: ["requested", "session.place", "breach"],
      overtaken: ["requested"],
    });
    expect(comparedParts(names, { typed: new Map(), now: shown, was: () => "" }).emptied, "never shown").toEqual([]);
  });

  it("of parties has the row of each party's number, and rows in which nothing was typed say nothing", () => {
    const said = { partyDetails: [{ party: 2, ethnicity: "汉族", agent: { name: "样例" } }] };
    const sent = sentFor(fields, said);
    expect(sent.get("partyDetails.1.ethnicity")).toEqual(["汉族"]);
    const all = new Map([...sent, ["partyDetails.0.party", ["1"]], ["partyDetails.1.party", ["2"]]]);
    expect(bodyOf(fields, all)).toEqual(said);
    expect(bodyOf(fields, new Map([["partyDetails.0.party", ["1"]]]))).toEqual({});
  });
});
