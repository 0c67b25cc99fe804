import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { whyNoBrowser } from "../support/browser.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";

// The questions of a page, and its warnings before anything is sent.

const station = "police-330483101";
const committee = "pmc-330483101";
const [clerk, secretary, coordinator] = ["陈样例", "王样例", "郑样例"];

let city: OpenConsole;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole([
    [station, clerk],
    [committee, secretary],
    ["justice-bureau", coordinator],
  ]);
});
afterAll(() => city?.stop());
beforeEach(() => city?.clear());

const address = (path: string): string => `${city.running.platform.url}/console/${path}`;

describe.skipIf(whyNoBrowser !== undefined)("a page", () => {
  it("names a wrong identity number at its field as soon as that is left, and no longer once it is right", async () => {
    const page = await city.visit(clerk);
    await page.goto(address("new"));
    await page.locator("summary:has-text('证件')").first().click();
    const kind = page.locator("[name='parties.0.document.kind'][value=resident_id]");
    if ((await kind.count()) > 0) await kind.check();
    else await page.selectOption("[name='parties.0.document.kind']", "resident_id");
    const number = page.locator("[name='parties.0.document.number']");
    const told = page.locator(".field > [data-of='parties.0.document.number']");
    await number.fill("330483190001010017");
    await page.keyboard.press("Tab");
    await told.waitFor();
    expect(await told.textContent()).toContain("校验码不符");
    await number.fill("330483190001010016");
    await page.keyboard.press("Tab");
    await told.waitFor({ state: "detached" });
    expect(city.faults).toEqual([]);
  });

  it("asks of a station what a station's channels have, and nothing of a court's or a petition office's", async () => {
    const page = await city.visit(clerk);
    await page.goto(address("new"));
    expect(await page.locator("[name=channel]").count()).toBe(2);
    for (const name of ["mediateBy", "takenUpOn", "takenUpWithRequest", "summaryProcedure"])
      expect([name, await page.locator(`[name=${name}]`).count()]).toEqual([name, 0]);
    expect(await page.locator("[name=requestedAt]").count()).toBe(1);
  });

  it("says who has a case until when to those who have nothing to do about it", async () => {
    const { caseId } = await city.refer(station);
    const page = await city.visit(clerk);
    await page.goto(address(`cases/${caseId}`));
    const told = await page.textContent("section.next");
    expect(told).toContain("濮院镇人民调解委员会");
    expect(told).toMatch(/期限：\d{4}-\d{2}-\d{2}/);
  });

  it("names the mediators of a case in its history, never by their ids", async () => {
    const { caseId } = await city.refer(station);
    const params = { organisationId: committee, mediatorId: "m-sample" };
    await city.running.city.coordinator.putMediator({ params, body: { name: "样例调解员", lead: true } });
    const holder = await city.running.city.clientOf(committee);
    await holder.accept({ params: { caseId }, version: "*", body: {} });
    await holder.assignMediator({ params: { caseId }, version: "*", body: { mediatorId: "m-sample" } });
    for (const who of [secretary, clerk]) {
      const page = await city.visit(who);
      await page.goto(address(`cases/${caseId}`));
      const history = (await page.textContent(".timeline")) ?? "";
      expect([who, history]).toEqual([who, expect.stringContaining("调解员")]);
      expect(history).not.toContain("m-sample");
    }
  });

  it("says of the step taken in another tab with another mediator who has the case, and that nothing was changed", async () => {
    const { caseId } = await city.refer(station);
    for (const [mediatorId, name] of [
      ["m-first", "样例甲"],
      ["m-second", "样例乙"],
    ] as const) {
      const params = { organisationId: committee, mediatorId };
      await city.running.city.coordinator.putMediator({ params, body: { name, lead: true } });
    }
    const page = await city.visit(secretary);
    const other = await page.context().newPage();
    for (const tab of [page, other]) await tab.goto(address(`cases/${caseId}/accept`));
    await page.check("[name=mediatorId][value=m-first]");
    await other.check("[name=mediatorId][value=m-second]");
    await page.click("section.next button.primary");
    await page.waitForURL(/said=done/);
    await other.click("section.next button.primary");
    await other.waitForSelector("[role=alert]");
    expect(await other.textContent("[role=alert]")).toContain("本次没有变更");
    expect(await other.textContent(".since")).toMatch(/确认受理.*样例甲/s);
    expect(await other.isChecked("[name=mediatorId][value=m-second]")).toBe(true);
    expect(await other.locator("section.next button.primary").count(), "there is nothing to send").toBe(0);
    const { state } = (await city.running.city.coordinator.showCase({ params: { caseId } })).body;
    expect(state.status === "accepted" && state.assignment.mediatorId).toBe("m-first");
  });

  it("asks a coordinator why it looks at the parties, in words, and shows them once it has said so", async () => {
    const { caseId } = await city.refer(station);
    const page = await city.visit(coordinator);
    await page.goto(address(`cases/${caseId}`));
    for (const button of ["查看当事人（留痕）", "附当事人打印（留痕）"]) {
      if (button.startsWith("附")) await page.click("aside summary");
      await page.click(`text=${button}`);
      await page.waitForLoadState();
      const refused = await page.textContent("main");
      expect(refused).toContain("请填写理由后再查看当事人");
      expect(refused).not.toContain("张样例");
      await page.click("main a:text-is('返回案件')");
      await page.waitForURL(`**/cases/${caseId}`);
    }
    expect(await page.textContent("label[for=reason]")).toContain("必填");
    await page.fill("#reason", "样例：督办核实");
    await page.click("text=查看当事人（留痕）");
    await page.waitForURL("**/parties");
    expect(await page.textContent("main")).toContain("张样例");
    await page.goto(address(`cases/${caseId}/readings`));
    expect(await page.textContent("main")).toContain("样例：督办核实");
    expect(city.faults).toEqual([]);
  });
});
