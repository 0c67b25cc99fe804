import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { openConsole } from "../support/console.ts";

// npm run pictures: the pictures of the console in the README, of a sample city with a few cases.

const folder = join(import.meta.dirname, "../../docs/pictures");
const station = "police-330483101";
const committee = "pmc-330483101";
const [clerk, secretary] = ["陈样例", "王样例"];
const days = 24 * 60 * 60_000;

const city = await openConsole([
  [station, clerk],
  [committee, secretary],
]);
const { platform } = city.running;
const take = async (page: Page, name: string) => page.screenshot({ path: join(folder, `${name}.png`) });

mkdirSync(folder, { recursive: true });
const holder = await city.running.city.clientOf(committee);
const accepted = await city.refer(station);
await holder.accept({ params: { caseId: accepted.caseId }, version: "*", body: {} });
platform.advanceClock(2 * days);
await city.refer(station);
platform.advanceClock(2 * days);
const { caseId } = await city.refer(station);
await city.refer(station);

const desktop = { width: 1100 };
const work = await city.visit(secretary, desktop);
await take(work, "work");
await work.goto(`${platform.url}/console/cases/${caseId}`);
await take(work, "case");
const referral = await city.visit(clerk, desktop);
await referral.goto(`${platform.url}/console/new`);
await referral.fill("[name=sourceNumber]", "濮派调〔2026〕12号");
await referral.check("[name=channel][value=police_civil]");
await referral.selectOption("[name='dispute.category']", "02");
await referral.selectOption("[name='dispute.place']", "330483101");
await referral.fill("[name='dispute.summary']", "样例：邻里因排水发生纠纷");
await referral.click("text=查看去向");
await referral.locator("#destination").scrollIntoViewIfNeeded();
await take(referral, "referral");
const phone = await city.visit(secretary, { width: 375 });
await phone.goto(`${platform.url}/console/cases/${caseId}`);
await take(phone, "phone");
await city.stop();
process.exit(0);
