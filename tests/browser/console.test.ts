import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type IdentityProvider, startIdentityProvider } from "../../infra/local/identity-provider.ts";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { asked } from "../../shared/domain/verbs.ts";
import { openBrowser, whyNoBrowser } from "../support/browser.ts";
import { quarrel, type RunningCity, startCity } from "../support/platform.ts";

const station = "police-330483101";
const committee = "pmc-330483101";
const minutes = 60_000;
const clerk = "陈样例";
const secretary = "王样例";
const stranger = "赵样例";

let provider: IdentityProvider;
let running: RunningCity;
let browser: Browser;
const opened: BrowserContext[] = [];
const faults: string[] = [];
let number = 0;

beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  provider = await startIdentityProvider(
    [clerk, secretary, stranger].map((name) => ({ subject: name, name, place: "" })),
  );
  running = await startCity([station, committee], {
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
  browser = await openBrowser();
  for (const [organisationId, name] of [
    [station, clerk],
    [committee, secretary],
  ] as const) {
    const { body } = await running.city.coordinator.invitePerson({
      params: { organisationId },
      body: { name, duty: "lead" },
    });
    const page = await visit(name);
    await page.fill("#code", body.code);
    await page.click("main button.primary");
    await page.waitForURL("**/console/work");
  }
});
afterAll(async () => {
  await browser?.close();
  await running?.stop();
  await provider?.stop();
});
beforeEach(async () => {
  for (const context of opened.splice(0)) await context.close();
  faults.length = 0;
});

type Device = { width?: number; script?: boolean; language?: string };

/** A browser of somebody, who goes to the console and signs in; it ends on the page that comes then. */
async function visit(name: string, { width = 1366, script = true, language = "zh-CN" }: Device = {}): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 768 },
    locale: language,
    javaScriptEnabled: script,
  });
  opened.push(context);
  const page = await context.newPage();
  const { host } = new URL(running.platform.url);
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.host !== host && asked.host !== new URL(provider.url).host) faults.push(`asks ${asked.host}`);
  });
  await page.goto(`${running.platform.url}/console`);
  await signIn(page, name);
  return page;
}

async function signIn(page: Page, name: string): Promise<void> {
  await page.click("main button.primary");
  await page.click(`button[value="${name}"]`);
  await page.waitForURL("**/console/**");
}

/** A case that the committee has been offered. */
async function offered(change: Partial<ReferralSubmission> = {}): Promise<{ caseId: string; sourceNumber: string }> {
  number += 1;
  const sourceNumber = `样例-${number}`;
  const police = await running.city.clientOf(station);
  const { caseId } = (await police.submitReferral({ body: quarrel(sourceNumber, change) })).body;
  await running.platform.settled();
  return { caseId, sourceNumber };
}
const open = (page: Page, caseId: string): Promise<unknown> =>
  page.goto(`${running.platform.url}/console/cases/${caseId}`);
const primary = async (page: Page): Promise<void> => {
  await page.click("section.next button.primary");
  await page.waitForLoadState();
};
const typesOf = async (caseId: string): Promise<string[]> => {
  const police = await running.city.clientOf(station);
  return (await police.showHistory({ params: { caseId } })).body.entries.map(({ type }) => type);
};

describe.skipIf(whyNoBrowser !== undefined)("the console", () => {
  it("lets the station refer a dispute, and shows before where it will go", async () => {
    const page = await visit(clerk);
    await page.click("nav >> text=新移送");
    await page.fill("[name=sourceNumber]", "样例-新-1");
    await page.check("[name=channel][value=police_civil]");
    await page.selectOption("[name='dispute.category']", "02");
    await page.selectOption("[name='dispute.place']", "330483101");
    await page.fill("[name='dispute.summary']", "样例：邻里纠纷");
    for (const [row, side, name] of [
      [0, "applicant", "张样例"],
      [1, "respondent", "李样例"],
    ] as const) {
      await page.check(`[name='parties.${row}.side'][value=${side}]`);
      await page.check(`[name='parties.${row}.kind'][value=natural_person]`);
      await page.fill(`[name='parties.${row}.name']`, name);
    }
    await page.click("text=查看去向");
    expect(await page.textContent("#destination")).toContain("濮院镇人民调解委员会");
    expect(await page.inputValue("[name='parties.1.name']")).toBe("李样例");
    await page.click("button[value=send]");
    await page.waitForURL("**/console/cases/**");
    expect(await page.textContent("[role=status]")).toContain("已办理");
    await running.platform.settled();
    await page.reload();
    expect(await page.textContent("aside")).toContain("濮院镇人民调解委员会");
    expect(faults).toEqual([]);
  });

  it.each([
    { width: 1366, script: true },
    { width: 375, script: false },
  ])("leads the committee from the list to an agreement, $width wide, script $script", async (device) => {
    const { caseId, sourceNumber } = await offered();
    const page = await visit(secretary, device);
    await page.click(`a:text-is("${sourceNumber}")`);
    await primary(page);
    await primary(page);
    expect(await page.title()).toContain(sourceNumber);
    await primary(page);
    expect(await page.title(), "nothing was filled in").toMatch(/^有误：/);
    for (const row of [0, 1]) {
      await page.check(`[name='consents.${row}.answer'][value=consented]`);
      await page.check(`[name='consents.${row}.channel'][value=telephone]`);
      await page.fill(`[name='consents.${row}.at']`, shanghaiMinute());
    }
    await primary(page);
    await page.fill("[name=heldAt]", shanghaiMinute());
    await primary(page);
    expect(await typesOf(caseId)).toContain("session.held");
    expect(await page.textContent("section.next h2")).toContain("协议");
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    expect(faults).toEqual([]);
  });

  it("sends a form once, however often its button is pressed", async () => {
    const { caseId } = await offered();
    const page = await visit(secretary);
    await open(page, caseId);
    await page.dblclick("section.next button.primary");
    await page.waitForURL("**said=*");
    expect((await typesOf(caseId)).filter((type) => type === "assignment.accepted")).toHaveLength(1);
  });

  it("says of a form whose case went on meanwhile what happened, and keeps what was typed", async () => {
    const { caseId } = await offered();
    const page = await visit(secretary);
    await open(page, caseId);
    await page.click("summary");
    await page.click(`text=${asked.decline.words.zh}`);
    await page.check("[name=reason][value=no_capacity]");
    await page.fill("[name=note]", "样例：人手不足");
    const holder = await running.city.clientOf(committee);
    await holder.accept({ params: { caseId }, version: "*", body: {} });
    await primary(page);
    expect(await page.textContent("main")).not.toContain("已办理");
    expect(await page.textContent("[role=alert]")).toContain("案件已处于其他状态");
    expect(await page.inputValue("[name=note]")).toBe("样例：人手不足");
    expect((await typesOf(caseId)).filter((type) => type === "assignment.declined")).toEqual([]);
  });

  it("never says done of a step that had been taken before", async () => {
    const { caseId } = await offered();
    const [one, other] = [await visit(secretary), await visit(secretary)];
    await open(one, caseId);
    await open(other, caseId);
    await primary(one);
    expect(await one.textContent("[role=status]")).toContain("已办理");
    await primary(other);
    expect(await other.textContent("main")).not.toContain("已办理\n");
    expect((await typesOf(caseId)).filter((type) => type === "assignment.accepted")).toHaveLength(1);
  });

  it("shows the parties only once that is recorded, and no name runs as a script", async () => {
    const hostile = '<img src=x onerror="alert(1)">';
    const { caseId } = await offered({
      parties: [
        { side: "applicant", kind: "natural_person", name: hostile },
        { side: "respondent", kind: "natural_person", name: "李样例" },
      ],
    });
    const page = await visit(secretary);
    await open(page, caseId);
    expect(await page.textContent("main")).not.toContain("李样例");
    await page.click("text=查看当事人");
    await page.waitForURL("**/parties");
    expect(await page.textContent("main")).toContain(hostile);
    expect(page.url()).not.toContain("样例");
    expect(faults).toEqual([]);
  });

  it("is closed to those who are signed out, left it alone for half an hour, or were never invited", async () => {
    const { caseId } = await offered();
    const page = await visit(secretary);
    await page.click("text=退出");
    await page.waitForURL(/session\/end/);
    await open(page, caseId);
    expect(page.url()).toContain("/console/sign-in");

    const idle = await visit(secretary);
    running.platform.advanceClock(31 * minutes);
    await open(idle, caseId);
    expect(await idle.textContent("main")).toContain("登录超时");

    const unknown = await visit(stranger);
    expect(unknown.url()).toContain("/console/invitation");
    await unknown.fill("#code", "AAAAAAAAAA");
    await unknown.click("main button.primary");
    expect(await unknown.textContent("main")).toContain("邀请码无效");
    await open(unknown, caseId);
    expect(unknown.url()).toContain("/console/invitation");
  });

  it("shows a case of others to nobody, and takes no form that another site made", async () => {
    const page = await visit(clerk);
    const answer = await page.goto(`${running.platform.url}/console/cases/0190a0de-0000-7000-8000-000000000001`);
    expect(answer?.status()).toBe(404);
    const { caseId } = await offered();
    const cookies = await page.context().cookies();
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
    const forged = await fetch(`${running.platform.url}/console/cases/${caseId}/recall`, {
      method: "POST",
      headers: { cookie, "content-type": "application/x-www-form-urlencoded", origin: "https://evil.invalid" },
      body: "reason=sent_by_mistake&form-version=2",
    });
    expect(forged.status).toBe(403);
    expect(await typesOf(caseId)).not.toContain("referral.recalled");
  });

  it("speaks English where it is asked to", async () => {
    const page = await visit(clerk, { language: "en-GB" });
    expect(await page.textContent("h1")).toBe("To do");
    await page.click("text=中文");
    expect(await page.textContent("h1")).toBe("待办");
  });
});

/** The present minute as a browser's field takes it. */
function shanghaiMinute(): string {
  return new Date(Date.now() + 8 * 60 * minutes - minutes).toISOString().slice(0, 16);
}
