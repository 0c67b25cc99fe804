import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { archivePaper, filedAs } from "../../shared/domain/archive-list.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type Device, type OpenConsole, openConsole } from "../support/console.ts";

const station = "police-330483101";
const committee = "pmc-330483101";
const secretary = "王样例";
const clerk = "陈样例";

let city: OpenConsole;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole([
    [station, clerk],
    [committee, secretary],
  ]);
});
afterAll(() => city?.stop());
beforeEach(() => city?.clear());

/** The page of papers of a new case that the committee has accepted. */
async function openPapers(device?: Device): Promise<{ page: Page; caseId: string }> {
  const { caseId } = await city.refer(station);
  const holder = await city.running.city.clientOf(committee);
  await holder.accept({ params: { caseId }, version: "*", body: {} });
  const page = await city.visit(secretary, device);
  await page.goto(`${city.running.platform.url}/console/cases/${caseId}/papers`);
  return { page, caseId };
}
const papersOf = async (caseId: string): Promise<string[]> => {
  const holder = await city.running.city.clientOf(committee);
  const { documents } = (await holder.listDocuments({ params: { caseId } })).body;
  return documents.map(({ kind, name }) => `${kind} ${name}`);
};
/** The bytes of a small picture, no two alike. */
const picture = (): Buffer =>
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), randomBytes(2_000)]);
const isToBucket = (url: URL): boolean => url.searchParams.has("X-Amz-Signature");

describe.skipIf(whyNoBrowser !== undefined)("papers in the browser", () => {
  it.each([1366, 375])("are sent two at once straight to the bucket, and read again; %i wide", async (width) => {
    const { page, caseId } = await openPapers({ width });
    await page.selectOption("#kind", "mediation_record");
    const files = ["笔录1.png", "笔录2.png"].map((name) => ({ name, mimeType: "image/png", buffer: picture() }));
    await page.setInputFiles("#files", files);
    await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
    expect((await papersOf(caseId)).sort()).toEqual(["mediation_record 笔录1.png", "mediation_record 笔录2.png"]);
    const links = page.locator("ul.papers a.button");
    expect(await links.count()).toBe(2);
    const second = page.locator("ul.papers li", { hasText: "笔录2.png" }).locator("a.button");
    const [download] = await Promise.all([page.waitForEvent("download"), second.click()]);
    expect(download.suggestedFilename()).toBe("笔录2.png");
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).equals(files[1]?.buffer ?? Buffer.alloc(0))).toBe(true);
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    expect(city.faults).toEqual([]);
  });

  it("are of the kinds that may be added now; who may add none has no form, and reads what is missing", async () => {
    const { page, caseId } = await openPapers();
    const holder = await city.running.city.clientOf(committee);
    const { mayAdd } = (await holder.listDocuments({ params: { caseId } })).body;
    const offered = await page
      .locator("#kind option:not([value=''])")
      .evaluateAll((all) => all.map((one) => one.getAttribute("value")));
    // Forms that lie there under a wider kind are offered beside the kinds.
    const forms = archivePaper().options.filter((one) => filedAs(one).paper && mayAdd.includes(filedAs(one).kind));
    expect(offered).toEqual([...mayAdd, ...forms]);
    expect(forms).toContain("visit_record");
    await holder.withdraw({ params: { caseId }, version: "*", body: { reason: "settled_privately" } });
    await page.reload();
    expect(await page.textContent("main")).toContain("尚缺材料：");
  });

  it("that break off can be tried again alone, and are in the file once", async () => {
    const { page, caseId } = await openPapers();
    let broken = 0;
    await page.route(isToBucket, async (route) => {
      if (route.request().method() !== "PUT" || broken > 0) return route.continue();
      broken += 1;
      return route.abort("connectionreset");
    });
    await page.selectOption("#kind", "other");
    await page.setInputFiles("#files", { name: "断.png", mimeType: "image/png", buffer: picture() });
    await page.click("main form button.primary");
    await page.waitForSelector("#uploads >> text=上传中断");
    expect(await papersOf(caseId)).toEqual([]);
    await Promise.all([page.waitForNavigation(), page.click("#uploads button")]);
    expect(await papersOf(caseId)).toEqual(["other 断.png"]);
    expect(broken).toBe(1);
  });

  it("that were chosen in a session that is over are asked for again, on the page that is opened again", async () => {
    const { page, caseId } = await openPapers();
    await page.selectOption("#kind", "other");
    await page.setInputFiles("#files", { name: "迟.png", mimeType: "image/png", buffer: picture() });
    city.running.platform.advanceClock(31 * 60_000);
    await page.click("main form button.primary");
    await page.waitForSelector("#uploads >> text=请刷新本页");
    const other = await page.context().newPage();
    await other.goto(`${city.running.platform.url}/console/work`);
    await city.signIn(other, secretary);
    await page.click("#uploads button");
    await page.waitForSelector("#uploads >> text=请刷新本页");
    await page.reload();
    await page.selectOption("#kind", "other");
    await page.setInputFiles("#files", { name: "迟.png", mimeType: "image/png", buffer: picture() });
    await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
    expect(await papersOf(caseId)).toEqual(["other 迟.png"]);
  });

  it("that are not what their name says, or are of no fitting kind, are refused in words", async () => {
    const { page, caseId } = await openPapers();
    await page.selectOption("#kind", "other");
    await page.setInputFiles("#files", { name: "假.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
    await page.click("main form button.primary");
    await page.waitForSelector("#uploads >> text=请重新选择");
    await page.setInputFiles("#files", { name: "程序.exe", mimeType: "application/x-msdownload", buffer: picture() });
    await page.click("main form button.primary");
    await page.waitForSelector("#uploads >> text=卷宗不收此类文件");
    expect(await papersOf(caseId)).toEqual([]);
    expect(city.faults).toEqual([]);
  });

  it("can be cancelled on their way", async () => {
    const { page, caseId } = await openPapers();
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(isToBucket, async (route) => {
      if (route.request().method() === "PUT") await held;
      await route.continue().catch(() => undefined);
    });
    await page.selectOption("#kind", "other");
    await page.setInputFiles("#files", { name: "慢.png", mimeType: "image/png", buffer: picture() });
    await page.click("main form button.primary");
    await page.waitForSelector("#uploads >> text=正在上传");
    await page.click("#uploads >> text=取消");
    await page.waitForSelector("#uploads >> text=已取消");
    release();
    expect(await papersOf(caseId)).toEqual([]);
  });

  it("that are large pictures are made smaller", async () => {
    const { page, caseId } = await openPapers();
    // A picture of 3,000 points of noise, as the browser itself writes it: larger than 3 MB.
    const noise = await page.evaluate(`new Promise((resolve) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 3000, height: 1500 });
      const context = canvas.getContext("2d");
      const points = context.createImageData(3000, 1500);
      for (let at = 0; at < points.data.length; at += 65536) crypto.getRandomValues(points.data.subarray(at, at + 65536));
      context.putImageData(points, 0, 0);
      canvas.toBlob((blob) => { const reader = new FileReader(); reader.onload = () => resolve(reader.result.split(",")[1]); reader.readAsDataURL(blob); });
    })`);
    const buffer = Buffer.from(String(noise), "base64");
    expect(buffer.length).toBeGreaterThan(3 * 1024 * 1024);
    await page.selectOption("#kind", "other");
    await page.setInputFiles("#files", { name: "大.png", mimeType: "image/png", buffer });
    await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
    expect(await papersOf(caseId)).toEqual(["other 大.jpg"]);
    const holder = await city.running.city.clientOf(committee);
    const [paper] = (await holder.listDocuments({ params: { caseId } })).body.documents;
    expect(paper?.sizeBytes).toBeLessThan(buffer.length);
    expect(city.faults).toEqual([]);
  });

  it("need a script to be added, which the page says, and none to be read", async () => {
    const { page, caseId } = await openPapers();
    await page.selectOption("#kind", "other");
    await page.setInputFiles("#files", { name: "图.png", mimeType: "image/png", buffer: picture() });
    await Promise.all([page.waitForNavigation(), page.click("main form button.primary")]);
    const plain = await city.visit(secretary, { script: false });
    await plain.goto(`${city.running.platform.url}/console/cases/${caseId}/papers`);
    expect(await plain.isVisible("#files")).toBe(false);
    expect(await plain.textContent("main")).toContain("需要浏览器启用 JavaScript");
    const [download] = await Promise.all([plain.waitForEvent("download"), plain.click("ul.papers a.button")]);
    expect(download.suggestedFilename()).toBe("图.png");
  });

  it("are taken from pages of the console alone", async () => {
    const { caseId } = await openPapers();
    const holder = await city.running.city.clientOf(committee);
    const body = {
      kind: "other",
      name: "图.png",
      contentType: "image/png",
      sizeBytes: 1,
      sha256: "0".repeat(64),
    } as const;
    const { uploadUrl } = (await holder.addDocument({ params: { caseId }, body })).body;
    const preflight = (origin: string, headers = "content-type,x-amz-checksum-sha256") =>
      fetch(uploadUrl, {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "PUT", "access-control-request-headers": headers },
      });
    const own = await preflight(city.running.platform.url);
    expect([own.status, own.headers.get("access-control-allow-origin")]).toEqual([200, city.running.platform.url]);
    const foreign = await preflight("https://evil.invalid");
    expect([foreign.status, foreign.headers.get("access-control-allow-origin")]).toEqual([403, null]);
    expect((await preflight(city.running.platform.url, "authorization")).status).toBe(403);
  });
});
