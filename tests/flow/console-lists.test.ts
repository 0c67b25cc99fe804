import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import { createClient } from "../../shared/client/client.ts";
import { quarrel, type RunningCity, startCity } from "../support/platform.ts";

// The lists of the console, as the people of several organisations see them.

const station = "police-330483101";
const committee = "pmc-330483101";
const bureau = "justice-bureau";
const audit = "bureau-audit";
const seats = { clerk: station, secretary: committee, coordinator: bureau, auditor: audit } as const;
type Name = keyof typeof seats;

let provider: IdentityProvider;
let running: RunningCity;
const secrets = new Map<string, string>();
let offered = "";
let lacking = "";

beforeAll(async () => {
  const people = Object.keys(seats).map((name) => ({ subject: name, name, place: "" }));
  provider = await startSignInProvider(people);
  running = await startCity([station, committee, bureau], {
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
  const { coordinator } = running.city;
  await coordinator.putOrganisation({
    params: { organisationId: audit },
    body: { kind: "agency", type: "auditor", level: "county", name: "样例监督", divisionCode: "330483" },
  });
  for (const [name, organisationId] of Object.entries(seats)) {
    const inviter = organisationId === audit ? coordinator : await running.city.clientOf(organisationId);
    const { body } = await inviter.invitePerson({
      params: { organisationId },
      body: { name, duty: "lead" },
    });
    const client = createClient({ baseUrl: running.platform.url, session: await signIn(coordinator, name) });
    secrets.set(name, (await client.redeemInvitation({ body: { code: body.code } })).body.secret);
  }
  const police = await running.city.clientOf(station);
  const refer = async (number: string, change = {}): Promise<string> => {
    const { caseId } = (await police.submitReferral({ body: quarrel(number, change) })).body;
    await running.platform.settled();
    return caseId;
  };
  offered = await refer("样例-1");
  // A dispute that the law reserves to others waits for the coordinator, who can send it back.
  const { dispute } = quarrel("样例-2");
  lacking = await refer("样例-2", { dispute: { ...dispute, circumstances: ["reserved_by_law"] } });
  await coordinator.askForInfo({ params: { caseId: lacking }, version: "*", body: { missing: ["地点"] } });
  await running.platform.settled();
});
afterAll(async () => {
  await running?.stop();
  await provider?.stop();
});

async function ask(name: Name, path: string, fields?: Record<string, string>, language = "zh-CN") {
  const response = await fetch(running.platform.url + path, {
    method: fields === undefined ? "GET" : "POST",
    redirect: "manual",
    headers: { cookie: `accord=${secrets.get(name)}`, "accept-language": language },
    ...(fields && { body: new URLSearchParams(fields) }),
  });
  return { status: response.status, location: response.headers.get("location") ?? "", page: await response.text() };
}
const pageOf = async (name: Name, path: string): Promise<string> => {
  const { status, page } = await ask(name, path);
  expect([path, status]).toEqual([path, 200]);
  return page;
};
const tokenOf = async (name: Name): Promise<string> =>
  /name="form-token" value="([^"]+)"/.exec(await pageOf(name, "/console/work"))?.[1] ?? "";
/** What people read of a page: no attributes, and none of what only a browser sees. */
const textOf = (page: string): string => page.replaceAll(/<(script|style)[^>]*>.*?<\/\1>|<[^>]*>/gs, " ");
const main = (page: string): string => textOf(page.slice(page.indexOf("<main")));

describe("the list of work", () => {
  it("has what lies with others under its own heading, with its number, until it is done", async () => {
    const before = main(await pageOf("clerk", "/console/work"));
    expect(before).toMatch(/待补正\s+1/);
    expect(before).toContain("样例-2");
    expect(before).not.toContain("样例-1");
    // The row itself says what is lacking, to who owes it and to who waits for it.
    expect(before).toMatch(/样例-2.*应补正：地点/s);
    const english = main((await ask("clerk", "/console/work", undefined, "en-GB")).page);
    expect(english).toMatch(/样例-2.*To be supplied: 地点/s);
    expect(main(await pageOf("coordinator", "/console/work"))).toMatch(/样例-2.*应补正：地点/s);
    const form = main(await pageOf("clerk", `/console/cases/${lacking}/supply-info`));
    expect(main(await pageOf("coordinator", `/console/cases/${lacking}`))).toMatch(/由该单位办理：\s*\S*派出所/);
    expect(form).toMatch(/应补正\s+地点\s+期限：\d{4}-\d{2}-\d{2}/);
    const police = await running.city.clientOf(station);
    await police.supplyInfo({ params: { caseId: lacking }, version: "*", body: { note: "已补" } });
    await running.platform.settled();
    const after = main(await pageOf("clerk", "/console/work"));
    expect(after).not.toContain("样例-2");
    expect(after).toContain("没有待办");
  });

  it("leads from an offer to the form of its answer", async () => {
    const page = await pageOf("secretary", "/console/work");
    expect(main(page)).toMatch(/待确认受理\s+1/);
    expect(page).toContain(`/console/cases/${offered}/accept`);
  });

  it("calls organisations by their names, here and everywhere", async () => {
    const addresses = ["/console/work", "/console/cases", `/console/cases/${offered}`];
    for (const name of ["clerk", "secretary", "coordinator"] as const) {
      for (const address of addresses) {
        const text = main(await pageOf(name, address));
        expect([name, address, /\b(pmc|police|justice)-[a-z0-9]+/.exec(text)?.[0]]).toEqual([name, address, undefined]);
      }
    }
    expect(main(await pageOf("secretary", "/console/work"))).toMatch(/派出所/);
  });
});

describe("a list of cases", () => {
  it("is narrowed by its address, says by what, and offers to take each off", async () => {
    const all = main(await pageOf("clerk", "/console/cases?as=sender"));
    expect(all).toContain("样例-1");
    expect(all).toMatch(/共 2 件/);
    const page = await pageOf("clerk", "/console/cases?as=sender&status=offered&category=02");
    expect(main(page)).toContain("样例-1");
    expect(main(page)).not.toContain("样例-2");
    expect(main(page)).toMatch(/筛选（2）/);
    expect(page).toContain("/console/cases?as=sender&amp;category=02");
    expect(page).toContain("/console/cases?as=sender&amp;status=offered");
  });

  it("says so where nothing fits, and what is no filter narrows nothing", async () => {
    const none = main(await pageOf("clerk", "/console/cases?as=sender&due=overdue"));
    expect(none).toContain("没有符合条件的案件");
    expect(none).toContain("清除全部");
    const odd = "/console/cases?as=sender&status=nonsense&from=yesterday&holder=%3Cscript%3E&mediator=";
    expect(main(await pageOf("clerk", odd))).toMatch(/共 2 件/);
  });

  it("of the county is for its offices; any other caller gets its own", async () => {
    const county = main(await pageOf("coordinator", "/console/cases"));
    expect(county).toContain("辖区案件");
    expect(county).toContain("样例-1");
    expect(county).toContain("样例-2");
    expect(main(await pageOf("clerk", "/console/cases?as=county"))).not.toContain("辖区案件");
    const month = main(await pageOf("coordinator", "/console/cases?as=county&month=2020-01"));
    expect(month).toContain("没有符合条件的案件");
    expect(main(await pageOf("secretary", "/console/cases?as=holder"))).toContain("本月结案");
    const ended = main(await pageOf("secretary", "/console/cases?as=holder&month=2020-01"));
    expect(ended).toContain("没有符合条件的案件");
    expect(ended).toContain("2020-01");
  });
});

describe("the page of a case", () => {
  it("says who read the parties to who works on it, and to nobody else of its bodies", async () => {
    const path = `/console/cases/${offered}/readings`;
    expect(main(await pageOf("secretary", path))).toContain("还没有人查阅过");
    const fields = { "form-token": await tokenOf("clerk"), "form-seat": station, reason: "" };
    expect((await ask("clerk", `/console/cases/${offered}/parties`, fields)).status).toBe(200);
    const read = main(await pageOf("secretary", path));
    expect(read).toContain("clerk");
    expect(read).toMatch(/派出所/);
    expect((await ask("clerk", path)).status).toBe(404);
    expect(main(await pageOf("coordinator", path))).toContain("clerk");
    expect(await pageOf("coordinator", `/console/cases/${offered}`)).toContain(path);
    expect(await pageOf("clerk", `/console/cases/${offered}`)).not.toContain(path);
  });

  it("offers an auditor who read the parties, and never the parties", async () => {
    const path = `/console/cases/${offered}`;
    const page = await pageOf("auditor", path);
    expect(main(page)).toContain("监督机构不查看当事人信息");
    for (const refused of [`${path}/parties`, `action="${path}/print/case`]) expect(page).not.toContain(refused);
    expect(main(await pageOf("auditor", `${path}/readings`))).toContain("clerk");
    expect(await pageOf("clerk", path)).toContain(`${path}/parties`);
  });

  it("asks for no reason of lateness while there is time", async () => {
    const page = await pageOf("secretary", `/console/cases/${offered}/accept`);
    expect(page).not.toContain('name="lateReason"');
  });

  it("calls a step done once, and a repeat what it is", async () => {
    const address = `/console/cases/${offered}/accept`;
    const form = await pageOf("secretary", address);
    const token = await tokenOf("secretary");
    const version = /name="form-version" value="([^"]+)"/.exec(form)?.[1] ?? "";
    const fields = { "form-token": token, "form-seat": committee, "form-version": version };
    expect((await ask("secretary", address, fields)).location).toContain("said=done");
    expect((await ask("secretary", address, fields)).location).toContain("said=unchanged");
  });
});
