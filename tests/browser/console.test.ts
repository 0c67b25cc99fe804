import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { asked } from "../../shared/domain/verbs.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";
import type { RunningCity } from "../support/platform.ts";

const station = "police-330483101";
const committee = "pmc-330483101";
const minutes = 60_000;
const clerk = "陈样例";
const secretary = "王样例";
const stranger = "赵样例";

let running: RunningCity;
let city: OpenConsole;
let visit: OpenConsole["visit"];
let signIn: OpenConsole["signIn"];
let faults: string[];

beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole(
    [
      [station, clerk],
      [committee, secretary],
    ],
    [stranger],
  );
  ({ running, visit, signIn, faults } = city);
});
afterAll(() => city?.stop());
beforeEach(() => city?.clear());

const offered = (change?: Partial<ReferralSubmission>) => city.refer(station, change);
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
  it.each([
    { width: 1366, script: true },
    { width: 375, script: false },
  ])(
    "lets the station refer a dispute, and shows before where it will go, $width wide, script $script",
    async (device) => {
      const page = await visit(clerk, device);
      await page.click("nav >> text=新移送");
      await page.fill("[name=sourceNumber]", `样例-新-${device.width}`);
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
    },
  );

  it("says once a minute that there is new work, moves no row, and does not count as somebody being present", async () => {
    await offered();
    const page = await visit(secretary);
    await page.clock.install();
    await page.goto(`${running.platform.url}/console/work`);
    const rows = await page.locator("main tbody tr").count();
    expect(await page.isVisible("#new-work")).toBe(false);
    await offered();
    await page.clock.runFor(61_000);
    await page.waitForSelector("#new-work:not([hidden])");
    expect(await page.textContent("#new-work")).toContain("有 1 件新待办");
    expect(await page.locator("main tbody tr").count()).toBe(rows);
    await page.click("#new-work a");
    expect(await page.locator("main tbody tr").count()).toBe(rows + 1);
    expect(await page.isVisible("#new-work")).toBe(false);
    const count = async (): Promise<number> =>
      (await page.request.get(`${running.platform.url}/console/work/count`)).status();
    running.platform.advanceClock(20 * minutes);
    expect(await count()).toBe(200);
    running.platform.advanceClock(11 * minutes);
    expect(await count()).toBe(401);
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
    await primary(page);
    await page.check("[name=form][value=written]");
    const signatures = page.locator("input[type=datetime-local][name=signedAt]");
    expect(await signatures.count(), "one for each party").toBe(2);
    await signatures.nth(1).fill(shanghaiMinute());
    await page.fill("[name=sealedAt]", shanghaiMinute());
    await page.fill("[name=documentNumber]", `濮调字样例${device.width}`);
    await primary(page);
    expect(await page.textContent("#errors")).toContain("1");
    expect(await page.locator("#signedAt\\.0").getAttribute("aria-invalid"), "the first party's is missing").toBe(
      "true",
    );
    expect(await signatures.nth(1).inputValue(), "the second's is kept in its place").not.toBe("");
    await signatures.nth(0).fill(shanghaiMinute());
    await primary(page);
    expect(await typesOf(caseId)).toContain("agreement.reached");
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    expect(faults).toEqual([]);
  });

  it("sends a form once, however often its button is pressed", async () => {
    const { caseId } = await offered();
    const page = await visit(secretary);
    await open(page, caseId);
    await page.dblclick("section.next button.primary");
    await page.waitForURL(/said=/);
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
    await page.click("button.danger");
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
    // The provider was left without an answer and still knows the person; it asks all the same.
    await page.click("main button.primary");
    await page.waitForURL(/\/interaction\//);

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

  it("keeps a form that was filled in while the session ended, for the same person alone", async () => {
    const { caseId } = await offered();
    const page = await visit(secretary);
    const address = `${running.platform.url}/console/cases/${caseId}/decline`;
    await page.goto(address);
    await page.check("[name=reason][value=no_capacity]");
    await page.fill("[name=note]", "样例：人手不足");
    running.platform.advanceClock(31 * minutes);
    await primary(page);
    expect(page.url()).toContain("/console/sign-in");
    expect(await page.textContent("main")).toContain("已保留");
    const kept = (await page.context().cookies()).filter(({ name }) => name === "accord_kept");
    expect(kept).toHaveLength(1);

    const other = await visit(clerk);
    await other.context().addCookies(kept);
    await other.goto(`${address}?kept=yes`);
    expect(await other.content()).not.toContain("人手不足");

    await signIn(page, secretary);
    await page.waitForURL(/\?kept=yes$/);
    expect(await page.textContent("[role=alert]")).toContain("您填写的内容已保留");
    expect(await page.inputValue("[name=note]")).toBe("样例：人手不足");
    expect(await page.isChecked("[name=reason][value=no_capacity]")).toBe(true);
    await primary(page);
    // The page says what follows before it is done, and the way back keeps what was typed.
    expect(await page.textContent("main")).toContain("本单位不再承办");
    expect(await page.textContent("main dl")).toContain("样例：人手不足");
    await page.click("button[name=back]");
    expect(await page.inputValue("[name=note]")).toBe("样例：人手不足");
    expect(await typesOf(caseId)).not.toContain("assignment.declined");
    await primary(page);
    await page.click("button.danger");
    expect(await page.textContent("[role=status]")).toContain("已办理");
    expect((await typesOf(caseId)).filter((type) => type === "assignment.declined")).toHaveLength(1);
    // It is told once: neither the page opened again nor its address in another tab claims that something was done.
    const told = page.url();
    await page.reload();
    expect(await page.textContent("main")).not.toContain("已办理");
    const copied = await page.context().newPage();
    await copied.goto(told);
    expect(await copied.textContent("main")).not.toContain("已办理");
    expect(faults).toEqual([]);
  });

  it("keeps what was typed in one tab while the person signed in again in another", async () => {
    const { caseId } = await offered();
    const page = await visit(secretary);
    await page.goto(`${running.platform.url}/console/cases/${caseId}/decline`);
    await page.check("[name=reason][value=no_capacity]");
    await page.fill("[name=note]", "样例：另一页");
    running.platform.advanceClock(31 * minutes);
    const other = await page.context().newPage();
    await other.goto(`${running.platform.url}/console/work`);
    await signIn(other, secretary);
    await primary(page);
    expect(await page.textContent("[role=alert]")).toContain("您填写的内容已保留");
    expect(await page.inputValue("[name=note]")).toBe("样例：另一页");
    expect(await typesOf(caseId)).not.toContain("assignment.declined");
    await primary(page);
    await page.click("button.danger");
    expect(await page.textContent("[role=status]")).toContain("已办理");
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
  return new Date(running.now() + 8 * 60 * minutes - minutes).toISOString().slice(0, 16);
}
