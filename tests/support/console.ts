import type { Browser, BrowserContext, Page } from "playwright-core";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import type { IdentityProvider } from "../../infra/local/identity-provider.ts";
import type { PlatformOptions } from "../../infra/local/platform.ts";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import { openBrowser } from "./browser.ts";
import { quarrel, type RunningCity, startCity } from "./platform.ts";

export type Device = { width?: number; script?: boolean; language?: string };

/** A city with its console, and a browser in which people sign in. */
export type OpenConsole = {
  running: RunningCity;
  /** What no page may cause: errors of scripts, violations of the policy, requests to other hosts. */
  faults: string[];
  /** A browser of somebody, who goes to the console and signs in; it ends on the page that comes then. */
  visit(name: string, device?: Device): Promise<Page>;
  /** A browser in which nobody has signed in. */
  newPage(device?: Device): Promise<Page>;
  signIn(page: Page, name: string): Promise<void>;
  /** A case that `referrer` sent; where it goes decide the rules. */
  refer(referrer: string, change?: Partial<ReferralSubmission>): Promise<{ caseId: string; sourceNumber: string }>;
  /** Closes the browsers that were opened so far, and forgets their faults. */
  clear(): Promise<void>;
  stop(): Promise<void>;
};

/** `seats`: who leads which organisation; `strangers` can sign in and are invited nowhere. */
export async function openConsole(
  seats: readonly (readonly [organisationId: string, name: string])[],
  strangers: readonly string[] = [],
  options: Pick<PlatformOptions, "environment"> = {},
): Promise<OpenConsole> {
  const names = [...new Set([...seats.map(([, name]) => name), ...strangers])];
  const provider: IdentityProvider = await startSignInProvider(
    names.map((name) => ({ subject: name, name, place: "" })),
  );
  const running = await startCity([...new Set(seats.map(([organisationId]) => organisationId))], {
    ...options,
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
  const browser: Browser = await openBrowser();
  const opened: BrowserContext[] = [];
  const faults: string[] = [];
  let number = 0;
  const hosts = [running.platform.url, provider.url].map((url) => new URL(url).host);

  const newPage = async ({ width = 1366, script = true, language = "zh-CN" }: Device = {}): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width, height: 768 },
      locale: language,
      javaScriptEnabled: script,
    });
    opened.push(context);
    const page = await context.newPage();
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (/Content Security Policy/i.test(message.text())) faults.push(message.text());
    });
    page.on("request", (request) => {
      const asked = new URL(request.url());
      // The bucket is reached by addresses that are signed, and by no other.
      const isSigned = asked.searchParams.has("X-Amz-Signature");
      if (asked.protocol !== "data:" && !hosts.includes(asked.host) && !isSigned) faults.push(`asks ${asked.host}`);
    });
    return page;
  };
  const signIn = async (page: Page, name: string): Promise<void> => {
    await page.click("main button.primary");
    await page.waitForURL(/\/interaction\/|\/console\/(?!sign)/);
    // The provider may still know who it is.
    if (page.url().includes("/interaction/")) await page.click(`button[value="${name}"]`);
    await page.waitForURL(/\/console\/(?!sign)/);
  };
  const open: OpenConsole = {
    running,
    faults,
    newPage,
    signIn,
    async visit(name, device) {
      const page = await newPage(device);
      await page.goto(`${running.platform.url}/console`);
      await signIn(page, name);
      return page;
    },
    async refer(referrer, change = {}) {
      number += 1;
      const sourceNumber = `样例-${number}`;
      const client = await running.city.clientOf(referrer);
      const { caseId } = (await client.submitReferral({ body: quarrel(sourceNumber, change) })).body;
      await running.platform.settled();
      return { caseId, sourceNumber };
    },
    async clear() {
      for (const context of opened.splice(0)) await context.close();
      faults.length = 0;
    },
    async stop() {
      await browser.close();
      await running.stop();
      await provider.stop();
    },
  };
  for (const [organisationId, name] of seats) {
    const { body } = await (await running.city.clientOf(organisationId)).invitePerson({
      params: { organisationId },
      body: { name, duty: "lead" },
    });
    const page = await open.visit(name);
    if (!page.url().includes("/console/invitation")) await page.goto(`${running.platform.url}/console/invitation`);
    await page.fill("#code", body.code);
    await page.click("main button.primary");
    await page.waitForURL("**/console/work");
  }
  return open;
}
