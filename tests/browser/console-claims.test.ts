import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { quarterOf } from "../../shared/domain/incentive.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type Device, type OpenConsole, openConsole } from "../support/console.ts";
import { addPaper } from "../support/papers.ts";
import { mediate, settleCase } from "../support/platform.ts";

const station = "police-330483101";
const committee = "pmc-330483101";
const secretary = "王样例";
const clerk = "陈样例";
const bureau = "冯样例";
const approver = "何样例";

let city: OpenConsole;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole([
    [station, clerk],
    [committee, secretary],
    ["justice-bureau", bureau],
    ["justice-bureau", approver],
  ]);
  for (const [mediatorId, publicEmployee] of [
    ["m-sample", false],
    ["m-public", true],
  ] as const) {
    const params = { organisationId: committee, mediatorId };
    await city.running.city.coordinator.putMediator({ params, body: { name: "样例", publicEmployee } });
  }
});
afterAll(() => city?.stop());
beforeEach(() => city?.clear());

async function archived(mediatorId = "m-sample"): Promise<{ caseId: string; sourceNumber: string }> {
  const sent = await city.refer(station);
  const params = { caseId: sent.caseId };
  const body = await city.running.city.clientOf(committee);
  await mediate(body, sent.caseId, mediatorId);
  await settleCase(body, sent.caseId);
  for (const kind of ["registration", "mediation_record", "agreement", "performance_proof"] as const) {
    await addPaper(body, sent.caseId, kind);
  }
  await (await city.running.city.clientOf(station)).acknowledgeResult({ params, version: "*" });
  await city.running.city.coordinator.archive({ params, version: "*" });
  await city.running.platform.settled({ ignoreDelayed: true });
  return sent;
}
const open = async (name: string, address: string, device?: Device): Promise<Page> => {
  const page = await city.visit(name, device);
  await page.goto(city.running.platform.url + address);
  return page;
};
const press = (page: Page, text: string) => Promise.all([page.waitForNavigation(), page.click(`main >> ${text}`)]);
const claimsOf = async (caseId: string) => {
  const quarter = quarterOf(new Date(city.running.now()).toISOString());
  const { body } = await city.running.city.coordinator.listClaims({ query: { quarter } });
  return body.claims.filter(({ claimId }) => claimId === caseId);
};
const statusesOf = async (caseId: string) => (await claimsOf(caseId))[0]?.steps.map(({ status }) => status);

describe.skipIf(whyNoBrowser !== undefined)("incentive pay", () => {
  it("is claimed by the committee on the case, once, and decided on by the coordinator step by step, once each", async () => {
    const { caseId, sourceNumber } = await archived();
    const page = await open(secretary, `/console/cases/${caseId}`);
    await press(page, "text=申报以奖代补");
    expect(await page.textContent("main")).toContain("一件纠纷只申报一次");
    await press(page, "button:has-text('申报以奖代补')");
    expect(await page.textContent("[role=status]")).toContain("已办理");
    const row = await page.textContent(`tr:has-text("${sourceNumber}")`);
    expect(row).toContain("¥150.00");
    expect(row).toContain("已申报");
    expect(await page.locator("main button:has-text('审核')").count()).toBe(0);

    // The same once more, from a page that stayed open, changes nothing and says so.
    await page.goto(`${city.running.platform.url}/console/claims/${caseId}/claim`);
    await press(page, "button:has-text('申报以奖代补')");
    expect(await page.textContent(".notice.unchanged")).not.toBe("");
    expect(await statusesOf(caseId)).toEqual(["claimed"]);

    const desk = await open(bureau, "/console/administration");
    await press(desk, "a:has-text('以奖代补') >> nth=0");
    expect(await desk.textContent("main")).toContain(sourceNumber);
    const stale = await open(bureau, "/console/claims", { script: false, width: 375 });
    const openPage = await open(approver, "/console/claims");
    for (const [hand, act] of [
      [desk, "审核通过"],
      [openPage, "审批通过"],
      [desk, "登记发放"],
    ] as const) {
      await hand.goto(`${city.running.platform.url}/console/claims`);
      await press(hand, `tr:has-text("${sourceNumber}") >> button:has-text('${act}')`);
      expect(await hand.textContent(".notice.done")).not.toBe("");
      if (act === "登记发放") continue;
      // Somebody who took this step does not take the next.
      expect(await hand.textContent(`tr:has-text("${sourceNumber}")`)).toContain("由另一名人员办理");
    }
    await press(stale, `tr:has-text("${sourceNumber}") >> button:has-text('审核通过')`);
    expect(await stale.textContent("[role=alert]")).toContain("不允许");
    expect(await statusesOf(caseId)).toEqual(["claimed", "reviewed", "approved", "paid"]);

    // The month's return on paper, and the list behind it, name the body that had the case.
    const month = shanghaiDate(new Date(city.running.now()).toISOString()).slice(0, 7);
    await desk.goto(`${city.running.platform.url}/console/figures/print?month=${month}`);
    expect(await desk.textContent(".sheet h1")).toBe("月报");
    expect(await desk.textContent(".counted >> nth=0")).toMatch(new RegExp(`${month}\\s*1`));
    expect(await desk.textContent(".counted >> nth=-1")).toContain("濮院镇人民调解委员会");
    await desk.goto(`${city.running.platform.url}/console/cases?as=county&month=${month}`);
    expect(await desk.textContent(`tr:has-text("${sourceNumber}")`)).toContain("濮院镇人民调解委员会");
    expect((await desk.goto(`${city.running.platform.url}/console/figures/print?month=2026-13`))?.status()).toBe(404);
    await page.goto(`${city.running.platform.url}/console/figures/print?month=${month}`);
    expect(await page.textContent("h1")).toContain("没有");
  });

  it("is refused with a reason, and not without one", async () => {
    const { caseId, sourceNumber } = await archived();
    const page = await open(secretary, `/console/claims/${caseId}/claim`);
    await press(page, "button:has-text('申报以奖代补')");
    const desk = await open(bureau, "/console/claims");
    const row = `tr:has-text("${sourceNumber}")`;
    await desk.click(`${row} >> summary:has-text('不予发放')`);
    await desk.fill(`${row} >> input[name=reason]`, "   ");
    await press(desk, `${row} >> button:has-text('不予发放')`);
    expect(await desk.textContent("[role=alert]")).toContain("请写明理由");
    expect(await statusesOf(caseId)).toEqual(["claimed"]);
    // The form stands open with what was typed.
    await desk.fill(`${row} >> input[name=reason]`, "样例：卷宗缺回访记录");
    await press(desk, `${row} >> button:has-text('不予发放')`);
    expect(await statusesOf(caseId)).toEqual(["claimed", "rejected"]);
    await page.goto(`${city.running.platform.url}/console/claims`);
    expect(await page.textContent(row)).toContain("样例：卷宗缺回访记录");
  });

  it("is not due for a public employee, and the page says why; others are not offered it", async () => {
    const { caseId } = await archived("m-public");
    const page = await open(secretary, `/console/claims/${caseId}/claim`);
    await press(page, "button:has-text('申报以奖代补')");
    expect(await page.textContent("[role=alert]")).toContain("公职人员");
    expect(await claimsOf(caseId)).toEqual([]);
    const police = await open(clerk, `/console/cases/${caseId}`);
    expect(await police.locator("text=申报以奖代补").count()).toBe(0);
    for (const address of ["/console/claims", `/console/claims/${caseId}/claim`]) {
      const answer = await police.goto(city.running.platform.url + address);
      expect(answer?.status()).toBe(404);
    }
    expect(city.faults).toEqual([]);
  });
});
