import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { asked } from "../../shared/domain/verbs.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type OpenConsole, openConsole } from "../support/console.ts";

// People without a mouse, with large letters or with a name of an unusual kind.

const station = "police-330483101";
const committee = "pmc-330483101";
const [clerk, secretary] = ["陈样例", "王样例"];

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

const address = (path: string): string => `${city.running.platform.url}/console/${path}`;
/** What has the focus: its tag and what it is called, and whether anybody can see that it has it. */
const focused = (page: Page) =>
  page.evaluate<{ name: string; isSeen: boolean }>(`(() => {
    const at = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const name = [at.tagName, at.getAttribute("name"), at.getAttribute("value"), at.textContent.trim().slice(0, 40)].join("|");
    return { name, isSeen: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2 };
  })()`);

/** Goes on with the tab key until it stands on what is wanted; everything on the way must be seen. */
async function tabTo(page: Page, wanted: RegExp): Promise<void> {
  for (let presses = 0; presses < 120; presses += 1) {
    await page.keyboard.press("Tab");
    const { name, isSeen } = await focused(page);
    expect(isSeen || name.startsWith("BODY"), `${name} shows that it has the focus`).toBe(true);
    if (wanted.test(name)) return;
  }
  throw new Error(`the keyboard does not reach ${wanted}`);
}
async function press(page: Page, wanted: RegExp): Promise<void> {
  await tabTo(page, wanted);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}
const typesOf = async (caseId: string): Promise<string[]> => {
  const police = await city.running.city.clientOf(station);
  return (await police.showHistory({ params: { caseId } })).body.entries.map(({ type }) => type);
};
const fits = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>("document.documentElement.scrollWidth <= window.innerWidth");

describe.skipIf(whyNoBrowser !== undefined)("the console without a mouse", () => {
  it.each([true, false])("leads from the list of work to a recorded session, script %s", async (script) => {
    const { caseId, sourceNumber } = await city.refer(station);
    const page = await city.visit(secretary, { script });
    await page.goto(address("work"));
    await page.keyboard.press("Tab");
    expect((await focused(page)).name, "the first stop leads past the menu").toContain("跳到");
    await press(page, new RegExp(`^A\\|.*${sourceNumber}$`));
    await press(page, new RegExp(`^BUTTON\\|.*${asked.accept.words.zh}$`));
    await press(page, new RegExp(`^BUTTON\\|.*${asked["seek-consent"].words.zh}$`));
    await press(page, new RegExp(`^BUTTON\\|.*${asked["record-consent"].words.zh}$`));
    if (script) expect((await focused(page)).name, "what is wrong has the focus").toContain("处需要更正");
    for (const row of [0, 1]) {
      await tabTo(page, new RegExp(`^INPUT\\|consents\\.${row}\\.answer\\|`));
      await page.keyboard.press("Space");
      await tabTo(page, new RegExp(`^INPUT\\|consents\\.${row}\\.channel\\|`));
      await page.keyboard.press("Space");
      await tabTo(page, new RegExp(`^INPUT\\|consents\\.${row}\\.at\\|`));
      // A browser's own field of a time takes its parts one after the other.
      await page.fill(`[name='consents.${row}.at']`, shanghaiMinute());
    }
    await press(page, new RegExp(`^BUTTON\\|.*${asked["record-consent"].words.zh}$`));
    await page.fill("[name=heldAt]", shanghaiMinute());
    await press(page, new RegExp(`^BUTTON\\|.*${asked["record-session"].words.zh}$`));
    expect((await typesOf(caseId)).slice(-3)).toContain("session.held");
    expect(city.faults).toEqual([]);
  });
});

describe.skipIf(whyNoBrowser !== undefined)("the console with letters twice as large", () => {
  it.each([1366, 375])("loses nothing at the side, %i wide", async (width) => {
    const { caseId } = await city.refer(station);
    const lost: string[] = [];
    for (const [who, paths] of [
      [clerk, ["work", "cases", "new", "batch", "figures", "search", "administration", "people", "directory"]],
      [secretary, ["work", `cases/${caseId}`, `cases/${caseId}/decline`, `cases/${caseId}/papers`]],
    ] as const) {
      const page = await city.visit(who, { width });
      for (const path of paths) {
        await page.goto(address(path));
        // The page's policy takes no style from elsewhere; what the browser itself sets stands in the document's own.
        await page.evaluate("document.documentElement.style.fontSize = '200%'");
        const hidden = await page.evaluate<
          string[]
        >(`[...document.querySelectorAll("main button, main a, main input:not([type=hidden]), nav a")]
          .filter((one) => one.getClientRects().length > 0)
          .filter((one) => { const { left, right } = one.getBoundingClientRect(); return left < -1 || right > innerWidth + 1; })
          .map((one) => one.outerHTML.slice(0, 80))`);
        if (!(await fits(page)) || hidden.length > 0) lost.push(`${path}: ${hidden.join(" ")}`);
      }
    }
    expect(lost).toEqual([]);
  });
});

describe.skipIf(whyNoBrowser !== undefined)("hostile texts", () => {
  const script = `"><script>document.title='hit'</script><img src=x onerror="document.title='hit'">`;
  const long = "长".repeat(60);

  it.each([1366, 375])("in every field neither run nor break the page, %i wide", async (width) => {
    const page = await city.visit(clerk, { width });
    await page.goto(address("new"));
    const sourceNumber = `样例-敌-${width}'"><b>&amp;`;
    const fields = page.locator("main input:not([type]), main input[type=text], main textarea");
    for (const field of await fields.all()) if (await field.isVisible()) await field.fill(script);
    await page.click("button[value=send]");
    expect(await page.title()).toMatch(/^有误：/);
    expect(await page.inputValue("[name='parties.0.name']")).toBe(script);
    expect(await fits(page)).toBe(true);

    await page.fill("[name=sourceNumber]", sourceNumber);
    await page.check("[name=channel][value=police_civil]");
    await page.selectOption("[name='dispute.category']", "02");
    await page.selectOption("[name='dispute.place']", "330483101");
    await page.fill("[name='dispute.summary']", `${script}${long}\u202e${"x".repeat(200)}`);
    await page.fill("[name='dispute.amountFen']", "");
    for (const [row, side] of [
      [0, "applicant"],
      [1, "respondent"],
    ] as const) {
      await page.check(`[name='parties.${row}.side'][value=${side}]`);
      await page.check(`[name='parties.${row}.kind'][value=natural_person]`);
      await page.fill(`[name='parties.${row}.name']`, `${row}${script.slice(0, 60)}`);
      await page.fill(`[name='parties.${row}.phone']`, "");
    }
    await Promise.all([page.waitForNavigation(), page.click("button[value=send]")]);
    expect(await page.locator("main [role=alert], main .error").allTextContents()).toEqual([]);
    expect(await page.textContent("h1")).toContain(sourceNumber);
    expect(await fits(page)).toBe(true);
    expect(page.url()).not.toMatch(/script|%3C/i);
    await page.click("text=查看当事人");
    await page.waitForURL("**/parties");
    expect(await page.textContent("main")).toContain(`0${script.slice(0, 60)}`);
    expect(await fits(page)).toBe(true);
    // No name of a party stands in an address or in the title of a page.
    for (const told of [page.url(), await page.title()]) expect(told).not.toContain("onerror");
    await page.goto(address("cases"));
    expect(await fits(page)).toBe(true);
    expect(await page.title()).not.toContain("hit");
    expect(city.faults).toEqual([]);
  });
});

/** The present minute as a browser's field takes it. */
function shanghaiMinute(): string {
  return new Date(city.running.now() + 8 * 3_600_000 - 60_000).toISOString().slice(0, 16);
}
