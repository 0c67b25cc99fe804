import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type OperationId, routes } from "../../shared/contracts/routes.ts";
import { bundledCalendars } from "../../shared/domain/calendar.ts";
import { bodies, countyQueries, ofCases, operations, pairsOf, pathOf, rolesOf } from "../support/right-pairs.ts";
import {
  type Answer,
  type Asker,
  askers,
  type Calling,
  calendarOf,
  cases,
  claimOf,
  counties,
  createAsking,
  documentId,
  idOf,
  isTheirs,
  laterNote,
  loadedVersion,
  nowhere,
  packOf,
  partiesOf,
  seenByFormer,
  tariffOf,
} from "../support/two-counties.ts";

// Every route, by everybody of two counties and by the operator, on every object of both: what is not theirs is told apart in
// nothing from what does not exist, neither by the answer nor by the calls that are made for it and so by its time.

const own = counties[0];
const neighbour = counties[1];
/** Of another province, where nobody is. */
const noCounty = "440106";

const ask = createAsking();
let asked = 0;
const answerTo = (asker: Asker, operation: OperationId, calling: Omit<Calling, "method">): Promise<Answer> => {
  asked += 1;
  return ask(asker, operation, { method: routes[operation].method, ...calling });
};

beforeAll(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  // Reads are compared, so memories of a minute are to last to the end, however long the machine takes.
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});

describe("every route of a case", () => {
  it.each(ofCases)("%s knows the case for those whose it is, and for nobody else", async (operation) => {
    const { tried, wrong } = await pairsOf(ask, operation);
    asked += tried;
    expect(wrong).toEqual([]);
  });

  it.each(ofCases)("%s tells one that put the case down nothing of what came later", async (operation) => {
    const body = bodies[operation];
    for (const asker of askers.filter(({ kind }) => kind === "former")) {
      for (const { state } of cases.filter((one) => isTheirs(asker, one))) {
        for (const version of ["*", '"1"', '"7"']) {
          const path = pathOf(operation, { caseId: state.caseId, documentId, kind: "agreement" });
          const answer = await answerTo(asker, operation, { path, body, version });
          expect(answer.body).not.toContain(laterNote);
          expect(answer.body).not.toContain(idOf("holder", own).slice(0, 6));
          expect(Number(/"version":(\d+)/.exec(answer.body)?.[1] ?? 0)).toBeLessThanOrEqual(seenByFormer);
          expect([undefined, `"${seenByFormer}"`]).toContain(answer.headers["etag"]);
        }
      }
    }
  });

  it.each(["showCase", "showHistory"] as const)("%s answers those whose case it is", async (operation) => {
    for (const asker of askers) {
      for (const one of cases.filter((each) => isTheirs(asker, each))) {
        const { status } = await answerTo(asker, operation, { path: pathOf(operation, { caseId: one.state.caseId }) });
        expect([asker.name, one.state.status, status]).toEqual([asker.name, one.state.status, 200]);
      }
    }
  });
});

/** Who stands over a county: its own coordinator and auditor, and the operator. */
const isOf = (asker: Asker, county: string): boolean => asker.county === county || asker.kind === "operator";

describe("every route of an organisation", () => {
  const facts = { kind: "committee", type: "general", level: "county", name: "样例" };
  const jwk = { kty: "EC", crv: "P-256", x: "x", y: "y" };
  const ofOrganisations: Partial<Record<OperationId, unknown>> = {
    suspendOrganisation: {},
    reinstateOrganisation: {},
    showOrganisation: undefined,
    showLimits: undefined,
    putLimits: { requestsAMinute: 600 },
    registerKey: { jwk, proof: "none" },
    offerKey: {},
    revokeKey: undefined,
    putMediator: { name: "样例" },
    listMediators: undefined,
    retireMediator: {},
    reinstateMediator: {},
    listPeople: undefined,
    invitePerson: { name: "样例", duty: "clerk" },
    putSeat: { duty: "clerk" },
    removeSeat: undefined,
    listAccess: undefined,
    holdWebhookEndpoint: {},
    releaseWebhookEndpoint: {},
    verifyAccess: undefined,
  };
  const names = operations.filter((operation) => operation in ofOrganisations);

  it("is tried", () => {
    const all = operations.filter((operation) => routes[operation].path.includes("{organisationId}"));
    expect([...names, "putOrganisation"].sort()).toEqual([...all].sort());
  });

  it.each(names)("%s knows another county's as little as none", async (operation) => {
    const body = ofOrganisations[operation];
    for (const asker of askers) {
      const values = { endpointId: "an-endpoint", keyId: "a-key", mediatorId: "mediator-1", personId: nowhere };
      const none = await answerTo(asker, operation, {
        path: pathOf(operation, { ...values, organisationId: "no-such-organisation" }),
        body,
      });
      for (const other of askers.filter(({ kind }) => kind !== "operator")) {
        const organisationId = other.caller.organisationId;
        const path = pathOf(operation, { ...values, organisationId });
        const answer = await answerTo(asker, operation, { path, body });
        if (!isOf(asker, other.county))
          expect([asker.name, organisationId, answer]).toEqual([asker.name, organisationId, none]);
      }
    }
  });

  it("gives nobody a key of another county's coordinator, nor of another organisation than its own", async () => {
    for (const asker of askers) {
      for (const other of askers.filter(({ kind }) => kind !== "operator")) {
        const path = pathOf("registerKey", { organisationId: other.caller.organisationId });
        const { body } = await answerTo(asker, "registerKey", { path, body: { jwk, proof: "none" } });
        const desk = asker.caller.role === "coordinator" && isOf(asker, other.county);
        const may = desk || asker.name === other.name;
        expect([asker.name, other.name, body.includes("not-found")]).toEqual([asker.name, other.name, !may]);
      }
    }
  });

  it("moves no organisation into a county or out of one but by who stands over both", async () => {
    const put = async (asker: Asker, organisationId: string, divisionCode: string) => {
      const { status, body } = await answerTo(asker, "putOrganisation", {
        path: pathOf("putOrganisation", { organisationId }),
        body: { ...facts, divisionCode },
      });
      return status === 200 ? status : /"code":"([^"]+)"/.exec(body)?.[1];
    };
    for (const asker of askers.filter(({ caller }) => caller.role === "coordinator")) {
      for (const [from, to] of [
        [own, own],
        [own, neighbour],
        [neighbour, own],
        [neighbour, neighbour],
        [own, "330000"],
      ] as const) {
        const may = asker.kind === "operator" || (from === asker.county && to === asker.county);
        expect([asker.name, from, to, await put(asker, idOf("holder", from), to)]).toEqual([
          asker.name,
          from,
          to,
          // Into another county it takes two persons, and this caller names none.
          may ? (from === to ? 200 : "other-person-required") : "not-found",
        ]);
      }
      expect(await put(asker, "a-new-one", asker.county === "000000" ? own : asker.county)).toBe(200);
    }
  });
});

describe("every route of a county", () => {
  const names = operations.filter((operation) => operation in countyQueries);
  /** One that each county has loaded, or a new one. */
  const ofTemplate = (operation: OperationId) => ({
    kind: "agreement",
    version: operation === "loadTemplate" ? "a-new-one" : loadedVersion,
  });

  it("is tried: all that name a county or a layer in their query", () => {
    const all = operations.filter((operation) =>
      /county|scope/.test(Object.keys(routes[operation].query().shape).join()),
    );
    expect(all.sort()).toEqual([...names].sort());
  });

  it.each(names)("%s knows another county as little as one where nobody is", async (operation) => {
    const queryOf = countyQueries[operation] ?? (() => "");
    for (const asker of askers.filter(({ kind }) => kind !== "operator")) {
      const asking = (county: string) =>
        answerTo(asker, operation, {
          path:
            pathOf(operation, { ...ofTemplate(operation), month: "2019-03", number: "1", year: "2027" }) +
            queryOf(county),
          body: bodies[operation],
        });
      const none = await asking(noCounty);
      for (const county of counties) {
        const answer = await asking(county);
        const may = rolesOf(operation).includes(asker.caller.role);
        if (county !== asker.county) expect([asker.name, answer]).toEqual([asker.name, none]);
        else if (operation === "showCalendar") expect([asker.name, answer.status]).toEqual([asker.name, 200]);
        // Each county has loaded some, so that a list of another's would be told from none.
        else if ((operation === "listTariffs" || operation === "listTemplates") && may)
          expect(answer.body).toContain(`"version":"${loadedVersion}"`);
        else if (may && operation === "putEarlierFigures") expect(answer.status).toBe(201);
        else if (may && !(operation === "exportCases" && asker.kind === "auditor")) expect(answer.status).toBe(200);
      }
    }
  });

  it.each(["showSettings", "changeSettings"] as const)("%s knows a county as little as its askers do", async (name) => {
    const body = name === "changeSettings" ? { keyDays: 400 } : undefined;
    for (const asker of askers) {
      const asking = (county: string) => answerTo(asker, name, { path: pathOf(name, { county }), body });
      for (const county of counties) {
        const may = rolesOf(name).includes(asker.caller.role) && isOf(asker, county);
        const answer = await asking(county);
        expect([asker.name, county, answer.status === 200]).toEqual([asker.name, county, may]);
        if (!may) expect([asker.name, answer]).toEqual([asker.name, await asking(noCounty)]);
      }
    }
  });

  it("loads its own layer of law, its tariff and its divisions alone", async () => {
    for (const county of counties) {
      for (const asker of askers) {
        const may = asker.caller.role === "coordinator" && isOf(asker, county);
        for (const version of ["a", loadedVersion]) {
          const loading = [
            ["loadLawPack", packOf],
            ["loadTariff", tariffOf],
          ] as const;
          for (const [operation, bodyOf] of loading) {
            const asking = (of: string) =>
              answerTo(asker, operation, {
                path: `${routes[operation].path}?dryRun=true`,
                body: bodyOf(of, version),
              });
            const answer = await asking(county);
            expect([asker.name, county, answer.status]).toEqual([asker.name, county, may ? 200 : 400]);
            if (!isOf(asker, county)) expect([asker.name, answer]).toEqual([asker.name, await asking(noCounty)]);
          }
        }
      }
      for (const asker of askers.filter(({ caller }) => caller.role === "coordinator")) {
        const town = await answerTo(asker, "putDivision", {
          path: pathOf("putDivision", { code: `${county}101` }),
          body: { name: "样例镇", level: "town" },
        });
        expect([asker.name, county, town.body.includes("not-found")]).toEqual([
          asker.name,
          county,
          !isOf(asker, county),
        ]);
      }
    }
  });

  it("shows a pack of its own layer alone", async () => {
    for (const asker of askers) {
      const showing = (scope: string) =>
        answerTo(asker, "showLawPack", { path: pathOf("showLawPack", { scope, version: loadedVersion }) });
      for (const county of counties) {
        const may = isOf(asker, county) && rolesOf("showLawPack").includes(asker.caller.role);
        const answer = await showing(county);
        expect([asker.name, county, answer.status]).toEqual([asker.name, county, may ? 200 : 400]);
        if (!isOf(asker, county)) expect([asker.name, answer]).toEqual([asker.name, await showing(noCounty)]);
      }
    }
  });

  it("loads the calendar of its own layer alone", async () => {
    for (const county of counties) {
      for (const asker of askers.filter(({ caller }) => caller.role === "coordinator")) {
        const loading = (scope: string) =>
          answerTo(asker, "putCalendar", {
            path: "/v1/calendars/2027?dryRun=true",
            body: { ...calendarOf(scope), holidays: ["2027-04-21"] },
          });
        const answer = await loading(county);
        expect([asker.name, county, answer.status]).toEqual([asker.name, county, isOf(asker, county) ? 200 : 400]);
        if (!isOf(asker, county)) expect([asker.name, answer]).toEqual([asker.name, await loading(noCounty)]);
      }
    }
  });

  it("leaves the nation's calendar and law to the operator", async () => {
    const calendar = bundledCalendars().at(-1);
    for (const asker of askers.filter(({ caller }) => caller.role === "coordinator")) {
      const answer = await answerTo(asker, "putCalendar", {
        path: `/v1/calendars/${calendar?.year}?dryRun=true`,
        body: calendar,
      });
      expect(answer.body.includes("not-allowed"), asker.name).toBe(asker.kind !== "operator");
    }
  });
});

describe("every route of a claim", () => {
  const names = operations.filter((operation) => routes[operation].path.includes("{claimId}"));

  it.each(names)("%s knows another county's claim as little as none", async (operation) => {
    const body = bodies[operation];
    for (const asker of askers) {
      const none = await answerTo(asker, operation, { path: pathOf(operation, { claimId: nowhere }), body });
      for (const county of counties) {
        const answer = await answerTo(asker, operation, {
          path: pathOf(operation, { claimId: claimOf(county).claimId }),
          body,
        });
        const may = asker.kind === "coordinator" && asker.county === county;
        expect([asker.name, county, JSON.stringify(answer) !== JSON.stringify(none)]).toEqual([
          asker.name,
          county,
          may,
        ]);
      }
    }
  });
});

describe("a list that all of them have of their own", () => {
  const listings = ["?as=sender", "?as=holder", "?as=county", "?as=county&month=2026-03"];
  const lists = ["listCases", "listWork", "countWork", "listUnacknowledged", "listWebhookEndpoints"] as const;

  it.each(lists)("%s names nobody else's", async (operation) => {
    const listed = new Set<string>();
    for (const asker of askers.filter(({ caller }) => rolesOf(operation).includes(caller.role))) {
      for (const query of operation === "listCases" ? listings : [""]) {
        const { body } = await answerTo(asker, operation, { path: routes[operation].path + query });
        const foreign = cases.filter((one) => !isTheirs(asker, one)).map(({ state }) => state.caseId);
        expect(foreign.filter((caseId) => body.includes(caseId))).toEqual([]);
        if (cases.some(({ state }) => body.includes(state.caseId))) listed.add(asker.kind);
      }
    }
    expect([...listed].sort()).toEqual(
      {
        listCases: ["auditor", "coordinator", "holder", "referrer"],
        listWork: ["coordinator", "court", "holder", "referrer"],
        countWork: [],
        listUnacknowledged: ["coordinator"],
        listWebhookEndpoints: [],
      }[operation],
    );
  });

  it("a county is listed for its offices alone, and whole: what is open, and what ended in a month", async () => {
    for (const asker of askers) {
      const listed = await Promise.all(
        ["", "&month=2026-03"].map((more) =>
          answerTo(asker, "listCases", { path: `${routes.listCases.path}?as=county${more}` }),
        ),
      );
      const ids = cases.filter((one) => one.county === asker.county).map(({ state }) => state.caseId);
      const found = ids.filter((caseId) => listed.some(({ body }) => body.includes(caseId)));
      const isOffice = asker.kind === "coordinator" || asker.kind === "auditor";
      expect([asker.name, found]).toEqual([asker.name, isOffice ? ids : []]);
      if (!isOffice && asker.kind !== "operator") expect(listed.map(({ calls }) => calls)).toEqual([[], []]);
    }
  });

  it("findCases finds another's by its number, its id or the beginning of it as little as none", async () => {
    const finding = (asker: Asker, name: string) =>
      answerTo(asker, "findCases", { path: `${routes.findCases.path}?name=${encodeURIComponent(name)}` });
    for (const asker of askers.filter(({ caller }) => rolesOf("findCases").includes(caller.role))) {
      const noNumber = await finding(asker, "NO-SUCH-NUMBER");
      const noId = await finding(asker, nowhere);
      for (const one of cases) {
        const { caseId, referrals } = one.state;
        const byNumber = await finding(asker, referrals[0].sourceNumber);
        const byId = await finding(asker, caseId);
        if (isTheirs(asker, one))
          expect([asker.name, byNumber.body]).toEqual([asker.name, expect.stringContaining(caseId)]);
        else expect([asker.name, byNumber, byId]).toEqual([asker.name, noNumber, noId]);
      }
    }
  });
});

describe("a search by number", () => {
  it("finds another's by the whole number or by its end as little as none", async () => {
    const searching = (asker: Asker, number: string) =>
      answerTo(asker, "searchCases", { path: routes.searchCases.path, body: { number } });
    for (const asker of askers) {
      const noNumber = await searching(asker, "NO-SUCH-NUMBER");
      const noEnd = await searching(asker, "2026-99999999");
      for (const one of cases) {
        const { caseId, referrals } = one.state;
        const whole = await searching(asker, referrals[0].sourceNumber);
        if (isTheirs(asker, one) && asker.kind !== "operator") {
          expect([asker.name, whole.body]).toEqual([asker.name, expect.stringContaining(caseId)]);
        } else expect([asker.name, whole]).toEqual([asker.name, noNumber]);
      }
      expect(noEnd.body).toBe('{"cases":[],"names":{}}');
    }
  });
});

describe("a check of a referral", () => {
  const draftOf = (one: (typeof cases)[number] | undefined, sourceNumber: string) => ({
    sourceNumber,
    dispute: { category: one?.state.dispute.category ?? cases[0]?.state.dispute.category },
    parties: partiesOf(one, one === undefined ? 0 : cases.indexOf(one)),
  });
  const checking = (asker: Asker, one: (typeof cases)[number] | undefined, sourceNumber: string) =>
    answerTo(asker, "checkReferral", { path: routes.checkReferral.path, body: draftOf(one, sourceNumber) });

  it("tells the asker's own cases of the same parties and number, and another's as little as none", async () => {
    for (const asker of askers.filter(({ caller }) => rolesOf("checkReferral").includes(caller.role))) {
      // The law of a county is remembered once it was read.
      await checking(asker, undefined, "NO-SUCH-NUMBER");
      const none = await checking(asker, undefined, "NO-SUCH-NUMBER");
      expect([asker.name, none.status]).toEqual([asker.name, 200]);
      for (const one of cases) {
        const { caseId, referrals } = one.state;
        const alike = await checking(asker, one, "NO-SUCH-NUMBER");
        const numbered = await checking(asker, undefined, referrals[0].sourceNumber);
        const isOwn = isTheirs(asker, one) && asker.kind !== "former";
        if (isOwn) expect([asker.name, alike.body]).toEqual([asker.name, expect.stringContaining(caseId)]);
        else expect([asker.name, alike]).toEqual([asker.name, none]);
        // The number is the sender's own: for all others there is none.
        if (isOwn && asker.kind === "referrer") expect(numbered.body).toContain(`"earlier":{"caseId":"${caseId}"`);
        else expect([asker.name, numbered]).toEqual([asker.name, none]);
      }
    }
  });
});

describe("the routes together", () => {
  it("are all tried on what belongs to somebody, or are about the caller alone", () => {
    const alone = [
      "submitReferral",
      "previewRouting",
      "receiveMessages",
      "extendLease",
      "lendInbox",
      "replayEvents",
      "ackMessages",
      "createWebhookEndpoint",
      "changeWebhookEndpoint",
      "removeWebhookEndpoint",
      "pauseWebhookEndpoint",
      "resumeWebhookEndpoint",
      "listWebhookAttempts",
      "replayWebhooks",
      "rotateWebhookSecret",
      "testWebhookEndpoint",
      "listApprovals",
      "refuseApproval",
      // The fields of forms belong to no county.
      "listTemplateFields",
      // A root says of counties no more than a hash.
      "listRoots",
    ];
    const objects = /\{(caseId|organisationId|claimId)\}/;
    const tried = [
      "listOrganisations",
      "listDivisions",
      "listCountyWebhooks",
      "listEndingKeys",
      "showMonthlyReturn",
      "showSeries",
      "listCountedCases",
      "putEarlierFigures",
      "showFigures",
      "listBrands",
      "recountTallies",
      "exportCases",
      "listClaims",
      "showLaw",
      "listLawPacks",
      "showCalendar",
      "listTariffs",
      "listDueErasures",
      "listTemplates",
      "showTemplate",
      "loadTemplate",
      "previewTemplate",
      "showManifest",
      "verifyRoot",
    ];
    const others = [
      "showSettings",
      "changeSettings",
      "checkReferral",
      "searchCases",
      "loadLawPack",
      "loadTariff",
      "showLawPack",
      "findCases",
      "putDivision",
      "putCalendar",
      "listCases",
      "listWork",
      "countWork",
      "listUnacknowledged",
      "listWebhookEndpoints",
    ];
    const left = operations.filter((operation) => !objects.test(routes[operation].path));
    expect([...tried, ...others, ...alone].sort()).toEqual([...left].sort());
  });

  it("were asked at least ten thousand times", () => {
    expect(asked).toBeGreaterThan(10_000);
  });
});
