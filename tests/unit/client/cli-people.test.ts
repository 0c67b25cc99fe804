import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accord, emptyDirectory, platform } from "./command-line.ts";

const personId = "0190a0de-0000-7000-8000-000000000001";
const seat = { organisationId: "court", personId, name: "陈样例", duty: "clerk", since: "2026-07-01T01:00:00.000Z" };

let folder: string;
let answer: Parameters<typeof platform>[0];
let server: Awaited<ReturnType<typeof platform>>;
const people = (...args: string[]) =>
  accord(["people", ...args, "--as", "justice-bureau", "--keys", folder, "--url", server.url, "--lang", "zh"]);
const sent = () => server.served.map(({ method, path, body }) => [method, path, body === "" ? "" : JSON.parse(body)]);

beforeEach(async () => {
  folder = await emptyDirectory();
  server = await platform((request) => answer(request));
  await accord(["keys", "new", "justice-bureau", "--keys", folder]);
});
afterEach(() => server.close());

describe("accord people", () => {
  it("invites somebody and shows the code", async () => {
    answer = () => ({ status: 201, body: { code: "ABCDEFGH23", endsAt: "2026-07-04T01:00:00.000Z" } });
    const { exitCode, out } = await people(
      "invite",
      "court",
      "--name",
      "陈样例",
      "--duty",
      "lead",
      "--mediator",
      "m-1",
    );
    expect(exitCode).toBe(0);
    expect(out).toContain("ABCDEFGH23");
    expect(sent()).toEqual([
      ["POST", "/v1/organisations/court/invitations", { name: "陈样例", duty: "lead", mediatorId: "m-1" }],
    ]);
  });

  it("lists who has a seat, with the duty in words", async () => {
    answer = () => ({ status: 200, body: { people: [seat] } });
    const { out } = await people("list", "court");
    expect(out).toContain("陈样例");
    expect(out).toContain("经办");
    expect(out).toContain(personId);
  });

  it("changes a seat and takes one away", async () => {
    answer = ({ method }) => (method === "PUT" ? { status: 200, body: { ...seat, duty: "lead" } } : { status: 204 });
    expect((await people("seat", "court", personId, "--duty", "lead")).out).toContain("负责");
    expect((await people("remove", "court", personId)).exitCode).toBe(0);
    const path = `/v1/organisations/court/people/${personId}`;
    expect(sent()).toEqual([
      ["PUT", path, { duty: "lead" }],
      ["DELETE", path, ""],
    ]);
  });

  it("lists who came in and who changed what, and where it goes on", async () => {
    const by = { organisationId: "court", role: "agency", officer: "陈样例", personId };
    const entries = [
      { at: "2026-07-01T01:00:00.000Z", act: "seat-changed", by, about: "李样例", duty: "lead" },
      { at: "2026-07-01T00:00:00.000Z", act: "signed-in", by },
    ];
    answer = () => ({ status: 200, body: { entries, names: { court: "样例法院" }, cursor: "next" } });
    const { out } = await people("access", "court");
    expect(out).toMatch(/2026-07-01 09:00[ │]+样例法院[ │]+陈样例[ │]+变更职责[ │]+李样例，负责/);
    expect(out).toMatch(/登录[\s\S]*--cursor next/);
    expect(sent()).toEqual([["GET", "/v1/organisations/court/access?limit=50", ""]]);
  });

  it("asks for a duty that there is, and sends nothing without one", async () => {
    for (const args of [
      ["--name", "陈样例"],
      ["--name", "陈样例", "--duty", "chief"],
    ]) {
      expect((await people("invite", "court", ...args)).exitCode).toBe(2);
    }
    expect(server.served).toEqual([]);
  });

  it("says why the last lead of a coordinator stays", async () => {
    const problem = {
      type: "urn:accord:problem:last-lead",
      title: "最后一名负责人",
      status: 409,
      code: "last-lead",
      action: "请先指定另一名负责人。",
    };
    answer = () => ({ status: 409, body: problem, headers: { "content-type": "application/problem+json" } });
    const { exitCode, err } = await people("remove", "justice-bureau", personId);
    expect(exitCode).toBe(1);
    expect(err).toContain("协调机构至少保留一名负责人");
  });
});
