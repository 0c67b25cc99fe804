import { mkdirSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type Device, type OpenConsole, openConsole } from "../support/console.ts";
import { agreementTemplate, templateOf } from "../support/paper-templates.ts";
import { docxText } from "../support/paper-texts.ts";
import { day } from "../support/town.ts";

const bureau = "冯样例";
const docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

let city: OpenConsole;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole([["justice-bureau", bureau]]);
});
afterAll(() => city?.stop());
beforeEach(() => city?.clear());

const dayIn = (days: number): string => shanghaiDate(new Date(city.running.now() + days * day).toISOString());
const shots = process.env["SHOTS"];
async function shoot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}
async function check(page: Page, version: string, bytes: Uint8Array, from = dayIn(1)): Promise<void> {
  await page.fill("#version", version);
  await page.fill("#effectiveFrom", from);
  await page.setInputFiles("#file", { name: "样例.docx", mimeType: docx, buffer: Buffer.from(bytes) });
  await page.click("section.next button.primary");
  await page.waitForLoadState();
}
async function downloaded(page: Page, press: string): Promise<{ name: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator(press).first().click()]);
  return { name: download.suggestedFilename(), bytes: await buffer(await download.createReadStream()) };
}
const loadedOf = async (): Promise<string[]> => {
  const { templates } = (await city.running.city.coordinator.listTemplates()).body;
  return templates.map(({ version, bundled }) => (bundled ? `${version} bundled` : version));
};

describe.skipIf(whyNoBrowser !== undefined)("a county's templates in the browser", () => {
  const devices: (Device & { language: string })[] = [
    { width: 1366, script: true, language: "zh-CN" },
    { width: 375, script: false, language: "en-GB" },
  ];
  it.each(devices)(
    "are judged, seen with invented people, and loaded, $width wide, with script: $script, $language",
    async (device) => {
      const version = `${device.width}`;
      const heading = `样例县协议书（${version}版）`;
      const before = await loadedOf();
      const page = await city.visit(bureau, device);
      const isChinese = device.language === "zh-CN";
      await page.goto(`${city.running.platform.url}/console/administration`);
      await page.click("a[href$='/console/templates']");
      await shoot(page, `templates-${version}`);
      await page.click("a[href$='/templates/agreement']");
      await shoot(page, `template-${version}`);

      await check(page, version, await templateOf({ block: "title", text: "{协议编号}" }));
      const faults = (await page.locator("#errors li").allTextContents()).join("\n");
      expect(faults).toContain("{协议编号}");
      expect(faults).toContain("{协议书编号}");
      expect(await page.inputValue("#version")).toBe(version);
      await shoot(page, `template-faults-${version}`);
      await check(page, version, await agreementTemplate(heading), dayIn(0));
      expect(await page.locator("#errors li").allTextContents()).toEqual([
        expect.stringMatching(isChinese ? /^当日或更早施行的理由.*：/ : /^Why it holds today/),
      ]);
      expect(await loadedOf()).toEqual(before);

      await check(page, version, await agreementTemplate(heading));
      await shoot(page, `template-checked-${version}`);
      expect(await page.locator("main dl").textContent()).toContain("协议内容");
      const shown = await downloaded(page, "button[formaction$='/preview']");
      expect(shown.name).toBe(`人民调解协议书-${isChinese ? "预览" : "Preview"}.docx`);
      expect(docxText(shown.bytes)).toContain(`${heading}编号：〔2026〕样例调字第1号`);
      expect(await loadedOf()).toEqual(before);
      await page.click("section.next button.primary");
      await page.waitForURL("**/templates/agreement?said=done.*");
      expect(await loadedOf()).toEqual([...before, version]);
      await shoot(page, `template-loaded-${version}`);
      const first = page.locator("table.list tbody tr").first();
      expect(await first.textContent()).toContain(isChinese ? "待施行" : "to come");
      expect(docxText((await downloaded(page, "table.list a")).bytes)).toContain("{协议书编号}");
      expect(docxText((await downloaded(page, "table.list form button")).bytes)).toContain(heading);

      await check(page, version, await agreementTemplate(heading));
      expect(page.url()).toContain("said=unchanged");
      await check(page, version, await agreementTemplate(heading), dayIn(2));
      expect(await page.locator("#errors li").count()).toBe(1);
      expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);

      await page.fill("#version", `${version}-back`);
      await page.fill("#effectiveFrom", dayIn(3));
      await page.check("[name=bundled]");
      await page.click("section.next button.primary");
      await page.click("section.next button.primary");
      await page.waitForURL("**/templates/agreement?said=done.*");
      expect(await loadedOf()).toEqual([...before, version, `${version}-back bundled`]);
      expect(city.faults).toEqual([]);
    },
  );
});
