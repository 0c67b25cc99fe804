import { chromium } from "playwright-core";
import { randomBytes } from "node:crypto";
const base = "http://127.0.0.1:8787";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const who = process.argv[2]!; const wanted = process.argv[3]!;
const context = await browser.newContext({ viewport: { width: 375, height: 740 }, locale: "zh-CN", hasTouch: true, isMobile: true });
const page = await context.newPage();
page.on("pageerror", (e) => console.log("PAGEERROR", e.message));
page.on("console", (m) => { if (m.type() === "error") console.log("CONSOLE", m.text()); });
let n = 0;
const shot = async (name: string) => { await page.addStyleTag({ content: "html{font-size:150%!important}" }).catch(() => undefined); await page.screenshot({ path: `/tmp/w10/${String(n++).padStart(2,"0")}-${name}.png`, fullPage: true }); const w = await page.evaluate("document.documentElement.scrollWidth"); console.log(n-1, name, page.url().replace(base,""), await page.title(), "w", w); };
await page.goto(base + "/console");
await page.tap("main button.primary"); await page.waitForURL(/interaction/);
await page.tap(`button[value="${who}"]`); await page.waitForURL(/console/);
await shot("work");
await page.locator("main a", { hasText: wanted }).first().tap();
await page.waitForLoadState();
for (let step = 0; step < 16; step += 1) {
  await shot("case");
  const primary = page.locator("main a.primary, main button.primary").first();
  if (await primary.count() === 0) { console.log("no primary"); break; }
  console.log("PRIMARY", (await primary.textContent())?.trim());
  const href = await primary.getAttribute("href");
  if (href?.includes("papers")) break;
  await primary.tap(); await page.waitForLoadState();
  await shot("form");
  if (!page.url().includes("/steps/") && !(await page.locator("main form").count())) continue;
  // fill
  const fields = page.locator("main .field");
  for (let i = 0; i < await fields.count(); i += 1) {
    const f = fields.nth(i);
    if (!(await f.isVisible())) continue;
    const text = (await f.locator("label,legend").first().textContent())?.trim() ?? "";
    if (/（选填）|选填/.test(text)) continue;
    const kinds = await f.locator("input:visible,select:visible,textarea:visible").evaluateAll((all: any[]) => all.map((e) => [e.tagName, e.type, e.name, e.value]));
    console.log("  field", text, JSON.stringify(kinds).slice(0, 200));
    const first = f.locator("input:visible,select:visible,textarea:visible").first();
    if (await first.count() === 0) continue;
    const [tag, type, , value] = kinds[0];
    if (value !== "" && type !== "radio" && type !== "checkbox") continue;
    if (type === "radio" || type === "checkbox") { if (await f.locator("input:checked").count() === 0) await first.tap(); }
    else if (tag === "SELECT") await first.selectOption({ index: 1 });
    else if (type === "date") await first.fill(new Date(Date.now() + 8*36e5).toISOString().slice(0, 10));
    else if (type === "datetime-local") await first.fill(await page.evaluate("document.querySelector('time')?.dateTime?.slice(0,16) ?? '2026-11-30T09:00'"));
    else await first.fill(/元|金额/.test(text) ? "5000" : "双方协商一致，样例。");
  }
  const submit = page.locator("main form button.primary").last();
  console.log("SUBMIT", (await submit.textContent())?.trim());
  await submit.tap(); await page.waitForLoadState(); await page.waitForTimeout(300);
  const err = await page.locator(".error").allTextContents();
  if (err.length) { console.log("ERRORS", err); await shot("errors"); break; }
}
await shot("end");
await browser.close();
