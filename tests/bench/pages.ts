import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import * as z from "zod";
import { bundling } from "../../infra/bundles.ts";
import { signIn } from "../../infra/demo/sign-in.ts";
import { startSignInProvider } from "../../infra/demo/sign-in-provider.ts";
import { createClient } from "../../shared/client/client.ts";
import { concurrently } from "../../shared/client/concurrently.ts";
import { quarrel, startCity } from "../support/platform.ts";
import { type Figure, figure } from "./figure.ts";

const agencyId = "police-330483101";
const committeeId = "pmc-330483101";
const clerk = "陈样例";
const rounds = 15;
/** The aim is 1.5; on a machine that others use as well, the ratio of two medians moves by as much as the noise. */
const [ratioAtMost, noise] = [1.5, 0.25];
const rows = 50;
const address = `/console/cases?as=sender`;

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** What a list of 50 of so many open cases costs as a page, beside the call of the API that it shows. */
export async function pageFigures(cases: number): Promise<Figure[]> {
  const provider = await startSignInProvider([{ subject: clerk, name: clerk, place: "" }]);
  const { platform, city, stop } = await startCity([agencyId, committeeId], {
    parameters: (apiUrl) => ({ OidcIssuer: provider.url, ConsoleOrigin: apiUrl }),
    onClock: provider.setClock,
  });
  try {
    const { body } = await (await city.clientOf(agencyId)).invitePerson({
      params: { organisationId: agencyId },
      body: { name: clerk, duty: "lead" },
    });
    const invited = createClient({ baseUrl: platform.url, session: await signIn(city.coordinator, clerk) });
    const { secret } = (await invited.redeemInvitation({ body: { code: body.code } })).body;
    const agency = await city.clientOf(agencyId);
    const numbers = Array.from({ length: cases }, (_, index) => `bench-list-${index}`);
    await concurrently(numbers, 8, async (number) => {
      await agency.submitReferral({ body: quarrel(number) });
    });
    await platform.settled({ timeoutMs: 300_000, patiently: true });

    const page = async (): Promise<string> => {
      const headers = { cookie: `accord=${secret}`, "accept-language": "zh-CN" };
      const response = await fetch(platform.url + address, { headers });
      if (!response.ok) throw new Error(`the list answered ${response.status}`);
      return response.text();
    };
    const person = createClient({ baseUrl: platform.url, session: secret });
    const call = async () => (await person.listCases({ query: { as: "sender" } })).body;
    const [html, listing] = [await page(), await call()];
    const shown = html.match(/<tr>/g)?.length ?? 0;
    if (listing.cases.length !== rows || shown !== rows + 1) throw new Error(`the page shows ${shown} rows`);
    const times: { page: number[]; call: number[] } = { page: [], call: [] };
    platform.resetMeter();
    for (let round = 0; round < rounds; round += 1) {
      // One after the other in turn, so that a burst of work elsewhere on the machine meets both.
      times.page.push(await took(page));
      times.call.push(await took(call));
    }
    const used = (platform.meter()["Console"]?.readUnits ?? 0) / rounds;
    const [ofPage, ofCall] = [median(times.page), median(times.call)];
    const note = `${ofPage.toFixed(0)} ms beside ${ofCall.toFixed(0)} ms, of ${cases} open cases`;
    return [
      figure("page of 50 cases", ofPage / ofCall, "of its call", { budget: ratioAtMost + noise, note }),
      figure("page of 50 cases, as it travels", gzipSync(html).length / 1024, "KB compressed", { budget: 8 }),
      // The rows are read as fifty items (decision 0034), beside the index, the session and the seat.
      figure("reads of a page of 50 cases", used, "units", { budget: 36 }),
      figure("making a page of 50 cases", await makingOf(listing), "ms of processor", { budget: 5 }),
    ];
  } finally {
    await stop();
    await provider.stop();
  }
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** The processor time of making the page from the answer, once it is warm; in a process of its own, as a bundle. */
async function makingOf(listing: unknown): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "accord-bench-"));
  try {
    const [file, data] = [join(folder, "page.cjs"), join(folder, "listing.json")];
    writeFileSync(data, JSON.stringify(listing));
    const contents = `
      import { readFileSync } from "node:fs";
      import { CasesPage } from "./functions/console/pages/lists.tsx";
      const asset = { path: "/a", body: "", type: "" };
      const seat = { organisationId: "${agencyId}", organisationName: "样例", name: "样例", role: "agency", duty: "lead" };
      const visit = { language: "zh", client: {}, secret: "session_x", session: { seat, seats: [seat] }, link: (path) => path, now: Date.now(), assets: { style: asset, script: asset } };
      const listing = JSON.parse(readFileSync(${JSON.stringify(data)}, "utf8"));
      const make = async () => String(await (<CasesPage visit={visit} view="sender" filters={{}} listing={listing} />));
      const times = [];
      (async () => {
        for (let round = 0; round < 60; round += 1) {
          const before = process.cpuUsage();
          if (!(await make()).includes("bench-list-")) throw new Error("no rows");
          const { user, system } = process.cpuUsage(before);
          times.push(user + system);
        }
        times.splice(0, 20);
        console.log(times.sort((a, b) => a - b)[times.length >> 1]);
      })();`;
    const stdin = { contents, resolveDir: bundling.absWorkingDir, loader: "tsx" } as const;
    await build({ ...bundling, stdin, outfile: file, jsx: "automatic", jsxImportSource: "hono/jsx" });
    const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: "utf8" });
    if (status !== 0) throw new Error(`the page is not made: ${stderr.slice(-500)}`);
    return z.coerce.number().positive().parse(stdout.trim()) / 1000;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
