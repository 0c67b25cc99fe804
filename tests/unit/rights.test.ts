import { describe, expect, it } from "vitest";
import type { Role } from "../../shared/domain/case.ts";
import { partsOf } from "../../shared/domain/case-file.ts";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { countyBefore } from "../../shared/domain/county-before.ts";
import { decide, verbsOpenTo } from "../../shared/domain/decide.ts";
import { type Duty, duties } from "../../shared/domain/person.ts";
import { type Asked, authorise, type Seat } from "../../shared/domain/rights.ts";
import {
  answerTo,
  calendars,
  dispute,
  mediating,
  now,
  otherCaseId,
  police,
  rules,
  town,
  triage,
  village,
  withFacts,
} from "../support/cases.ts";

const home = "330483";
const neighbour = "330421";
const seat = (role: Role, divisionCode: string, organisationId = `${role}-${divisionCode}`): Seat => ({
  organisationId,
  role,
  divisionCode,
});
const coordinator = seat("coordinator", home);
const auditor = seat("auditor", home);
const foreign = seat("coordinator", neighbour);
const city = seat("coordinator", "330400");
const province = seat("coordinator", "330000");
const operator = seat("coordinator", "000000");
const holder = seat("committee", home, town.organisationId);
const former = seat("committee", home, village.organisationId);
const referrer = seat("agency", home, police.organisationId);
const stranger = seat("committee", home);
const seats = { coordinator, auditor, foreign, city, province, operator, holder, former, referrer, stranger };
type Name = keyof typeof seats;
const names = Object.keys(seats).filter((name): name is Name => name in seats);
const whoMay = (asked: Asked): Name[] => names.filter((name) => authorise(seats[name], asked) === "allowed");
/** To those who may not, it does not exist, unless they are named. */
const whoIsForbidden = (asked: Asked): Name[] => names.filter((name) => authorise(seats[name], asked) === "forbidden");

const of: CaseState = mediating();
const paper = (kind: "agreement" | "mediation_record", organisationId: string) =>
  ({ act: "read-paper", of, paper: { kind, addedBy: { organisationId } }, part }) as const;
const [part = { caseId: of.caseId, referrals: [] }] = partsOf(of);
const ours = { organisationId: town.organisationId, divisionCode: `${home}100` };
const theirs = { organisationId: "pmc-330421", divisionCode: neighbour };

describe("the list of a county's cases", () => {
  it("is for its offices; its bodies know the county and may not, and for others it is not there", () => {
    expect(whoMay({ act: "list-cases", county: home })).toEqual(["coordinator", "auditor"]);
    expect(whoIsForbidden({ act: "list-cases", county: home })).toEqual(["holder", "former", "referrer", "stranger"]);
  });
});

describe("a case", () => {
  it("exists for its bodies, past ones included, and for coordinator and auditor of its county", () => {
    expect(whoMay({ act: "read-case", of })).toEqual(["coordinator", "auditor", "holder", "former", "referrer"]);
    expect(whoMay({ act: "take-step", of })).toEqual(["coordinator", "auditor", "holder", "former", "referrer"]);
    expect(whoIsForbidden({ act: "read-case", of })).toEqual([]);
  });

  it("exists for another county's coordinator where its organisation is a body of it, and no more than for a body", () => {
    const drawnIn = mediating({ informed: [foreign.organisationId] });
    expect(authorise(foreign, { act: "read-case", of: drawnIn })).toBe("allowed");
    const record = { kind: "mediation_record", addedBy: { organisationId: town.organisationId } } as const;
    expect(authorise(foreign, { act: "read-paper", of: drawnIn, paper: record, part })).toBe("unknown");
  });

  it("shows its parties and its file to those it concerns now and to the coordinator of its county", () => {
    expect(whoMay({ act: "read-parties", of })).toEqual(["coordinator", "holder", "referrer"]);
    expect(whoMay({ act: "open-file", of })).toEqual(["coordinator", "holder", "referrer"]);
  });

  it("has its papers written by who keeps its file, and letters by who sent it; the coordinator may write both", () => {
    expect(whoMay({ act: "make-paper", of })).toEqual(["coordinator", "holder"]);
    expect(whoIsForbidden({ act: "make-paper", of })).toEqual(["auditor", "former", "referrer"]);
    expect(whoMay({ act: "make-letter", of })).toEqual(["coordinator", "referrer"]);
    expect(whoIsForbidden({ act: "make-letter", of })).toEqual(["auditor", "holder", "former"]);
  });

  it("is its coordinator's, and shows the parts that were merged into it to those at work on it", () => {
    expect(whoMay({ act: "coordinate", of })).toEqual(["coordinator"]);
    const joined = { caseId: otherCaseId, referrals: [] };
    expect(whoMay({ act: "read-part", of, part: joined })).toEqual(["coordinator", "holder"]);
    const sentByReferrer = { ...joined, referrals: part.referrals };
    expect(whoMay({ act: "read-part", of, part: sentByReferrer })).toEqual(["coordinator", "holder", "referrer"]);
  });

  it("leaves a body that put it down the papers that it added itself, and no others", () => {
    expect(whoMay(paper("agreement", town.organisationId))).toEqual(["coordinator", "holder", "referrer"]);
    expect(whoMay(paper("mediation_record", village.organisationId))).toEqual(["coordinator", "holder", "former"]);
    expect(whoMay({ act: "list-papers", of })).toContain("former");
  });
});

describe("a coordinator of another county that is drawn into a case", () => {
  const by = { organisationId: foreign.organisationId, role: "coordinator" } as const;

  it("can do nothing that its county's coordinator can", () => {
    const assign = withFacts({ type: "assign", organisationId: city.organisationId, reason: "nearest" });
    const context = { at: now, by, rules, calendars, fromElsewhere: true } as const;
    expect(answerTo(() => decide(assign, triage(), context))).toBe("moved-on");
    expect(verbsOpenTo(triage(), by)).toContain("assign");
    expect(verbsOpenTo(triage(), by, true)).toEqual([]);
  });
});

describe("an organisation", () => {
  it("is known in its county, and to the offices above it", () => {
    const asked: Asked = { act: "read-organisation", of: ours };
    expect(whoMay(asked)).toEqual(names.filter((name) => name !== "foreign"));
    expect(whoMay({ act: "list-organisations", county: home })).toEqual(names.filter((name) => name !== "foreign"));
    expect(whoMay({ act: "read-organisation", of: theirs })).toEqual(["foreign", "city", "province", "operator"]);
    expect(authorise(coordinator, { act: "read-organisation", of: { ...theirs, divisionCode: "330400" } })).toBe(
      "allowed",
    );
  });

  it("is registered, moved and suspended by the coordinator of its county or one above", () => {
    const register = (from: typeof ours | undefined, to: typeof ours) =>
      whoMay({ act: "register-organisation", from, to });
    const over = ["coordinator", "city", "province", "operator"];
    expect(register(undefined, ours)).toEqual(over);
    expect(register(ours, ours)).toEqual(over);
    expect(register(ours, { ...ours, divisionCode: neighbour })).toEqual(["city", "province", "operator"]);
    expect(register(theirs, { ...theirs, divisionCode: home })).toEqual(["city", "province", "operator"]);
    expect(register(ours, { ...ours, divisionCode: "330000" }), "nobody climbs").toEqual(["province", "operator"]);
    expect(whoMay({ act: "supervise-organisation", of: ours })).toEqual(over);
    expect(whoMay({ act: "name-division", code: `${home}101` })).toEqual(over);
  });

  it("lets everybody look for parties but an auditor, who reads none", () => {
    const nobody = Object.entries(seats).filter(([, seat]) => authorise(seat, { act: "seek-parties" }) !== "allowed");
    expect(nobody.map(([name]) => name)).toEqual(["auditor"]);
    expect(whoMay({ act: "know-disputes" })).not.toContain("agency");
  });

  it("has its limits set by those that stand over it, and read by itself and the offices over it", () => {
    expect(whoMay({ act: "set-limits", of: ours })).toEqual(["coordinator", "city", "province", "operator"]);
    const readers = ["coordinator", "auditor", "city", "province", "operator", "holder"];
    expect(whoMay({ act: "read-limits", of: ours })).toEqual(readers);
  });

  it.each(["hold-keys", "register-mediator"] as const)("lets nobody else %s but itself and its coordinators", (act) => {
    expect(whoMay({ act, of: ours })).toEqual(["coordinator", "city", "province", "operator", "holder"]);
    const otherDesk = { organisationId: foreign.organisationId, divisionCode: neighbour };
    expect(whoMay({ act, of: otherDesk }), "another county's coordinator").toEqual([
      "foreign",
      "city",
      "province",
      "operator",
    ]);
  });
});

describe("the access log of an organisation", () => {
  const asked: Asked = { act: "read-access", of: ours };

  it("is read by the organisation itself and the offices over it, and is not there for anybody else", () => {
    expect(whoMay(asked)).toEqual(["coordinator", "auditor", "city", "province", "operator", "holder"]);
    expect(whoIsForbidden(asked)).toEqual([]);
  });

  it("is for the leads of the own organisation, who alone administer it; an office reads it with any duty", () => {
    const read = (who: Seat) => duties.map((duty: Duty) => authorise({ ...who, duty }, asked));
    expect(read(holder)).toEqual(["forbidden", "forbidden", "allowed"]);
    expect(read(auditor)).toEqual(["allowed", "allowed", "allowed"]);
    expect(read(stranger)).toEqual(["unknown", "unknown", "unknown"]);
  });
});

describe("the heads that roots saw of a county", () => {
  it("is verified by the offices of the county and those over it, and is not there for anybody else", () => {
    const asked: Asked = { act: "verify-records", county: home };
    expect(whoMay(asked)).toEqual(["coordinator", "auditor", "city", "province", "operator"]);
    expect(whoIsForbidden(asked)).toEqual([]);
  });
});

describe("figures and pay", () => {
  const over = ["coordinator", "auditor", "city", "province", "operator", "holder", "former", "referrer", "stranger"];

  it.each(["read-figures", "read-tariffs", "list-claims"] as const)(
    "of a county are not there elsewhere: %s",
    (act) => {
      expect(whoMay({ act, county: home })).toEqual(names.filter((name) => over.includes(name)));
    },
  );

  it("are exported case by case in the county alone, with names by its coordinator alone", () => {
    const inCounty = ["coordinator", "auditor", "holder", "former", "referrer", "stranger"];
    expect(whoMay({ act: "export-cases", county: home })).toEqual(inCounty);
    expect(whoMay({ act: "name-parties", county: home })).toEqual(["coordinator"]);
    expect(whoMay({ act: "load-figures", county: home })).toEqual(["coordinator"]);
    expect(whoMay({ act: "load-template", county: home })).toEqual(["coordinator"]);
    expect(whoMay({ act: "read-templates", county: home })).toEqual([
      ...["coordinator", "auditor", "city", "province", "operator"],
    ]);
    expect(authorise(operator, { act: "load-template", county: home })).toBe("forbidden");
    expect(authorise(foreign, { act: "load-template", county: home })).toBe("unknown");
    expect(authorise(foreign, { act: "read-templates", county: home })).toBe("unknown");
    expect(authorise(auditor, { act: "load-figures", county: home })).toBe("forbidden");
    expect(authorise(foreign, { act: "load-figures", county: home })).toBe("unknown");
    expect(authorise(auditor, { act: "name-parties", county: home })).toBe("forbidden");
    expect(authorise(foreign, { act: "name-parties", county: home })).toBe("unknown");
  });

  it("are decided on by the coordinator of the county, and read by the committee that claims", () => {
    expect(whoMay({ act: "decide-claim", county: home })).toEqual(["coordinator"]);
    const claim = { organisationId: town.organisationId, county: home };
    expect(whoMay({ act: "read-claim", of: claim })).toEqual([
      "coordinator",
      "auditor",
      "city",
      "province",
      "operator",
      "holder",
      "referrer",
    ]);
  });
});

describe("law", () => {
  it("is loaded by the coordinator of its layer: one above is forbidden, another county's not there", () => {
    const load = (scope: string): Asked => ({ act: "load-law", scope });
    expect(authorise(coordinator, load(home))).toBe("allowed");
    expect(authorise(coordinator, load("33"))).toBe("forbidden");
    expect(authorise(coordinator, load(neighbour))).toBe("unknown");
    expect(authorise(operator, load("cn"))).toBe("allowed");
    expect(authorise(coordinator, { act: "read-law", scope: "33" })).toBe("allowed");
    expect(authorise(coordinator, { act: "read-law", scope: neighbour })).toBe("unknown");
  });
});

describe("a call", () => {
  it("is for the roles of its route", () => {
    expect(authorise(auditor, { act: "call", roles: ["coordinator"] })).toBe("forbidden");
    expect(authorise(auditor, { act: "call", roles: ["auditor"] })).toBe("allowed");
  });

  it("of a person is for those whose duty suffices, and a system with the organisation's key has every duty", () => {
    const whoDoes = (asked: Duty) =>
      duties.filter((held) => authorise({ ...holder, duty: held }, { act: "do-duty", duty: asked }) === "allowed");
    expect(duties.map(whoDoes)).toEqual([["reader", "clerk", "lead"], ["clerk", "lead"], ["lead"]]);
    expect(authorise({ ...holder, duty: "reader" }, { act: "do-duty", duty: "clerk" })).toBe("forbidden");
    expect(authorise(holder, { act: "do-duty", duty: "lead" })).toBe("allowed");
  });

  it("is reading alone for an organisation that is suspended, whatever the duty", () => {
    for (const duty of [undefined, ...duties]) {
      const suspended = { ...holder, ...(duty === undefined ? {} : { duty }), isSuspended: true };
      const may = duties.filter((asked) => authorise(suspended, { act: "act-at-all", duty: asked }) === "allowed");
      expect(may).toEqual(["reader"]);
    }
    expect(duties.every((duty) => authorise(holder, { act: "act-at-all", duty }) === "allowed")).toBe(true);
  });

  it("for a preview of routing is for those who refer, and for the coordinator of the county", () => {
    const asked: Asked = { act: "preview-routing", county: home };
    expect(whoMay(asked)).toEqual(names.filter((name) => name !== "foreign"));
  });
});

describe("a case of the time before it had a county", () => {
  it.each([
    ["its place", { rulePack: "2026-01-01", dispute: dispute() }, home],
    ["the law it runs under", { rulePack: "2026-01-01+33:a+330421:b", dispute: {} }, neighbour],
    ["nothing", { rulePack: "2026-01-01+33:a", dispute: {} }, "000000"],
  ])("is of the county that %s tells", (_, before, county) => {
    expect(countyBefore(before)).toBe(county);
  });
});
