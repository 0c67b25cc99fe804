import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type LocalSigningProvider, startSigningProvider } from "../../infra/demo/signing-provider.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type Device, type OpenConsole, openConsole } from "../support/console.ts";

const station = "police-330483101";
const committee = "pmc-330483101";
const secretary = "王样例";
const clerk = "陈样例";
const paper = { "zh-CN": "人民调解受理登记表", "en-GB": "Registration" };

let provider: LocalSigningProvider;
let city: OpenConsole;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  provider = await startSigningProvider(() => city?.running.now() ?? Date.now());
  city = await openConsole(
    [
      [station, clerk],
      [committee, secretary],
    ],
    [],
    { environment: { WEBHOOK_ALLOW_LOOPBACK: "true", SIGNING_URL: provider.url, SIGNING_KEY: provider.publicKey } },
  );
  provider.serve(city.running.platform.url);
});
afterAll(async () => {
  await city?.stop();
  await provider?.stop();
});
beforeEach(() => city?.clear());

const shots = process.env["SHOTS"];
async function shoot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

/** The papers of a new case, with a draft of one in its file. */
async function withDraft(format: "pdf" | "docx", device: Device = {}): Promise<{ page: Page; caseId: string }> {
  const { caseId } = await city.refer(station);
  const holder = await city.running.city.clientOf(committee);
  await holder.accept({ params: { caseId }, version: "*", body: {} });
  await holder.filePaper({ params: { caseId, kind: "registration" }, query: { format } });
  const page = await city.visit(secretary, device);
  await page.goto(`${city.running.platform.url}/console/cases/${caseId}/official`);
  return { page, caseId };
}
const draft = (page: Page) => page.locator(".draft").first();
const says = async (page: Page): Promise<string> => (await draft(page).textContent()) ?? "";
const press = (page: Page, what: "sign" | "withdraw") => draft(page).locator(`button[value=${what}]`).click();

describe.skipIf(whyNoBrowser !== undefined)("drafts that are signed, in the browser", () => {
  it.each([
    { width: 1366, script: true, language: "zh-CN" },
    { width: 375, script: false, language: "en-GB" },
  ] as const)("are sent, taken back, sent again, and come back signed, $width wide, $language", async (device) => {
    const isChinese = device.language === "zh-CN";
    provider.decide("leave");
    const { page, caseId } = await withDraft("pdf", device);
    expect(await page.textContent("main")).toContain(paper[device.language]);
    await shoot(page, `signing-offered-${device.width}`);
    await press(page, "sign");
    await page.waitForURL("**/official?said=sent.*");
    expect(await says(page)).toContain(isChinese ? "签署中" : "being signed");
    await shoot(page, `signing-asked-${device.width}`);
    await press(page, "sign");
    await page.waitForURL("**/official?said=sent.*");
    await press(page, "withdraw");
    await page.waitForURL("**/official?said=takenBack.*");
    expect(await says(page)).toContain(isChinese ? "已撤回" : "taken back");
    for (const [decision, words] of [
      ["declined", isChinese ? "拒签" : "declined"],
      ["expired", isChinese ? "逾期未签" : "expired"],
    ] as const) {
      provider.decide(decision);
      await press(page, "sign");
      await page.waitForURL("**/official?said=sent.*");
      await provider.settled();
      await page.reload();
      expect(await says(page)).toContain(words);
    }
    provider.decide("signed");
    await press(page, "sign");
    await page.waitForURL("**/official?said=sent.*");
    await provider.settled();
    await page.reload();
    expect(await says(page)).toContain(isChinese ? "已签署" : "signed");
    expect(await draft(page).locator("button").count()).toBe(0);
    await shoot(page, `signing-done-${device.width}`);
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    const holder = await city.running.city.clientOf(committee);
    const { documents } = (await holder.listDocuments({ params: { caseId } })).body;
    expect(documents.filter(({ kind }) => kind === "registration")).toHaveLength(2);
    expect(city.faults).toEqual([]);
  });

  it("say what became of them where they ended meanwhile, or the provider does not answer", async () => {
    provider.decide("hang");
    const { page } = await withDraft("pdf");
    await press(page, "sign");
    expect(await page.textContent("[role=alert]")).toContain("暂未应答");
    expect(await says(page)).toContain("签署中");
    const other = await page.context().newPage();
    await other.goto(page.url().replace(/\/signings\/.*/, "/official"));
    provider.decide("declined");
    await press(other, "sign");
    await other.waitForURL("**/official?said=sent.*");
    await provider.settled();
    await press(page, "withdraw");
    expect(await page.textContent("[role=alert]")).toContain("已经结束");
    expect(await says(page)).toContain("拒签");
  });

  it("are no DOCX, which says so, and none that the case has gone past", async () => {
    const { page, caseId } = await withDraft("docx");
    expect(await says(page)).toContain("DOCX 文书不能电子签署");
    expect(await draft(page).locator("button").count()).toBe(0);
    const holder = await city.running.city.clientOf(committee);
    const { documentId } = (await holder.filePaper({ params: { caseId, kind: "registration" } })).body;
    await holder.seekConsent({ params: { caseId }, version: "*" });
    await page.reload();
    expect(await page.locator(".draft.stale", { has: page.locator(`a[href$="${documentId}"]`) }).count()).toBe(1);
    expect(await page.locator("button[value=sign]").count()).toBe(0);
  });
});
