import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sampleCounty } from "../../infra/demo/city.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";
import { mediate, settleCase } from "../support/platform.ts";

// Acts that take two persons: one asks, another approves, and nothing is done between.

const station = "police-330483101";
const committee = "pmc-330483101";
const bureau = "justice-bureau";
const [asker, other] = ["周样例", "钱样例"];

let city: OpenConsole;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole([
    [station, "陈样例"],
    [committee, "王样例"],
    [bureau, asker],
    [bureau, other],
  ]);
  const twoPersons = { coordinatorKeys: true, reopening: true, merging: true, tariffs: true };
  await city.running.city.coordinator.changeSettings({ params: { county: sampleCounty }, body: { twoPersons } });
});
afterAll(() => city?.stop());
beforeEach(() => city?.clear());

const address = (path: string): string => `${city.running.platform.url}/console/${path}`;
const statusOf = async (caseId: string): Promise<string> =>
  (await city.running.city.coordinator.showCase({ params: { caseId } })).body.state.status;

async function endedCase(): Promise<string> {
  const { caseId } = await city.refer(station);
  const client = await city.running.city.clientOf(committee);
  await mediate(client, caseId);
  await settleCase(client, caseId);
  expect(await statusOf(caseId)).toBe("closed");
  return caseId;
}

/** Asks in the form of the step; ends on the list of what waits. */
async function ask(page: Page, caseId: string): Promise<void> {
  await page.goto(address(`cases/${caseId}/reopen`));
  await page.check("[name=reason][value=closed_by_mistake]");
  await page.click("main form button.primary");
  const confirm = page.locator("main form button[name=confirmed], main form button.danger, main form button.primary");
  if (!page.url().includes("/approvals")) await confirm.first().click();
  await page.waitForURL("**/console/approvals?said=waiting.*");
}

describe.skipIf(whyNoBrowser !== undefined)("an act that takes two persons", () => {
  it("waits for another lead, who sees what it is, and is done once she approves it", async () => {
    const caseId = await endedCase();
    const page = await city.visit(asker);
    await ask(page, caseId);
    expect(await page.textContent("[role=status]")).toContain("尚未办理");
    expect(await statusOf(caseId)).toBe("closed");
    const own = page.locator("main table tbody tr");
    expect(await own.count()).toBe(1);
    expect(await own.textContent()).toContain("由另一名负责人复核");
    expect(await own.locator("button:has-text('复核通过')").count()).toBe(0);

    const approver = await city.visit(other);
    await approver.goto(address("approvals"));
    const row = approver.locator("main table tbody tr");
    expect(await row.textContent()).toContain(asker);
    const twice = await approver.context().newPage();
    await twice.goto(address("approvals"));
    await row.locator("button:has-text('复核通过')").click();
    await approver.waitForURL("**/console/approvals?said=done.*");
    expect(await approver.textContent("[role=status]")).toContain("已复核通过并办理");
    expect(await statusOf(caseId)).not.toBe("closed");

    // The same in another tab that still shows it: it is no longer there, and nothing is done twice.
    const [answer] = await Promise.all([
      twice.waitForResponse((response) => response.request().method() === "POST"),
      twice.click("button:has-text('复核通过')"),
    ]);
    expect(answer.status()).toBe(404);
    const { entries } = (await city.running.city.coordinator.showHistory({ params: { caseId } })).body;
    expect(entries.filter(({ type }) => type === "case.reopened")).toHaveLength(1);
    expect(city.faults).toEqual([]);
  });

  it("that the other refuses is not done", async () => {
    const caseId = await endedCase();
    await ask(await city.visit(asker), caseId);
    const approver = await city.visit(other);
    await approver.goto(address("approvals"));
    await approver.click("button:has-text('不予通过')");
    await approver.waitForURL("**/console/approvals?said=refused.*");
    expect(await approver.textContent("main")).toContain("没有待复核事项");
    expect(await statusOf(caseId)).toBe("closed");
  });
});
