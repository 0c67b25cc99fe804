import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sheetNames } from "../../functions/console/sheet-texts.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";
import { mediate, settleCase } from "../support/platform.ts";

const station = "police-330483101";
const committee = "pmc-330483101";
const clerk = "陈样例";
const secretary = "王样例";
const device = { width: 1366, language: "zh-CN" };

let city: OpenConsole;
let caseId: string;
let police: Page;
let body: Page;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole(
    [
      [station, clerk],
      [committee, secretary],
    ],
    [],
  );
  ({ caseId } = await city.refer(station));
  const mediators = await city.running.city.clientOf(committee);
  await mediate(mediators, caseId);
  await settleCase(mediators, caseId);
  await city.running.platform.settled({ ignoreDelayed: true });
  [police, body] = [await city.visit(clerk, device), await city.visit(secretary, device)];
});
afterAll(() => city?.stop());

const open = async (page: Page, sheet: string, of = caseId): Promise<number> => {
  const answer = await page.goto(`${city.running.platform.url}/console/cases/${of}/print/${sheet}`);
  return answer?.status() ?? 0;
};
/** How many sheets of paper a printer would take. */
const sheetsOfPaper = async (page: Page): Promise<number> =>
  ((await page.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;

describe.skipIf(whyNoBrowser !== undefined)("any other page that is printed", () => {
  const controls = "form, label, button, .button, input, select, textarea, summary, nav, .skip, .off, nav.chips";

  it.each([
    ["the list of work", () => "work"],
    ["a list of cases that is narrowed", () => "cases?as=holder&status=offered"],
    ["a case", () => `cases/${caseId}`],
    ["figures", () => "figures"],
  ])("has tables, nothing to press, and who printed it: %s", async (_, address) => {
    await city.refer(station);
    await body.setViewportSize({ width: 642, height: 900 });
    await body.goto(`${city.running.platform.url}/console/${address()}`);
    await body.emulateMedia({ media: "print" });
    const shown = await body
      .locator(controls)
      .evaluateAll((all) => all.filter((one) => one.getClientRects().length > 0).map(({ outerHTML }) => outerHTML));
    const tables = await body
      .locator("table.cases")
      .evaluateAll((all) => all.map((one) => one.computedStyleMap().get("display")?.toString()));
    const printedBy = body.locator(".printed");
    const isPrinted = await printedBy.isVisible();
    await body.emulateMedia({ media: "screen" });
    await body.setViewportSize({ width: 1366, height: 768 });
    expect(shown).toEqual([]);
    expect(tables.every((display) => display === "table")).toBe(true);
    expect([isPrinted, await printedBy.isVisible()]).toEqual([true, false]);
    expect(await printedBy.textContent()).toMatch(/打印人：王样例/);
  });
});

describe.skipIf(whyNoBrowser !== undefined)("a sheet about a case", () => {
  it.each(Object.keys(sheetNames))("fits on one A4 page, in black, with nothing to press: %s", async (sheet) => {
    expect(await open(police, sheet)).toBe(200);
    expect(await sheetsOfPaper(police)).toBe(1);
    await police.emulateMedia({ media: "print" });
    expect(await police.locator("a:visible, button:visible, input:visible").count()).toBe(0);
    const text = await police.locator("body").textContent();
    await police.emulateMedia({ media: "screen" });
    expect(text).toContain("濮院派出所");
    expect(text).toContain("打印人：陈样例");
    expect(text).not.toMatch(/\b(pmc|police)-\d|undefined|\bnull\b/);
  });

  it("says in the terms of the referrer how the case ended", async () => {
    await open(police, "result");
    const text = await police.locator("main").textContent();
    expect(text).toMatch(/结果反馈单/);
    expect(text).toMatch(/（盖章）/);
  });

  it("names no party until somebody asks for it, and that is recorded", async () => {
    await open(body, "case");
    expect(await body.locator("main").textContent()).not.toMatch(/张样例|李样例/);
    await body.goto(`${city.running.platform.url}/console/cases/${caseId}`);
    await body.click("details:has(#print-reason) summary");
    await body.click("details:has(#print-reason) form button");
    await body.waitForLoadState();
    expect(await body.locator("main").textContent()).toMatch(/样例/);
    await body.goto(`${city.running.platform.url}/console/cases/${caseId}/readings`);
    expect(await body.locator("main").textContent()).toMatch(/王样例/);
  });

  it("is not there while the case is not so far, and for a sheet of no name", async () => {
    expect(await open(body, "nothing")).toBe(404);
    const early = await city.refer(station);
    for (const sheet of ["acceptance", "result"]) expect(await open(body, sheet, early.caseId)).toBe(404);
    expect(await open(body, "receipt", early.caseId)).toBe(200);
  });

  it("asks the browser to print", async () => {
    await open(police, "receipt");
    await police.evaluate("window.print = () => { document.title = 'printed'; }");
    await police.click("[data-print]");
    await sleep(50);
    expect(await police.title()).toBe("printed");
  });
});
