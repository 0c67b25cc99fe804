import { describe, expect, it } from "vitest";
import {
  byDay,
  particularsSaid,
  partsToEmpty,
  paymentsOf,
  refuseUnknownParties,
  saidForPapers,
  saidSince,
  saysForPapers,
  sumOf,
  withDetails,
  without,
} from "../../shared/domain/particulars.ts";

const clauses = [
  { text: "第二期", amountFen: 40_000, day: "2026-05-31" },
  { text: "拆除围墙", day: "2026-06-30" },
  { text: "第一期", amountFen: 60_000, day: "2026-04-30" },
  { text: "当场给付", amountFen: 5_000 },
  { text: "免除", amountFen: 0, day: "2026-03-31" },
];

describe("clauses", () => {
  it("make a plan of what they have paid on a day, by day", () => {
    const dated = clauses.filter(({ text }) => text !== "当场给付");
    expect(paymentsOf(dated)).toEqual([
      { dueOn: "2026-04-30", amountFen: 60_000 },
      { dueOn: "2026-05-31", amountFen: 40_000 },
    ]);
    expect(paymentsOf(undefined)).toEqual([]);
    expect(paymentsOf(clauses), "one leaves its day open").toEqual([]);
  });

  it("of one day stand by amount", () => {
    const on = (amountFen: number) => ({ dueOn: "2026-05-01", amountFen });
    expect(byDay([on(2), on(1)])).toEqual([on(1), on(2)]);
  });

  it("come to an amount and a last day, where they name any", () => {
    expect(sumOf(clauses)).toEqual({ amountFen: 105_000, performBy: "2026-06-30" });
    expect(sumOf([{ text: "赔礼道歉" }])).toEqual({});
    expect(sumOf(undefined)).toEqual({});
  });
});

describe("a particular of an agreement", () => {
  const said = { requested: "样例", clauses: [{ text: "样例" }], breach: "样例", copies: 3 };
  const [before, at, after] = ["2026-03-02T01:00:00.000Z", "2026-03-02T02:00:00.000Z", "2026-03-02T03:00:00.000Z"];

  it("ends when that is set aside, and nothing else does", () => {
    expect(saidSince(said, before, at)).toEqual({ requested: "样例" });
    expect(saidSince(said, undefined, at), "by an earlier release").toEqual({ requested: "样例" });
    for (const since of [undefined, before, at]) expect(saidSince(said, at, since)).toEqual(said);
    expect(saidSince(said, after, at)).toEqual(said);
  });
});

describe("texts said for papers", () => {
  const said = {
    requested: "样例",
    partyDetails: [{ party: 1, ethnicity: "汉族" }],
    session: { place: "样例", attendance: "样例", recorder: "样例", record: "样例" },
    clauses: [{ text: "样例" }],
    breach: "样例",
    copies: 3,
    visit: { visitor: "样例", finding: "样例" },
  };

  it("is taken away part by part, and every part can be", () => {
    expect(without(said, ["breach", "session.place", "visit.visitor", "visit.finding"])).toEqual({
      ...{ requested: "样例", partyDetails: said.partyDetails, clauses: said.clauses, copies: 3 },
      session: { attendance: "样例", recorder: "样例", record: "样例" },
    });
    expect(without(said, partsToEmpty().options)).toEqual({});
    expect(without(said, [])).toEqual(said);
  });

  it("is not said and taken away in the same breath", () => {
    const judge = (body: object) =>
      particularsSaid()
        .safeParse(body)
        .error?.issues.map(({ path }) => path.join("/"));
    expect(
      judge({ breach: "样例", session: { place: "样例" }, emptied: ["copies", "breach", "session.place"] }),
    ).toEqual(["emptied/1", "emptied/2"]);
    expect(judge({ session: { place: "样例" }, emptied: ["session.recorder", "breach"] })).toBeUndefined();
  });

  it("of parties is joined party by party, field by field", () => {
    const known = [{ party: 2, ethnicity: "汉族" }];
    expect(
      withDetails(known, [
        { party: 2, occupation: "样例" },
        { party: 1, serviceAddress: "样例" },
      ]),
    ).toEqual([
      { party: 1, serviceAddress: "样例" },
      { party: 2, ethnicity: "汉族", occupation: "样例" },
    ]);
    expect(withDetails(known, [{ party: 2, ethnicity: "回族" }])).toEqual([{ party: 2, ethnicity: "回族" }]);
    expect(withDetails()).toEqual([]);
  });

  it("is of no party that the case does not have", () => {
    const details = [{ party: 2 }, { party: 3 }];
    expect(() => refuseUnknownParties({ partyDetails: details }, 3)).not.toThrow();
    expect(() => refuseUnknownParties({}, 1)).not.toThrow();
    expect(() => refuseUnknownParties({ partyDetails: details }, 2)).toThrow(
      expect.objectContaining({ code: "unknown-party" }),
    );
  });
});

describe("a particular that a step gives for papers", () => {
  it("is apart from what it says of the case", () => {
    const copies = 3;
    expect(saidForPapers({ copies, visitor: "周样例", finding: "和好" })).toEqual({
      copies,
      visit: { visitor: "周样例", finding: "和好" },
    });
    expect(saysForPapers({ copies })).toBe(true);
    expect(saysForPapers({})).toBe(false);
  });
});
