import { existsSync } from "node:fs";
import type { Browser } from "playwright-core";

const executables = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** The machine's browser, or the one that is named, with the driver that can still lead it. */
const executablePath = process.env["ACCORD_BROWSER"] ?? executables.find(existsSync);
const driver = process.env["ACCORD_BROWSER_DRIVER"] ?? "playwright-core";

/** Why the browser tests cannot run here; undefined when they can. The check's own machine must have a browser. */
export const whyNoBrowser: string | undefined =
  executablePath === undefined && process.env["CI"] === undefined ? "no Chromium is installed" : undefined;

/** A real browser without a window. */
export async function openBrowser(): Promise<Browser> {
  const { chromium }: typeof import("playwright-core") = await import(driver);
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--headless", "--disable-gpu"],
    // Where the machine names no characters but ASCII, Chromium calls every Chinese file "download".
    env: { ...process.env, LC_ALL: "C.UTF-8" },
  });
}
