import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const executables = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Another browser than the machine's: the oldest one that offices use is tried by the same tests. */
const executablePath = process.env["ACCORD_BROWSER"] ?? executables.find(existsSync);

/** Why the browser tests cannot run here; undefined when they can. The check's own machine must have a browser. */
export const whyNoBrowser: string | undefined =
  executablePath === undefined && process.env["CI"] === undefined ? "no Chromium is installed" : undefined;

/** A real browser without a window. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args: ["--no-sandbox"] });
