import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { earlierTitles } from "../../shared/client/earlier-table.ts";
import { readTable } from "../../shared/client/table-file.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type Device, type OpenConsole, openConsole } from "../support/console.ts";

const lead = "周样例";
const colleague = "冯样例";

let city: OpenConsole;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole([
    ["pmc-330483101", "王样例"],
    ["justice-bureau", lead],
    ["justice-bureau", colleague],
  ]);
});
afterAll(() => city?.stop());
beforeEach(() => city?.clear());

const heading = "月份,数据来源,办结（件）,达成协议（件）,协议金额（元）,来源：公安移送,类别：邻里";
const press = async (page: Page, button = "main form button.primary"): Promise<void> => {
  await Promise.all([page.waitForNavigation(), page.click(button)]);
};
async function upload(rows: readonly string[], who = lead, device?: Device, isBeside = false): Promise<Page> {
  const page = await city.visit(who, device);
  await page.goto(`${city.running.platform.url}/console/earlier`);
  const buffer = Buffer.from([heading, ...rows].join("\r\n"));
  await page.setInputFiles("#table", { name: "历史数据.csv", mimeType: "text/csv", buffer });
  if (isBeside) await page.check('[name="beside"]');
  await press(page);
  return page;
}
const statusOf = (page: Page) => page.textContent("main [role=status]");
const casesIn = async (from: string, to = from): Promise<number[]> => {
  const { body } = await city.running.city.coordinator.showSeries({ query: { from, to } });
  return body.points.map(({ cases }) => cases);
};

describe.skipIf(whyNoBrowser !== undefined)("figures of before the platform", () => {
  it("are shown month by month before anything is stored, errors by row, and are marked wherever they are shown", async () => {
    const rows = ["2019-03,综治平台,120,104,5000,80,45", "2019年4月,综治平台,9,10,,,", "2019-05,综治平台,7,,,,"];
    const page = await upload(rows);
    expect(await statusOf(page)).toBe("新增 2 · 有误 1");
    const table = (await page.textContent("main table")) ?? "";
    expect(table).toContain("办结（件）：120");
    expect(table).toContain("协议金额（元）：¥5,000.00");
    expect(table).toContain("来源·公安移送：80");
    expect(table).toContain("达成协议（件）：此数为案件数的一部分，不能超过案件数。");
    expect(await casesIn("2019-03", "2019-05")).toEqual([0, 0, 0]);
    await press(page);
    expect(await statusOf(page)).toBe("已导入 2");
    expect(await casesIn("2019-03", "2019-05")).toEqual([120, 0, 7]);
    await Promise.all([page.waitForNavigation(), page.click("main a.button[href*='/console/figures']")]);
    expect(page.url()).toContain("from=2019-03&to=2019-05");
    expect(await page.textContent("main")).toContain("导入");
    expect(await statusOf(await upload([rows[0] ?? "", rows[2] ?? ""]))).toBe("无变化 2");
    expect(city.faults).toEqual([]);
  });

  it("say field by field what they replace, and sent from two tabs replace it once", async () => {
    await press(await upload(["2018-03,月报,10,8,,,"]));
    const [page, other] = [
      await upload(["2018-03,月报,12,8,,5,"], lead, { script: false, width: 375 }),
      await upload(["2018-03,月报,12,8,,5,"]),
    ];
    expect(await statusOf(page)).toBe("替换此前导入的数据 1");
    const table = (await page.textContent("main table")) ?? "";
    expect(table).toContain("办结（件）：10 → 12");
    expect(table).toContain("来源·公安移送：– → 5");
    expect(table, "what stays is not told").not.toContain("达成协议");
    await press(page);
    expect(await statusOf(page)).toBe("已替换此前导入的数据 1");
    await press(other);
    expect(await statusOf(other)).toBe("此前已导入，没有变化 1");
    expect(await casesIn("2018-03")).toEqual([12]);
  });

  it("that a colleague loaded after the check are not replaced unseen: they are checked again, with nothing to type", async () => {
    const page = await upload(["2017-03,月报,10,,,,", "2017-04,月报,4,,,,"]);
    await press(await upload(["2017-03,综治平台,11,,,,"], colleague));
    await press(page);
    expect(await statusOf(page)).toBe("未导入 1 · 已导入 1");
    expect(await page.textContent("main table")).toContain("您核对之后，他人已导入该月的数据。请重新核对。");
    expect(await casesIn("2017-03", "2017-04")).toEqual([11, 4]);
    await press(page);
    expect(await statusOf(page)).toBe("替换此前导入的数据 1");
    expect(await page.textContent("main table")).toContain("办结（件）：11 → 10");
    await press(page);
    expect(await casesIn("2017-03")).toEqual([10]);
  });

  it("of a month are typed in, with what is wrong at its field and nothing lost", async () => {
    const page = await city.visit(lead, { width: 375 });
    await page.goto(`${city.running.platform.url}/console/earlier/month`);
    await page.fill('[name="takenFrom"]', "综治平台");
    await page.fill('[name="cases"]', "3");
    await page.click("details#byCategory summary");
    await page.fill('[name="byCategory.02"]', "4");
    await press(page);
    expect(await page.title()).toMatch(/^有误：/);
    const summary = await page.locator("#errors li").allTextContents();
    expect(summary).toEqual([expect.stringContaining("月份："), expect.stringContaining("按纠纷类别：")]);
    expect(await page.isVisible('[name="byCategory.02"]'), "what is wrong can be seen").toBe(true);
    expect(await page.inputValue('[name="byCategory.02"]')).toBe("4");
    await page.fill('[name="month"]', "2016-03");
    await page.fill('[name="byCategory.02"]', "2");
    await press(page);
    expect(await page.textContent("main table")).toContain("类别·邻里：2");
    expect(await casesIn("2016-03")).toEqual([0]);
    await press(page, 'main button[name="back"]');
    expect(await page.inputValue('[name="byCategory.02"]'), "it can be corrected first").toBe("2");
    await press(page);
    await press(page);
    expect(await casesIn("2016-03")).toEqual([3]);
    expect(city.faults).toEqual([]);
  });

  it("that are typed come back after the session ended", async () => {
    const page = await city.visit(lead);
    await page.goto(`${city.running.platform.url}/console/earlier/month`);
    await page.fill('[name="month"]', "2016-05");
    await page.fill('[name="cases"]', "31");
    city.running.platform.advanceClock(31 * 60_000);
    await press(page);
    expect(page.url()).toContain("/console/sign-in");
    await city.signIn(page, lead);
    await page.waitForURL("**/console/earlier/month?kept=yes");
    expect(await page.inputValue('[name="cases"]')).toBe("31");
    expect(await page.textContent("main [role=alert]")).toContain("您填写的内容已保留");
  });

  it("are refused for a month that is not over, or was counted here and is not told to be others", async () => {
    const year = new Date(city.running.now()).getUTCFullYear() + 1;
    const page = await upload([`${year}-01,月报,10,,,,`]);
    expect(await page.textContent("main table")).toContain("只能导入已结束的月份。");
    expect(await page.locator("main form").count(), "there is nothing to store").toBe(0);
  });

  it("have an empty sheet to begin with, and are for nobody but the county's coordinator", async () => {
    const page = await city.visit(lead);
    await page.goto(`${city.running.platform.url}/console/earlier`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("main a[href$='template.xlsx']")]);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
    expect(readTable(Buffer.concat(chunks)).columns).toEqual(Object.values(earlierTitles).map(({ zh }) => zh));
    const other = await city.visit("王样例");
    for (const path of ["/console/earlier", "/console/earlier/month", "/console/earlier/template.xlsx"])
      expect((await other.goto(city.running.platform.url + path))?.status()).toBe(404);
  });
});
