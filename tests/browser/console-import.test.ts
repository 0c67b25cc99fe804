import type { Page } from "playwright-core";
import readExcelFile from "read-excel-file/node";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { whyNoBrowser } from "../support/browser.ts";
import { type Device, type OpenConsole, openConsole } from "../support/console.ts";

const committee = "pmc-330483101";
const lead = "周样例";
const bureau = "justice-bureau";

let city: OpenConsole;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole([
    [committee, "王样例"],
    [bureau, lead],
  ]);
});
afterAll(() => city?.stop());
beforeEach(() => city?.clear());

const columns =
  "机构标识,性质,类型,级别,名称,区划代码,纠纷类别,上级机构标识,派驻机构标识,在办上限,调解员人数,品牌等级,备注";
const rowOf = (id: string, { name = "样例调委会", capacity = "9", division = "330483101" } = {}): string =>
  [id, "committee", "general", "town", name, division, "01;02", "", "", capacity, "", "", ""].join(",");

async function upload(rows: readonly string[], device?: Device): Promise<Page> {
  const page = await city.visit(lead, device);
  await page.goto(`${city.running.platform.url}/console/import`);
  const buffer = Buffer.from([columns, ...rows].join("\r\n"));
  await page.setInputFiles("#table", { name: "名录.csv", mimeType: "text/csv", buffer });
  await press(page);
  return page;
}
const press = async (page: Page): Promise<void> => {
  await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
};
const statusOf = (page: Page) => page.textContent("main [role=status]");
const factsOf = async (organisationId: string) =>
  (await city.running.city.coordinator.showOrganisation({ params: { organisationId } })).body;
const isThere = (organisationId: string): Promise<boolean> =>
  factsOf(organisationId).then(
    () => true,
    () => false,
  );

describe.skipIf(whyNoBrowser !== undefined)("a sheet of the directory", () => {
  it("says of a row that makes an office that another lead has to approve it", async () => {
    const { coordinator } = city.running.city;
    const params = { county: "330483" };
    await coordinator.changeSettings({ params, body: { twoPersons: { coordinatorKeys: true } } });
    const page = await upload([
      rowOf("pmc-plain"),
      rowOf("office-of-import").replace("committee,general", "agency,auditor"),
    ]);
    const rows = await page.locator("main table tbody tr").allTextContents();
    expect(rows.map((row) => row.includes("须由另一名负责人复核后生效"))).toEqual([false, true]);
    expect(await isThere("office-of-import")).toBe(false);
    await coordinator.changeSettings({ params, body: { twoPersons: { coordinatorKeys: false } } });
  });

  it.each(["organisations", "mediators", "divisions"])(
    "of %s can be downloaded empty, with its codes",
    async (kind) => {
      const page = await city.visit(lead);
      await page.goto(`${city.running.platform.url}/console/import`);
      const link = page.locator(`main a[href$="${kind}.xlsx"]`);
      const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
      const sheets = JSON.stringify(await readExcelFile(await download.path()));
      expect(sheets).toContain({ organisations: "机构标识", mediators: "调解员标识", divisions: "上级区划代码" }[kind]);
      expect(sheets.slice(0, sheets.indexOf("]]")), "every heading is Chinese").not.toMatch(/\[\[.*"[a-z]+[A-Z]/);
    },
  );

  it("shows field by field what it would change before anything is stored, and stores that alone", async () => {
    const before = await factsOf(committee);
    const changed = { name: before.name, capacity: "123", division: before.divisionCode };
    const rows = [
      rowOf("pmc-new-sample"),
      rowOf(committee, changed),
      rowOf("pmc-nowhere", { division: "330483999" }),
      rowOf("Wrong Id"),
    ];
    const page = await upload(rows);
    expect(await statusOf(page)).toBe("新增 1 · 变更 1 · 有误 2");
    const table = (await page.textContent("main table")) ?? "";
    expect(table).toMatch(/在办上限：\S+ → 123/);
    expect(table).toContain("区划 330483999 未登记");
    expect(table).not.toMatch(/[a-z]+-[a-z]+: /);
    expect(await factsOf(committee)).toEqual(before);
    expect(await isThere("pmc-new-sample")).toBe(false);

    expect(await page.textContent("main form button.primary")).toContain("（2）");
    await press(page);
    expect(await statusOf(page)).toBe("新增 1 · 变更 1");
    expect((await factsOf(committee)).capacity).toBe(123);
    expect(await isThere("pmc-new-sample")).toBe(true);

    const again = await upload([rows[0] ?? "", rows[1] ?? ""]);
    expect(await statusOf(again)).toBe("无变化 2");
    expect(await again.locator("main form").count(), "there is nothing to store").toBe(0);
    expect(city.faults).toEqual([]);
  });

  it("is stored a hundred rows at a time without a script, and pressed twice it changes nothing more", async () => {
    const rows = Array.from({ length: 130 }, (_, index) => rowOf(`pmc-many-${index}`));
    const page = await upload(rows, { script: false, width: 375 });
    expect(await statusOf(page)).toBe("新增 130");
    const form = page.url();
    await press(page);
    expect(await statusOf(page)).toBe("新增 100");
    expect(await page.textContent("main form button.primary")).toContain("（30）");
    await press(page);
    expect(await statusOf(page)).toBe("新增 30");
    expect(await isThere("pmc-many-129")).toBe(true);
    expect(form).toContain("/console/import");
    expect(await statusOf(await upload(rows))).toBe("无变化 130");
  }, 240_000);

  it("that is none says why, and nobody else is let near it", async () => {
    const page = await city.visit(lead);
    await page.goto(`${city.running.platform.url}/console/import`);
    await page.setInputFiles("#table", { name: "x.csv", mimeType: "text/csv", buffer: Buffer.from("甲,乙\r\n1,2") });
    await press(page);
    expect(await page.textContent("main [role=alert]")).toContain("表头");
    const other = await city.visit("王样例");
    const answer = await other.goto(`${city.running.platform.url}/console/import`);
    expect(answer?.status()).toBe(404);
  });
});
