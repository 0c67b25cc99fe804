import { mkdirSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { boundWithinACall } from "../../shared/runtime/case-bundle.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type Device, type OpenConsole, openConsole } from "../support/console.ts";
import { addLargePapers, beginsBinding, brokenCall } from "../support/large-files.ts";
import { wholeTemplate } from "../support/paper-templates.ts";
import { docxText, hasPoppler, pdfText, squeezed } from "../support/paper-texts.ts";

const station = "police-330483101";
const committee = "pmc-330483101";
const secretary = "王样例";
const second = "周样例";
const clerk = "陈样例";
const bureau = "冯样例";

let city: OpenConsole;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole([
    [station, clerk],
    [committee, secretary],
    [committee, second],
    ["justice-bureau", bureau],
  ]);
});
afterAll(() => city?.stop());
beforeEach(() => city?.clear());

/** A page about a new case that the committee has accepted. */
async function openCase(who: string, page = "", device?: Device): Promise<{ page: Page; caseId: string }> {
  const { caseId } = await city.refer(station);
  const holder = await city.running.city.clientOf(committee);
  await holder.accept({ params: { caseId }, version: "*", body: {} });
  const opened = await city.visit(who, device);
  await opened.goto(addressOf(caseId, page));
  return { page: opened, caseId };
}
const addressOf = (caseId: string, page = ""): string =>
  `${city.running.platform.url}/console/cases/${caseId}${page === "" ? "" : `/${page}`}`;
const row = (page: Page, paper: string) =>
  page.locator("ul.papers > li", { has: page.getByText(paper, { exact: true }) });
const filedOf = async (caseId: string): Promise<string[]> => {
  const holder = await city.running.city.clientOf(committee);
  const { documents } = (await holder.listDocuments({ params: { caseId } })).body;
  return documents.map(({ kind, name }) => `${kind} ${name}`);
};
async function downloaded(page: Page, paper: string, format: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    row(page, paper).locator("button", { hasText: format }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await buffer(await download.createReadStream()) };
}
const shots = process.env["SHOTS"];
async function shoot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

describe.skipIf(whyNoBrowser !== undefined)("official papers in the browser", () => {
  it.each([
    { width: 1366, script: true, language: "zh-CN" },
    { width: 375, script: false, language: "zh-CN" },
    { width: 375, script: true, language: "en-GB" },
  ])("are opened and filed from the case, $width wide, with script: $script, $language", async (device) => {
    const { page, caseId } = await openCase(secretary, "", device);
    const isChinese = device.language === "zh-CN";
    const paper = isChinese ? "人民调解受理登记表" : "Registration";
    await shoot(page, `case-${device.width}-${device.language}`);
    const pdf = await downloaded(page, paper, "PDF");
    expect(pdf.name).toBe("人民调解受理登记表.pdf");
    expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
    if (hasPoppler) expect(squeezed(pdfText(pdf.bytes))).toContain("受理登记表");
    const docx = await downloaded(page, paper, "DOCX");
    expect(docxText(docx.bytes)).toContain("受理登记表");
    expect(await filedOf(caseId)).toEqual([]);
    await row(page, paper).locator("button[value=file]").click();
    await page.waitForURL("**/official?said=filed.*");
    expect(await filedOf(caseId)).toEqual(["registration 人民调解受理登记表.pdf"]);
    await row(page, paper).locator("button[value=file]").click();
    await page.waitForURL("**/official?said=there.*");
    expect(await filedOf(caseId)).toHaveLength(1);
    expect(await row(page, paper).locator(".draft").textContent()).toContain(isChinese ? "一致" : "as the case stands");
    const holder = await city.running.city.clientOf(committee);
    await holder.seekConsent({ params: { caseId }, version: "*" });
    await page.reload();
    await shoot(page, `official-${device.width}-${device.language}`);
    expect(await row(page, paper).locator(".draft.stale").textContent()).toContain(isChinese ? "已变更" : "older");
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    expect(city.faults).toEqual([]);
  });

  it("of a county's own form are offered as DOCX alone, where the case stands too", async () => {
    const { coordinator } = city.running.city;
    const kind = "rights_notice" as const;
    const effectiveFrom = shanghaiDate(new Date(city.running.now()).toISOString());
    const docx = Buffer.from(await wholeTemplate(kind)).toString("base64");
    const load = (version: string, form: { docx: string } | { bundled: true }) =>
      coordinator.loadTemplate({
        params: { kind, version },
        body: { effectiveFrom, lateReason: "样例：新表样", ...form },
      });
    await load("1", { docx });
    city.running.platform.advanceClock(120_000);
    const { page } = await openCase(secretary);
    const paper = "人民调解权利义务告知书";
    expect(await row(page, paper).locator("button[value=pdf]").count()).toBe(0);
    expect(docxText((await downloaded(page, paper, "DOCX")).bytes)).toContain("全部字段");
    expect(await row(page, "人民调解受理登记表").locator("button[value=pdf]").count()).toBe(1);
    await load("2", { bundled: true });
    city.running.platform.advanceClock(120_000);
    expect(city.faults).toEqual([]);
  });

  it("are made by who coordinates once it said why, which is recorded", async () => {
    const { page, caseId } = await openCase(bureau, "official");
    expect(await page.locator("ul.papers").count()).toBe(0);
    await page.fill("#reason", "样例抽查");
    await page.click("section.next button.primary");
    await page.locator("ul.papers").first().waitFor();
    await shoot(page, "official-bureau");
    const { bytes } = await downloaded(page, "督办函", "PDF");
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    const { readings } = (await city.running.city.coordinator.listReadings({ params: { caseId } })).body;
    expect(readings.filter(({ reason }) => reason === "样例抽查")).toHaveLength(2);
    expect(city.faults).toEqual([]);
  });

  it.each([
    { width: 1366, format: "pdf" },
    { width: 375, format: "zip" },
  ])("come as the whole file, $format, $width wide", async ({ width, format }) => {
    const { page, caseId } = await openCase(secretary, "official", { width });
    const holder = await city.running.city.clientOf(committee);
    await holder.filePaper({ params: { caseId, kind: "registration" } });
    await page.locator("form[action$=bundle] button", { hasText: format.toUpperCase() }).click();
    await page.waitForURL("**/bundle");
    await shoot(page, `bound-${format}`);
    expect(await page.locator("main ol li").allTextContents()).toEqual([expect.stringContaining("草稿")]);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("section.next a.button")]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^整卷-样例-\\d+\\.${format}$`));
    const bytes = await buffer(await download.createReadStream());
    expect(bytes.subarray(0, 4).toString()).toBe(format === "pdf" ? "%PDF" : "PK\u0003\u0004");
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    expect(city.faults).toEqual([]);
  });

  it.each([
    { width: 1366, script: true, language: "zh-CN" },
    { width: 375, script: false, language: "en-GB" },
  ])("come once they are bound where they are large, $width wide, with script: $script", async (device) => {
    const { page, caseId } = await openCase(secretary, "official", device);
    await addLargePapers(await city.running.city.clientOf(committee), caseId);
    const { platform } = city.running;
    platform.setFault(({ operation, body }) => (beginsBinding(operation, body) ? brokenCall : "pass"));
    await page.locator("form[action$=bundle] button", { hasText: "ZIP" }).click();
    await page.waitForURL("**/bundles/*");
    await shoot(page, `binding-${device.width}`);
    expect(await page.locator("#running a.button").count()).toBe(1);
    expect(await page.locator("main ol li").count()).toBe(0);
    await platform.settled({ ignoreDelayed: true });
    platform.setFault(undefined);
    platform.advanceClock(13 * 60_000);
    await platform.settled({ ignoreDelayed: true });
    if (!device.script) await page.click("#running a.button");
    await page.locator("main ol li").first().waitFor();
    await shoot(page, `binding-done-${device.width}`);
    expect(await page.locator("#running").count()).toBe(0);
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("section.next a.button")]);
    const bytes = await buffer(await download.createReadStream());
    expect(bytes.subarray(0, 4).toString()).toBe("PK\u0003\u0004");
    expect(bytes.length).toBeGreaterThan(boundWithinACall.bytes);
    expect(city.faults).toEqual([]);
  });

  it("are the referrer's own letter alone for the referrer", async () => {
    const { page } = await openCase(clerk, "official");
    expect(await page.locator("ul.papers > li").count()).toBe(1);
    const { name } = await downloaded(page, "移送函", "DOCX");
    expect(name).toBe("移送函.docx");
  });
});

describe.skipIf(whyNoBrowser !== undefined)("a particular that papers alone need, in the browser", () => {
  it.each([
    { width: 1366, script: false },
    { width: 375, script: true },
  ])("is said and stands in the paper; $width wide, with script: $script", async (device) => {
    const { page, caseId } = await openCase(secretary, "particulars", device);
    await page.fill("#requested", "请求样例赔偿。");
    await page.fill('[name="copies"]', "many");
    await page.fill('[name="clauses.0.text"]', "样例条款");
    await page.fill('[name="clauses.0.amountFen"]', "1,234.50");
    await page.click("section.next button.primary");
    expect(await page.inputValue("#requested")).toBe("请求样例赔偿。");
    await shoot(page, `particulars-wrong-${device.width}`);
    expect(await page.locator(".field.wrong").count()).toBe(1);
    await page.fill('[name="copies"]', "3");
    await page.click("section.next button.primary");
    await page.waitForURL("**/official?said=done.*");
    await page.goto(addressOf(caseId, "particulars"));
    expect(await page.inputValue('[name="clauses.0.amountFen"]')).toBe("1234.50");
    await page.click("section.next button.primary");
    await page.waitForURL("**/official?said=unchanged.*");
    const { bytes } = await downloaded(page, "人民调解申请书", "DOCX");
    expect(docxText(bytes)).toContain("请求样例赔偿。");
    expect(city.faults).toEqual([]);
  });

  it("stays typed where somebody else said something else meanwhile, and leaves alone what only they changed", async () => {
    const { page, caseId } = await openCase(secretary, "particulars");
    const other = await city.visit(second);
    await other.goto(addressOf(caseId, "particulars"));
    await other.fill("#requested", "他人填写的样例");
    await other.fill("#breach", "他人的违约样例");
    await other.click("section.next button.primary");
    await other.waitForURL("**/official?said=done.*");
    await page.fill("#requested", "本人填写的样例");
    await page.fill('[name="copies"]', "5");
    await page.click("section.next button.primary");
    expect(await page.locator(".since").textContent()).toContain("他人填写的样例");
    expect(await page.inputValue("#requested")).toBe("本人填写的样例");
    await shoot(page, "particulars-overtaken");
    const holder = await city.running.city.clientOf(committee);
    const said = async () => (await holder.showParticulars({ params: { caseId } })).body;
    expect(await said()).toEqual({ requested: "他人填写的样例", breach: "他人的违约样例" });
    await page.click("section.next button.primary");
    await page.waitForURL("**/official?said=done.*");
    expect(await said()).toEqual({ requested: "本人填写的样例", breach: "他人的违约样例", copies: 5 });
  });

  it("comes back after the session ended while somebody typed", async () => {
    const { page, caseId } = await openCase(secretary, "particulars");
    await page.fill("#requested", "会话结束前填写的样例");
    city.running.platform.advanceClock(31 * 60_000);
    await page.click("section.next button.primary");
    expect(await page.textContent("main")).toContain("已保留");
    await city.signIn(page, secretary);
    await page.waitForURL(/\?kept=yes$/);
    expect(page.url()).toContain("particulars?kept=yes");
    expect(await page.inputValue("#requested")).toBe("会话结束前填写的样例");
    await page.click("section.next button.primary");
    await page.waitForURL("**/official?said=done.*");
    const holder = await city.running.city.clientOf(committee);
    expect((await holder.showParticulars({ params: { caseId } })).body).toEqual({ requested: "会话结束前填写的样例" });
  });
});
