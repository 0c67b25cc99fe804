import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import { createClient } from "../../shared/client/client.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { monthAfter } from "../../shared/domain/series.ts";
import { mediate, quarrel, type RunningCity, settleCase, startCity } from "../support/platform.ts";

// Figures on pages, and the screen on the wall, as the people of several organisations see them.

const station = "police-330483101";
const committee = "pmc-330483101";
const bureau = "justice-bureau";
const seats = {
  clerk: { organisationId: station, duty: "clerk" },
  secretary: { organisationId: committee, duty: "lead" },
  coordinator: { organisationId: bureau, duty: "lead" },
  wall: { organisationId: bureau, duty: "reader" },
} as const;
type Name = keyof typeof seats;

let provider: IdentityProvider;
let running: RunningCity;
const secrets = new Map<string, string>();
let month = "";
let open = "";

beforeAll(async () => {
  const people = Object.keys(seats).map((name) => ({ subject: name, name, place: "" }));
  provider = await startSignInProvider(people);
  running = await startCity([station, committee], {
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
  const { coordinator } = running.city;
  for (const [name, { organisationId, duty }] of Object.entries(seats)) {
    const { body } = await (await running.city.clientOf(organisationId)).invitePerson({
      params: { organisationId },
      body: { name, duty },
    });
    const client = createClient({ baseUrl: running.platform.url, session: await signIn(coordinator, name) });
    secrets.set(name, (await client.redeemInvitation({ body: { code: body.code } })).body.secret);
  }
  month = shanghaiDate(new Date(running.now()).toISOString()).slice(0, 7);
  const police = await running.city.clientOf(station);
  const holder = await running.city.clientOf(committee);
  const refer = async (number: string): Promise<string> => {
    const { caseId } = (await police.submitReferral({ body: quarrel(number) })).body;
    await running.platform.settled();
    return caseId;
  };
  const settled = await refer("样例-1");
  await mediate(holder, settled);
  await settleCase(holder, settled);
  open = await refer("样例-2");
  await coordinator.putEarlierFigures({
    params: { month: monthAfter(month, -12) },
    query: {},
    body: { takenFrom: "综治平台", cases: 8, bySource: { court: 8 } },
  });
  await running.platform.settled({ ignoreDelayed: true });
});
afterAll(async () => {
  await running?.stop();
  await provider?.stop();
});

async function ask(name: Name, path: string, language = "zh-CN") {
  const response = await fetch(running.platform.url + path, {
    redirect: "manual",
    headers: { cookie: `accord=${secrets.get(name)}`, "accept-language": language },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, page: new TextDecoder().decode(bytes) };
}
const pageOf = async (name: Name, path: string, language?: string): Promise<string> => {
  const { status, page } = await ask(name, path, language);
  expect([path, status]).toEqual([path, 200]);
  return page;
};
/** What people read of a page, but not what only those hear who do not see its drawings. */
const textOf = (page: string): string =>
  page.slice(page.indexOf("<main")).replaceAll(/<(title|desc)[^>]*>.*?<\/\1>|<[^>]*>/gs, " ");

describe("the figures of a county", () => {
  it("begin with a sentence, beside the year before, and mark what was loaded", async () => {
    const page = await pageOf("coordinator", `/console/figures?period=${month}`);
    expect(textOf(page)).toMatch(
      /办结 1 件，比上年同期减少 87.5%；公安移送最多，占 100%（上年同期 0%）；达成协议的占 100%。/,
    );
    expect(textOf(page)).toContain("导入");
    const english = textOf(await pageOf("coordinator", `/console/figures?period=${month}`, "en-GB"));
    expect(english).toMatch(/1 case ended, 87.5 % fewer than a year before; referred by the police come first/);
  });

  it("draw each chart with a name, a description and a pattern, and no style of their own", async () => {
    const page = await pageOf("coordinator", "/console/figures");
    const drawings = [...page.matchAll(/<svg[^>]*role="img"[^>]*aria-labelledby="(\S+) (\S+)"/g)];
    expect(drawings.length).toBeGreaterThanOrEqual(4);
    for (const [, title, text] of drawings) {
      expect(page).toContain(`<title id="${title}">`);
      expect(page).toContain(`<desc id="${text}">`);
    }
    expect(page).toContain("<pattern ");
    expect(page).not.toMatch(/ style=|<style/);
    expect(textOf(page)).toMatch(/濮院镇/);
  });

  it("lead from each number to a list of as many cases, also from one of several months and from a town's category", async () => {
    const from = monthAfter(month, -3);
    const page = await pageOf("coordinator", `/console/figures?from=${from}&to=${month}`);
    const linked = [...page.matchAll(/<a href="(\/console\/figures\/cases[^"]*)">(\d+)<\/a>/g)];
    const addresses = linked.map(([, href = "", count]) => [href.replaceAll("&amp;", "&"), count] as const);
    const town = `from=${from}&to=${month}&town=330483101`;
    for (const query of [
      `from=${month}&to=${month}`,
      `${town}&category=02`,
      town,
      `from=${from}&to=${month}&category=02`,
    ])
      expect(addresses).toContainEqual([`/console/figures/cases?${query}`, "1"]);
    for (const [address, count] of addresses) {
      const text = textOf(await pageOf("coordinator", address));
      expect([address, /共 (\d+) 件/.exec(text)?.[1]]).toEqual([address, count]);
      expect(text).toContain("样例-1");
      expect(text).not.toContain("样例-2");
    }
    const english = textOf(await pageOf("coordinator", `/console/figures/cases?${town}&category=02`, "en-GB"));
    expect(english).toMatch(/Cases that ended.*濮院镇 · Neighbours/s);
  });

  it("say of loaded ones that they have no list, and that nothing counts where nothing does", async () => {
    const loaded = monthAfter(month, -12);
    const list = textOf(await pageOf("coordinator", `/console/figures/cases?from=${loaded}&to=${loaded}&source=court`));
    expect(list).toMatch(/共 0 件.*导入数据（没有逐件记录），件数： 8.*没有对应的案件/s);
    const page = await pageOf("coordinator", `/console/figures?period=${loaded}`);
    expect(page).not.toContain("/console/figures/cases");
    for (const odd of [
      "",
      "?from=now&to=2026-01",
      `?from=${month}&to=${month}&category=99`,
      `?from=${month}&to=${month}&x=1`,
    ])
      expect([odd, (await ask("coordinator", `/console/figures/cases${odd}`)).status]).toEqual([odd, 404]);
    expect((await ask("clerk", `/console/figures/cases?from=${month}&to=${month}`)).status).toBe(403);
  });

  it("lead from what is overdue to its list", async () => {
    const page = await pageOf("coordinator", "/console/figures");
    expect(textOf(page)).toContain("没有逾期的案件");
    expect(textOf(page)).toMatch(/待签收|催办/);
    expect(page).toContain("样例-1");
  });

  it("can be taken along, as texts with a byte order mark or as workbooks", async () => {
    for (const chart of ["sources", "categories", "towns", "agreed", "average-days", "years"]) {
      const csv = await ask("coordinator", `/console/figures/file?chart=${chart}&format=csv&period=${month}`);
      expect([chart, csv.status, csv.headers.get("content-type")]).toEqual([chart, 200, "text/csv; charset=utf-8"]);
      expect([...csv.bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const xlsx = await ask("coordinator", `/console/figures/file?chart=${chart}&format=xlsx&period=${month}`);
      expect([chart, xlsx.page.slice(0, 2)]).toEqual([chart, "PK"]);
    }
    for (const chart of ["monthly", "cases"]) {
      const book = await ask("coordinator", `/console/figures/file?chart=${chart}&format=xlsx&month=${month}`);
      expect([chart, book.status, book.page.slice(0, 2)]).toEqual([chart, 200, "PK"]);
    }
    expect((await ask("coordinator", "/console/figures/file?chart=nothing&format=csv")).status).toBe(404);
    expect((await ask("coordinator", "/console/figures/file?chart=monthly&month=now")).status).toBe(404);
  });

  it("say so where a period has none, and where it cannot be shown", async () => {
    expect(textOf(await pageOf("coordinator", "/console/figures?period=2016"))).toContain("没有办结的案件");
    for (const odd of ["period=2999", "period=%3Cscript%3E", "from=2026-03&to=2026-01", "from=1990-01&to=2026-01"]) {
      expect(textOf(await pageOf("coordinator", `/console/figures?${odd}`))).toContain("这个期间不能统计");
    }
    const years = textOf(await pageOf("coordinator", `/console/figures?from=2018-01&to=${month}`));
    expect(years).toContain("2018");
    expect(years).not.toContain("这个期间不能统计");
  });
});

describe("the figures of any other organisation", () => {
  it("are of what it sent and what it holds, each number with its list", async () => {
    const page = await pageOf("clerk", "/console/figures");
    expect(textOf(page)).toMatch(/移送的案件/);
    expect(page).toMatch(/\/console\/cases\?as=sender&amp;from=\d{4}-\d{2}-01&amp;to=/);
    expect(textOf(page)).not.toContain("督办");
    expect(textOf(await pageOf("secretary", "/console/figures"))).toMatch(/承办的在办案件/);
    expect((await ask("clerk", `/console/figures/file?chart=own-months&format=csv&period=${month}`)).status).toBe(200);
  });

  it("hold nothing of the county, and no screen", async () => {
    expect((await ask("clerk", "/console/screen")).status).toBe(403);
    expect((await ask("clerk", `/console/figures/file?chart=monthly&month=${month}`)).status).toBe(403);
    expect((await ask("secretary", `/console/figures/file?chart=sources&period=${month}`)).status).toBe(404);
  });
});

describe("the screen on the wall", () => {
  it("is read by a reader, comes again by itself, and names no case, no person and no few", async () => {
    const page = await pageOf("wall", "/console/screen");
    expect(page).toContain('<meta http-equiv="refresh" content="60"');
    expect(page).not.toMatch(/<script/);
    expect(page).not.toMatch(/样例-\d|张样例|李样例/);
    expect(textOf(page)).toContain("&lt;3");
    expect(page).not.toContain(open);
    expect(textOf(page)).toMatch(/濮院镇/);
  });

  it("runs a working day of twelve hours untouched, and not longer than a session does", {
    timeout: 180_000,
  }, async () => {
    const turn = 20 * 60_000;
    // Half an hour without a call would end it: it asks every minute, and here every twenty.
    for (let passed = turn; passed < 12 * 3_600_000; passed += turn) {
      running.platform.advanceClock(turn);
      const { status } = await ask("wall", "/console/screen");
      expect([passed / 60_000, status]).toEqual([passed / 60_000, 200]);
    }
    running.platform.advanceClock(turn);
    const over = await ask("wall", "/console/screen");
    expect(over.status).toBe(303);
    expect(over.headers.get("location")).toContain("/console/sign-in");
    // Somebody else, who did nothing all day, was out after half an hour.
    expect((await ask("coordinator", "/console/figures")).status).toBe(303);
  });
});
