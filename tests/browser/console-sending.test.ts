import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";

const station = "police-330483101";
const committee = "pmc-330483101";
const clerk = "陈样例";

let city: OpenConsole;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole([
    [station, clerk],
    [committee, "王样例"],
  ]);
});
afterAll(() => city?.stop());
beforeEach(() => city?.clear());

const caseOf = async (sourceNumber: string): Promise<string[]> => {
  const client = await city.running.city.clientOf(station);
  return (await client.findCases({ query: { name: sourceNumber } })).body.cases.map(({ caseId }) => caseId);
};
const people: ReferralSubmission["parties"] = [
  { side: "applicant", kind: "natural_person", name: "张样例", phone: "13800000011" },
  { side: "respondent", kind: "natural_person", name: "李样例", phone: "13800000012" },
];

/** Fills in the form of a new referral with these two people. */
async function fillIn(page: Page, sourceNumber: string, summary: string, phones = true): Promise<void> {
  await page.goto(`${city.running.platform.url}/console/new`);
  await page.fill("[name=sourceNumber]", sourceNumber);
  await page.check("[name=channel][value=police_civil]");
  await page.selectOption("[name='dispute.category']", "02");
  await page.selectOption("[name='dispute.place']", "330483101");
  await page.fill("[name='dispute.summary']", summary);
  for (const [row, { side, kind, name, phone = "" }] of people.entries()) {
    await page.check(`[name='parties.${row}.side'][value=${side}]`);
    await page.check(`[name='parties.${row}.kind'][value=${kind}]`);
    await page.fill(`[name='parties.${row}.name']`, name);
    if (phones) await page.fill(`[name='parties.${row}.phone']`, phone);
  }
}
const send = async (page: Page, value = "send"): Promise<void> => {
  await page.click(`button[value=${value}]`);
  await page.waitForLoadState();
};

describe.skipIf(whyNoBrowser !== undefined)("a search", () => {
  it("finds the own case by its end and its year, without the number in any address, and says of others that there is none", async () => {
    const { caseId } = await city.refer(station, { sourceNumber: "样例字2026第880471号" });
    const page = await city.visit(clerk);
    await page.click("text=查找案件");
    for (const number of ["样例字2026第880471号", "2026-0471"]) {
      await page.fill("#sought", number);
      await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
      expect(await page.getAttribute("main li a", "href")).toBe(`/console/cases/${caseId}`);
      expect(page.url()).toBe(`${city.running.platform.url}/console/search`);
    }
    await page.fill("#sought", "2026-9999");
    await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
    expect(await page.textContent("[role=status]")).toContain("没有找到");
    expect(city.faults).toEqual([]);
  });

  it("finds a party by its whole name and by its telephone, and says of half a name why it is not found", async () => {
    const parties = people.map((one, row) => (row === 0 ? { ...one, name: "张寻样", phone: "13912345671" } : one));
    const { caseId } = await city.refer(station, { sourceNumber: "样例字2026第880472号", parties });
    const page = await city.visit(clerk);
    for (const text of ["张寻样", "139 1234 5671", "张寻"]) {
      await page.goto(`${city.running.platform.url}/console/search`);
      await page.fill("#sought", text);
      await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
      expect(await page.inputValue("#sought")).toBe(text);
      const found = await page
        .locator("main li a")
        .evaluateAll((links) => links.map((one) => one.getAttribute("href")));
      expect([text, found]).toEqual([text, text === "张寻" ? [] : [`/console/cases/${caseId}`]]);
    }
    expect(await page.textContent("[role=status]")).toContain("须完整");
    expect(city.faults).toEqual([]);
  });
});

describe.skipIf(whyNoBrowser !== undefined)("a new referral", () => {
  it("shows where it will go while it is filled in, without a button", async () => {
    const page = await city.visit(clerk);
    await fillIn(page, "样例-活", "样例：邻里纠纷");
    await page.waitForSelector("#destination");
    expect(await page.textContent("#destination")).toContain("濮院镇人民调解委员会");
    await page.check("[name='dispute.circumstances'][value=reserved_by_law]");
    await page.waitForSelector("#destination .warning");
    expect(await page.textContent("#destination .warning")).toMatch(/第.+条/);
    expect(city.faults).toEqual([]);
  });

  it.each([true, false])(
    "of a number that was sent with other words leads to that case, and nothing typed is lost; script %s",
    async (script) => {
      const { caseId, sourceNumber } = await city.refer(station);
      const page = await city.visit(clerk, { script });
      await fillIn(page, sourceNumber, "样例：另一纠纷", false);
      await send(page);
      expect(page.url()).toContain("/console/new");
      const link = page.locator("[role=alert] a");
      expect(await link.getAttribute("href")).toBe(`/console/cases/${caseId}`);
      expect(await page.textContent("main")).not.toContain(caseId);
      expect(await page.inputValue("[name='dispute.summary']")).toBe("样例：另一纠纷");
      expect(await page.inputValue("[name='parties.1.name']")).toBe("李样例");
      await link.click();
      expect(await page.textContent("h1")).toContain(sourceNumber);
      expect(city.faults).toEqual([]);
    },
  );

  it.each([true, false])(
    "of the same parties asks first, and is sent once that is confirmed; script %s",
    async (script) => {
      const { caseId, sourceNumber } = await city.refer(station, { parties: people });
      const page = await city.visit(clerk, { script });
      const another = `样例-另-${script}`;
      await fillIn(page, another, "样例：同一纠纷");
      await send(page);
      expect(await caseOf(another)).toEqual([]);
      const links = page.locator(`main a[href="/console/cases/${caseId}"]`);
      expect(await links.allTextContents()).toEqual([sourceNumber, sourceNumber]);
      // One is in sight when the page opens, the other beside the button.
      expect((await links.first().boundingBox())?.y).toBeLessThan(768);
      await send(page, "send-anyway");
      await page.waitForURL(/said=done\.\w+$/);
      expect(await caseOf(another)).toHaveLength(1);
      expect(city.faults).toEqual([]);
    },
  );
});
