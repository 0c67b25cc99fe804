import type { Page } from "playwright-core";
import readExcelFile from "read-excel-file/node";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { whyNoBrowser } from "../support/browser.ts";
import { type Device, type OpenConsole, openConsole } from "../support/console.ts";

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

const columns = [
  "案号,渠道,纠纷类别,发生地区划代码,简要情况",
  ...[1, 2].map((party) => `当事人${party}地位,当事人${party}性质,当事人${party}姓名或名称,当事人${party}电话`),
].join(",");
/** A row that can be sent, but for what is said. */
const rowOf = (number: string, { category = "邻里", phone = "" } = {}): string =>
  [
    ...[number, "公安移送民间纠纷", category, "330483101", "样例：邻里纠纷"],
    ...["申请人", "natural_person", "张样例", phone, "被申请人", "自然人", "李样例", ""],
  ].join(",");
const tableOf = (rows: readonly string[]) => ({
  name: "移送表.csv",
  mimeType: "text/csv",
  buffer: Buffer.from([columns, ...rows].join("\r\n")),
});

async function upload(rows: readonly string[], device?: Device): Promise<Page> {
  const page = await city.visit(clerk, device);
  await page.goto(`${city.running.platform.url}/console/batch`);
  await page.setInputFiles("#table", tableOf(rows));
  await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
  return page;
}
const outcomes = async (page: Page): Promise<Record<string, number>> => {
  const rows = page.locator("tr[data-outcome]");
  const all: string[] = await rows.evaluateAll((found) => found.map((row) => row.dataset["outcome"] ?? ""));
  const counts: Record<string, number> = {};
  for (const outcome of all) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};
const sentCases = async (): Promise<number> => {
  const client = await city.running.city.clientOf(station);
  let count = 0;
  let cursor: string | undefined;
  do {
    const query = { as: "sender" as const, limit: 50, ...(cursor === undefined ? {} : { cursor }) };
    const { body } = await client.listCases({ query });
    count += body.cases.length;
    cursor = body.cursor;
  } while (cursor !== undefined);
  return count;
};

describe.skipIf(whyNoBrowser !== undefined)("a table of referrals", () => {
  it("can be downloaded empty, in Chinese, with its codes", async () => {
    const page = await city.visit(clerk);
    await page.goto(`${city.running.platform.url}/console/batch`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("main a:has-text('下载模板')")]);
    expect(download.suggestedFilename()).toBe("移送表.xlsx");
    const sheets = await readExcelFile(await download.path());
    expect(JSON.stringify(sheets)).toContain("当事人2姓名或名称");
    expect(JSON.stringify(sheets)).toContain("police_civil");
  });

  it("of 130 rows with 7 wrong ones is checked before anything is stored, sent once, and said to be there when it comes again", async () => {
    const rows = Array.from({ length: 130 }, (_, index) =>
      rowOf(`批-${index}`, index % 20 === 3 ? { category: "无此类" } : {}),
    );
    const before = await sentCases();
    const page = await upload(rows);
    await page.waitForSelector("tr[data-outcome=waiting]", { state: "detached" });
    expect(await outcomes(page)).toEqual({ fit: 123, wrong: 7 });
    expect(await page.textContent("#row-2")).toContain("濮院镇人民调解委员会");
    expect(await page.textContent("#row-5")).toContain("纠纷类别");
    expect(await sentCases()).toBe(before);

    await page.click("main form button.primary");
    await page.waitForSelector("tr[data-outcome=fit]", { state: "detached" });
    expect(await outcomes(page)).toEqual({ sent: 123, wrong: 7 });
    expect(await sentCases()).toBe(before + 123);

    const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=下载未成功的行")]);
    const failed = JSON.stringify(await readExcelFile(await download.path()));
    expect(failed).toContain("原因");
    for (const number of ["批-3", "批-23", "批-123"]) expect(failed).toContain(number);
    expect(failed).not.toContain('批-4"');

    const again = await upload(rows);
    await again.waitForSelector("tr[data-outcome=waiting]", { state: "detached" });
    expect(await outcomes(again)).toEqual({ there: 123, wrong: 7 });
    expect(await sentCases()).toBe(before + 123);
    expect(city.faults).toEqual([]);
  }, 240_000);

  it("is checked and sent without a script up to a hundred rows", async () => {
    const before = await sentCases();
    const page = await upload([rowOf("无脚本-1"), rowOf("无脚本-2", { phone: "123" })], { script: false, width: 375 });
    expect(await outcomes(page)).toEqual({ fit: 1, wrong: 1 });
    await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
    expect(await outcomes(page)).toEqual({ sent: 1 });
    expect(await sentCases()).toBe(before + 1);
    const long = await upload(
      Array.from({ length: 101 }, (_, index) => rowOf(`长-${index}`)),
      { script: false },
    );
    expect(await long.textContent("[role=alert]")).toContain("超过 100 行");
    expect(await sentCases()).toBe(before + 1);
  });

  it("that is none is refused in words, and one whose sending stopped is finished without repeats", async () => {
    const page = await city.visit(clerk);
    await page.goto(`${city.running.platform.url}/console/batch`);
    const buffer = Buffer.from("无关,内容\r\n1,2");
    await page.setInputFiles("#table", { name: "表.csv", mimeType: "text/csv", buffer });
    await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
    expect(await page.textContent("[role=alert]")).toContain("移送表没有这些列");

    const before = await sentCases();
    const stopped = await upload([rowOf("停-1"), rowOf("停-2")]);
    let broken = 0;
    await stopped.route("**/console/batch/send", async (route) => {
      if (broken > 0) return route.continue();
      broken += 1;
      // The platform sends them, and its answer is lost on the way.
      await route.fetch();
      return route.abort("connectionreset");
    });
    await stopped.click("main form button.primary");
    await stopped.waitForSelector("#batch-status >> text=中途停止");
    await stopped.click("main form button.primary");
    await stopped.waitForSelector("tr[data-outcome=there]");
    expect(await outcomes(stopped)).toEqual({ there: 2 });
    expect(await sentCases()).toBe(before + 2);
  });
});
