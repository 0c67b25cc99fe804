import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { openApiDocument } from "../../shared/contracts/openapi.ts";
import { routes } from "../../shared/contracts/routes.ts";
import { openBrowser, whyNoBrowser } from "../support/browser.ts";
import { type RunningCity, startCity } from "../support/platform.ts";

describe.skipIf(whyNoBrowser !== undefined)(`the documentation page${whyNoBrowser ? ` (${whyNoBrowser})` : ""}`, () => {
  let running: RunningCity;
  let browser: Browser;
  beforeAll(async () => {
    running = await startCity([]);
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await running?.stop();
  });

  it("shows every operation and asks no other server for anything", async () => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 1400 } });
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(`${running.platform.url}/docs`);
    await page.getByText("/v1/referrals", { exact: true }).waitFor();

    const { webhooks: told } = z.looseObject({ webhooks: z.record(z.string(), z.unknown()) }).parse(openApiDocument());
    const webhooks = Object.keys(told).length;
    // A long list is drawn where it is looked at: so it is looked at from its beginning to its end.
    const shown = new Set<string>();
    await expect
      .poll(
        async () => {
          for (const id of await page.locator(".opblock").evaluateAll((all) => all.map(({ id }) => id))) shown.add(id);
          await page.mouse.wheel(0, 400);
          return shown.size;
        },
        { timeout: 60_000, interval: 50 },
      )
      .toBe(Object.keys(routes).length + webhooks);
    const elsewhere = asked.filter((url) => !url.startsWith(running.platform.url) && !url.startsWith("data:"));
    expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] });
  });
});
