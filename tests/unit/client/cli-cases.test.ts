import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import packageFile from "../../../package.json" with { type: "json" };
import { accord, emptyDirectory, platform } from "./command-line.ts";
import { caseId, submittedCase } from "./support.ts";

let keys: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const run = (...args: string[]) =>
  accord([...args, "--as", "court", "--keys", keys, "--url", server.url, "--lang", "en"]);
const otherId = "1f8fad5b-d9cb-469f-a165-70867728950e";
const listed = (id: string) => ({
  caseId: id,
  version: 1,
  status: "submitted",
  at: "2026-07-01T01:30:00.000Z",
  sourceNumbers: ["样例1"],
  category: "02",
  channel: "police_civil",
  agencyId: "police-1",
  riskGrade: "blue",
  partyCount: 2,
  flags: [],
});

beforeEach(async () => {
  keys = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "court", "--keys", keys]);
});
afterEach(() => server.close());

describe("a case named by less than its id", () => {
  it("is looked up, and the step is taken on what was found", async () => {
    answer = ({ path }) =>
      path.startsWith("/v1/case-names")
        ? { status: 200, body: { cases: [listed(caseId)], names: {} } }
        : { status: 200, body: submittedCase };
    expect(await run("accept", "样例1")).toMatchObject({ exitCode: 0 });
    expect(server.served.map(({ path }) => decodeURIComponent(path))).toEqual([
      "/v1/case-names?name=样例1",
      `/v1/cases/${caseId}/accept`,
    ]);
  });

  it("is refused, with the cases it can mean, when there are several; and when there is none", async () => {
    answer = () => ({ status: 200, body: { cases: [listed(caseId), listed(otherId)], names: {} } });
    const several = await run("case", "show", "0f8f");
    expect(several).toMatchObject({ exitCode: 2, err: expect.stringContaining(otherId) });
    answer = () => ({ status: 200, body: { cases: [], names: {} } });
    expect(await run("case", "show", "nothing")).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('"nothing"'),
    });
    expect(server.served.every(({ path }) => path.startsWith("/v1/case-names"))).toBe(true);
  });
});

describe("a step on many cases", () => {
  it("gives a verdict on each, and a refusal leaves the others alone", async () => {
    answer = ({ path }) =>
      path.includes(otherId)
        ? {
            status: 409,
            body: { type: "t", title: "t", status: 409, code: "illegal-transition", action: "a", instance: "urn:1" },
          }
        : { status: 200, body: submittedCase };
    const { exitCode, out } = await run("acknowledge", otherId, caseId);
    expect(exitCode).toBe(1);
    expect(out).toMatch(new RegExp(`${otherId}.*refused`));
    expect(out).toMatch(new RegExp(`${caseId}.*done`));
  });

  it("takes no version, which is of one case", async () => {
    expect(await run("accept", otherId, caseId, "--version", "2")).toMatchObject({ exitCode: 2 });
    expect(server.served).toEqual([]);
  });
});

describe("accord refer with a table", () => {
  const heading =
    "sourceNumber,channel,category,summary,party1Side,party1Kind,party1Name,party2Side,party2Kind,party2Name";
  const row = (number: string) =>
    `${number},police_civil,02,样例,applicant,natural_person,张样例,respondent,natural_person,李样例`;

  it("gives a verdict on each row and exits with 3 when one was refused", async () => {
    const file = join(keys, "many.csv");
    await writeFile(file, [heading, row("A1"), row("A2"), row("A3"), "A4,,,,,,,,,"].join("\n"));
    answer = ({ body }) => {
      const { sourceNumber } = JSON.parse(body);
      if (sourceNumber === "A2") return { status: 200, body: submittedCase };
      if (sourceNumber === "A3")
        return {
          status: 409,
          body: { type: "t", title: "t", status: 409, code: "source-number-conflict", action: "a" },
        };
      return { status: 201, body: submittedCase };
    };
    const { exitCode, out } = await run("refer", file);
    expect(exitCode).toBe(3);
    expect(out).toMatch(/A1.*referred/);
    expect(out).toMatch(/A2.*there already/);
    expect(out).toMatch(/A3.*refused/);
    expect(out).toMatch(/A4.*refused/);
    expect(server.served).toHaveLength(3);
  });

  it("that is cut off says what was sent, and can be sent again", async () => {
    const file = join(keys, "many.csv");
    await writeFile(file, [heading, row("A1"), row("A2")].join("\n"));
    answer = ({ body }) =>
      JSON.parse(body).sourceNumber === "A1"
        ? { status: 201, body: submittedCase }
        : { status: 401, body: { type: "t", title: "t", status: 401, code: "token-expired", action: "a" } };
    const { exitCode, out } = await run("refer", file);
    expect(exitCode).toBe(1);
    expect(out).toContain("Stopped after 1 of 2 rows");
  });
});

describe("the command line", () => {
  it("prints its version, unless --version is a step's option", async () => {
    expect(await accord(["--version"])).toMatchObject({ exitCode: 0, out: packageFile.version });
    expect(await accord(["--lang", "zh", "-V"])).toMatchObject({ exitCode: 0, out: packageFile.version });
    answer = () => ({ status: 200, body: submittedCase });
    await run("accept", caseId, "--version", "7");
    expect(server.served.at(-1)?.headers["if-match"]).toBe('"7"');
  });

  it("reads who acts from ACCORD_OFFICER", async () => {
    const env = { ACCORD_OFFICER: "样例法官" };
    const { out } = await accord(["token", "--as", "court", "--keys", keys], { env });
    expect(decodeJwt(out)).toMatchObject({ officer: "样例法官" });
  });

  it("prints the instance of a problem", async () => {
    const instance = "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e";
    answer = () => ({
      status: 404,
      body: { type: "t", title: "t", status: 404, code: "not-found", action: "a", instance },
    });
    expect((await run("case", "show", caseId)).err).toContain(instance);
  });

  it("completes commands, options and their values in bash", async () => {
    const { out } = await accord(["completion", "bash"]);
    const complete = (...words: string[]) =>
      execFileSync("bash", [
        "-c",
        `${out}\nCOMP_WORDS=(accord "$@"); COMP_CWORD=$#; _accord; printf '%s\\n' "\${COMPREPLY[@]}"`,
        "bash",
        ...words,
      ])
        .toString()
        .trim()
        .split("\n");
    expect(complete("ack")).toEqual(expect.arrayContaining(["acknowledge", "acknowledge-result"]));
    expect(complete("inbox", "")).toEqual(expect.arrayContaining(["receive", "ack"]));
    expect(complete("inbox", "receive", "--wa")).toEqual(["--wait", "--watch"]);
    expect(complete("record-agreement", caseId, "--form", "")).toEqual(["written", "oral"]);
  });

  it.each(["zsh", "fish"])("has a completion for %s that names every command", async (shell) => {
    const { exitCode, out } = await accord(["completion", shell]);
    expect(exitCode).toBe(0);
    for (const word of ["acknowledge", "receive", "--watch"]) expect(out).toContain(word);
  });
});
