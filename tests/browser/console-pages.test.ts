import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { bundledTariffs } from "../../shared/domain/incentive.ts";
import { whyNoBrowser } from "../support/browser.ts";
import { type Device, type OpenConsole, openConsole } from "../support/console.ts";
import { addLargePapers, beginsBinding, brokenCall } from "../support/large-files.ts";

const station = "police-330483101";
const committee = "pmc-330483101";
const clerk = "陈样例";
const secretary = "王样例";
const coordinator = "郑样例";
const bureau = "冯样例";
const stranger = "赵样例";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const found = z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) }));

/** What axe finds on a page, by the rules of WCAG 2.2 A and AA and good practice. */
async function violationsOn(page: Page): Promise<string[]> {
  // Through the protocol, since the pages' policy takes no script from elsewhere.
  await page.evaluate(axe);
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const violations = found.parse(
    await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(tags)} }).then((result) => result.violations)`),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

/** The screen on a wall comes again by itself, since nobody is near it; no other page may. */
const mayRefresh = "big screen";
const isOf = (name: string, violation: string): boolean => name === mayRefresh && violation.startsWith("meta-refresh:");
async function violationsOf(name: string, page: Page): Promise<string[]> {
  return (await violationsOn(page)).filter((violation) => !isOf(name, violation));
}

let city: OpenConsole;
let caseId: string;
/** A case whose file is too large to be bound at once. */
let largeId: string;
let endpointId: string;
beforeAll(async () => {
  if (whyNoBrowser !== undefined) return;
  city = await openConsole(
    [
      [station, clerk],
      [committee, secretary],
      ["justice-bureau", coordinator],
      ["court", coordinator],
      ["justice-bureau", bureau],
    ],
    [stranger],
  );
  ({ caseId } = await city.refer(station));
  const params = { organisationId: committee, mediatorId: "m-sample" };
  await city.running.city.coordinator.putMediator({ params, body: { name: "样例", lead: true } });
  const url = "https://receiver.example/accord/hooks";
  const headers = [{ name: "x-api-key", value: "sample-gateway-key" }];
  const referrer = await city.running.city.clientOf(station);
  const subscribed = { url, headers, description: "Sample gateway", types: ["case.closed" as const] };
  ({ endpointId } = (await referrer.createWebhookEndpoint({ body: subscribed })).body);
  const holder = await city.running.city.clientOf(committee);
  largeId = (await city.refer(station)).caseId;
  await holder.accept({ params: { caseId: largeId }, version: "*", body: {} });
  await addLargePapers(holder, largeId);
  // Nobody comes to bind it meanwhile.
  city.running.platform.setFault(({ operation, body }) => (beginsBinding(operation, body) ? brokenCall : "pass"));
  // Two years of another system, one of which told its sources.
  for (const [month, bySource] of [
    ["2019-05", { police: 40, court: 21 }],
    ["2020-05", {}],
    ["2025-05", { police: 30, petition: 9 }],
  ] as const) {
    const body = { takenFrom: "综治平台", cases: 70, successes: 60, bySource, byCategory: { "02": 50 } };
    await city.running.city.coordinator.putEarlierFigures({ params: { month }, query: {}, body });
  }
});
afterAll(() => city?.stop());

const sampleTariff = {
  ...bundledTariffs()[0],
  version: "sample",
  effectiveFrom: "2030-01-01",
  source: "样例办法",
  atMostFen: 90_000,
};

const thisMonth = (): string => shanghaiDate(new Date(city.running.now()).toISOString()).slice(0, 7);

/** Each page: who looks, and how it is reached from where that person arrives. */
const pages: Readonly<Record<string, { who?: string; at?: () => string; by?: (page: Page) => Promise<unknown> }>> = {
  "sign-in": { at: () => "/console/sign-in" },
  "signed-out": { at: () => "/console/signed-out" },
  invitation: { who: stranger },
  "a wrong code": { who: stranger, by: (page) => page.click("main button.primary") },
  "choice of seat": { who: coordinator },
  work: { who: secretary },
  sent: { who: clerk, at: () => "/console/cases" },
  "cases held": { who: secretary, at: () => "/console/cases?as=holder&status=offered" },
  "nothing fits": { who: clerk, at: () => "/console/cases?as=sender&due=overdue&risk=red" },
  readings: { who: secretary, at: () => `/console/cases/${caseId}/readings` },
  case: { who: secretary, at: () => `/console/cases/${caseId}` },
  step: { who: secretary, at: () => `/console/cases/${caseId}/decline` },
  "step with an error": {
    who: secretary,
    at: () => `/console/cases/${caseId}/decline`,
    by: (page) => page.click("section.next button.primary"),
  },
  parties: {
    who: secretary,
    at: () => `/console/cases/${caseId}`,
    by: (page) => page.click("aside form button"),
  },
  papers: { who: secretary, at: () => `/console/cases/${caseId}/papers` },
  "official papers": { who: secretary, at: () => `/console/cases/${caseId}/official` },
  "the whole file, bound": {
    who: secretary,
    at: () => `/console/cases/${caseId}/official`,
    by: async (page) => {
      await page.click("button[value=pdf]:not([formaction])");
      await page.waitForURL("**/bundle");
    },
  },
  "the whole file, being bound": {
    who: secretary,
    at: () => `/console/cases/${largeId}/official`,
    by: async (page) => {
      await page.click("button[value=zip]:not([formaction])");
      await page.waitForURL("**/bundles/*");
    },
  },
  "reason for official papers": { who: bureau, at: () => `/console/cases/${caseId}/official` },
  "what papers need": { who: secretary, at: () => `/console/cases/${caseId}/particulars` },
  "what papers need, wrong": {
    who: secretary,
    at: () => `/console/cases/${caseId}/particulars`,
    by: async (page) => {
      await page.fill('[name="copies"]', "many");
      await page.click("section.next button.primary");
    },
  },
  "a sheet to print": { who: clerk, at: () => `/console/cases/${caseId}/print/receipt` },
  "the summary to print": { who: secretary, at: () => `/console/cases/${caseId}/print/case` },
  "new referral": { who: clerk, at: () => "/console/new" },
  "new referral with errors": {
    who: clerk,
    at: () => "/console/new",
    by: (page) => page.click("button[value=send]"),
  },
  search: { who: clerk, at: () => "/console/search" },
  directory: { who: clerk, at: () => "/console/directory?q=濮院&kind=committee" },
  "one organisation": { who: clerk, at: () => `/console/directory/${committee}` },
  batch: { who: clerk, at: () => "/console/batch" },
  "checked table": {
    who: clerk,
    at: () => "/console/batch",
    by: async (page) => {
      const buffer = Buffer.from("案号,渠道,纠纷类别,简要情况\r\n样例,police_civil,02,样例");
      await page.setInputFiles("#table", { name: "表.csv", mimeType: "text/csv", buffer });
      await page.click("main form button.primary");
      await page.waitForSelector("#batch");
    },
  },
  "own figures": { who: clerk, at: () => "/console/figures" },
  "figures of a county": { who: bureau, at: () => "/console/figures?from=2025-01&to=2026-12" },
  "figures of years": {
    who: bureau,
    at: () => "/console/figures?from=2018-01&to=2021-12",
    by: async (page) => {
      for (const numbers of await page.locator("details.numbers summary").all()) await numbers.click();
    },
  },
  "cases behind a figure": {
    who: bureau,
    at: () => `/console/figures/cases?from=2025-01&to=${thisMonth()}&category=02`,
  },
  "no cases behind a figure": { who: bureau, at: () => "/console/figures/cases?from=2019-03&to=2019-03" },
  "no figures": { who: bureau, at: () => "/console/figures?period=2016" },
  "monthly return": {
    who: bureau,
    at: () => `/console/figures/print?month=${thisMonth()}`,
  },
  "big screen": { who: bureau, at: () => "/console/screen" },
  people: { who: clerk, at: () => "/console/people" },
  administration: { who: clerk, at: () => "/console/administration" },
  keys: { who: clerk, at: () => `/console/directory/${station}/keys` },
  "a private key": {
    who: clerk,
    at: () => `/console/directory/${station}/keys`,
    by: async (page) => {
      await page.fill("#jwk", '{"kty":"EC","d":"AAAA"}');
      await page.fill("#proof", "none");
      await page.click("section.next button.primary");
    },
  },
  webhooks: { who: clerk, at: () => "/console/webhooks" },
  "a webhook": { who: clerk, at: () => `/console/webhooks/${endpointId}` },
  "change of a webhook": { who: clerk, at: () => `/console/webhooks/${endpointId}/change` },
  "a header that is not allowed": {
    who: clerk,
    at: () => `/console/webhooks/${endpointId}/change`,
    by: async (page) => {
      await page.fill('[name="headers.0.name"]', "host");
      await page.fill('[name="headers.0.value"]', "other.example");
      await page.click("section.next button.primary");
    },
  },
  "webhooks of the county": { who: bureau, at: () => "/console/county-webhooks" },
  "a wrong address": {
    who: clerk,
    at: () => "/console/webhooks",
    by: async (page) => {
      await page.fill("#url", "nowhere");
      await page.click("section.next button.primary");
    },
  },
  mediators: { who: secretary, at: () => `/console/directory/${committee}/mediators` },
  "a mediator": {
    who: secretary,
    at: () => `/console/directory/${committee}/mediators`,
    by: async (page) => {
      await page.locator("table a:not(.button)").first().click();
      await page.waitForURL("**/mediators/*");
    },
  },
  "retirement of a mediator": {
    who: secretary,
    at: () => `/console/directory/${committee}/mediators`,
    by: async (page) => {
      await page.locator("table a.button").first().click();
      await page.waitForURL("**/retire");
    },
  },
  "organisation to be changed": { who: bureau, at: () => `/console/directory/${station}` },
  "import of the directory": { who: bureau, at: () => "/console/import" },
  "earlier figures": { who: bureau, at: () => "/console/earlier" },
  "a month typed in": { who: bureau, at: () => "/console/earlier/month" },
  "a month typed wrongly": {
    who: bureau,
    at: () => "/console/earlier/month",
    by: async (page) => {
      await page.fill("#cases", "many");
      await page.click("main form button.primary");
    },
  },
  "earlier figures, checked": {
    who: bureau,
    at: () => "/console/earlier",
    by: async (page) => {
      const buffer = Buffer.from("月份,数据来源,办结（件）,达成协议（件）\r\n2019-05,样例,80,60\r\n2019-06,样例,1,2");
      await page.setInputFiles("#table", { name: "表.csv", mimeType: "text/csv", buffer });
      await page.click("main form button.primary");
      await page.waitForSelector("table.told");
    },
  },
  "new organisation": { who: bureau, at: () => "/console/register" },
  "change of an organisation": { who: bureau, at: () => `/console/directory/${committee}/change` },
  "limits of an organisation": { who: bureau, at: () => `/console/directory/${committee}/limits` },
  "own limits": { who: clerk, at: () => `/console/directory/${station}/limits` },
  "a wrong limit": {
    who: bureau,
    at: () => `/console/directory/${committee}/limits`,
    by: async (page) => {
      await page.fill("#keys", "900");
      await page.click("section.next button.primary");
    },
  },
  suspension: { who: bureau, at: () => `/console/directory/${committee}/suspend` },
  "revocation of a key": {
    who: bureau,
    at: () => `/console/directory/${station}/keys`,
    by: async (page) => {
      await page.locator("table a.button").first().click();
      await page.waitForURL("**/revoke");
    },
  },
  calendar: { who: clerk, at: () => "/console/calendars/2026" },
  "no calendar": { who: clerk, at: () => "/console/calendars/2031" },
  law: { who: secretary, at: () => "/console/law" },
  "law of the coordinator": { who: bureau, at: () => "/console/law?day=2026-03-03" },
  claims: { who: bureau, at: () => "/console/claims" },
  "claims of no quarter": { who: secretary, at: () => "/console/claims?quarter=2026Q5" },
  tariffs: { who: bureau, at: () => "/console/tariffs" },
  "a wrong tariff": {
    who: bureau,
    at: () => "/console/tariffs",
    by: async (page) => {
      await page.fill("#text", '{"version":"样例"}');
      await page.click("section.next button.primary");
    },
  },
  "difference of a tariff": {
    who: bureau,
    at: () => "/console/tariffs",
    by: async (page) => {
      await page.fill("#text", JSON.stringify(sampleTariff));
      await page.click("section.next button.primary");
      await page.waitForSelector("button[name=back]");
    },
  },
  "what could not be kept": { who: bureau, at: () => "/console/calendars/2027?kept=no" },
  "what follows from a step": {
    who: secretary,
    at: () => `/console/cases/${caseId}/decline`,
    by: async (page) => {
      await page.check("[name=reason][value=no_capacity]");
      await page.fill("[name=note]", "样例");
      await page.click("section.next button.primary");
      await page.waitForSelector("button.danger");
    },
  },
  "cases to be erased": { who: bureau, at: () => "/console/erasures" },
  "templates of forms": { who: bureau, at: () => "/console/templates" },
  "the template of a form": {
    who: bureau,
    at: () => "/console/templates/agreement",
    by: (page) => page.locator("details.plain summary").click(),
  },
  "a wrong template": {
    who: bureau,
    at: () => "/console/templates/application",
    by: async (page) => {
      await page.fill("#version", "1");
      await page.fill("#effectiveFrom", "2030-01-01");
      await page.click("section.next button.primary");
    },
  },
  "a form that is to be the bundled one again": {
    who: bureau,
    at: () => "/console/templates/visit_record",
    by: async (page) => {
      await page.fill("#version", "1");
      await page.fill("#effectiveFrom", "2030-01-01");
      await page.check("[name=bundled]");
      await page.click("section.next button.primary");
      await page.waitForURL("**/templates/visit_record");
    },
  },
  "nothing there": { who: clerk, at: () => "/console/nothing" },
};
const names = Object.keys(pages);

/** Browsers that are signed in already, by person and device: a sign-in for each page would take most of the time. */
const signedIn = new Map<string, Page>();
async function show(name: string, device: Device): Promise<Page> {
  const { who, at = () => "/console", by } = pages[name] ?? {};
  const key = JSON.stringify([who, device]);
  const page = signedIn.get(key) ?? (who === undefined ? await city.newPage(device) : await city.visit(who, device));
  signedIn.set(key, page);
  await page.goto(city.running.platform.url + at());
  await by?.(page);
  await page.waitForLoadState();
  return page;
}

/** Chinese where English was asked for, but for what people typed and organisations are called. */
async function leftInChinese(page: Page): Promise<boolean> {
  const texts = await page.locator("main h1, main h2, main label, main legend, main button").allTextContents();
  return texts.some((text) =>
    /[\u4e00-\u9fff]/.test(text.replaceAll(/样例|[\u4e00-\u9fff]+(委员会|法院|司法局|派出所)/g, "")),
  );
}

/** Marks of Chinese text beside an English word; articles are cited as they are written, in Chinese. */
async function wideMarksIn(page: Page): Promise<string[]> {
  const texts = await page.locator("main *:not(:has(*))").allTextContents();
  const own = texts.map((text) => text.replaceAll("the platform's own", ""));
  return own.join("\n").match(/[A-Za-z]+ ?[：（）、；，。]|[：（）、；，。] ?[A-Za-z]+/g) ?? [];
}

describe.skipIf(whyNoBrowser !== undefined)("every page of the console", () => {
  const devices = [1366, 375].flatMap((width) => ["zh-CN", "en-GB"].map((language) => ({ width, language })));

  it.each(devices)("is usable by all, $width wide, $language", { timeout: 240_000 }, async (device) => {
    const wrong: unknown[] = [];
    const titles: string[] = [];
    for (const name of names) {
      const page = await show(name, device);
      titles.push(await page.title());
      const violations = await violationsOf(name, page);
      const headings = await page.locator("h1").count();
      const fits = await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth");
      const standard = (await page.evaluate("document.compatMode")) === "CSS1Compat";
      const mixes = device.language !== "zh-CN" && (await leftInChinese(page));
      const marks = device.language === "zh-CN" ? [] : await wideMarksIn(page);
      const faults = city.faults.splice(0);
      if (marks.length > 0) wrong.push({ name, marks });
      if (violations.length + faults.length > 0 || headings !== 1 || fits !== true || mixes || !standard)
        wrong.push({ name, violations, headings, fits, mixes, standard, faults });
    }
    expect(wrong).toEqual([]);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it("would be found out if it hid a field's name, or were too pale", async () => {
    const page = await show("step", {});
    await page.evaluate(
      "document.querySelector('h1').style.color = '#bbb'; for (const label of document.querySelectorAll('main label[for]')) label.remove()",
    );
    const rules = (await violationsOn(page)).map((line) => line.split(":")[0]);
    expect(rules).toEqual(expect.arrayContaining(["color-contrast", "label"]));
  });
});
