import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { type Environment, leadTo, outcomeTold } from "../../functions/console/visit.ts";

// The outcome of an act is told on the page to which it leads: once, and in the browser that acted.

const app = new Hono<Environment>();
app.post("/:outcome", (context) => {
  context.set("visit", Object({ link: (path: string) => `/live${path}` }));
  return leadTo(context, "/page?of=1", context.req.param("outcome"));
});
app.get("/page", (context) => context.text(outcomeTold(context) ?? "nothing"));

const cookiesOf = ({ headers }: Response): string[] => headers.getSetCookie().map((one) => one.split(";")[0] ?? "");
async function act(outcome: string, host = "console.invalid") {
  const answer = await app.request(`https://${host}/${outcome}`, { method: "POST", headers: { host } });
  const location = answer.headers.get("location") ?? "";
  return { location, cookies: cookiesOf(answer), set: answer.headers.getSetCookie() };
}
const see = async (location: string, cookies: readonly string[] = [], host = "console.invalid") => {
  const address = `https://${host}${location.replace("/live", "")}`;
  const answer = await app.request(address, { headers: { host, cookie: cookies.join("; ") } });
  return { told: await answer.text(), taken: answer.headers.getSetCookie() };
};

describe("the outcome of an act", () => {
  it("is told where it leads, and the cookie by which it is known is taken away", async () => {
    const { location, cookies, set } = await act("done");
    expect(location).toMatch(/^\/live\/page\?of=1&said=done\.[0-9a-f]{8}$/);
    expect(set).toEqual([expect.stringMatching(/^__Host-accord_told_.*Max-Age=60; Path=\/; HttpOnly; Secure/)]);
    const { told, taken } = await see(location, cookies);
    expect(told).toBe("done");
    expect(taken).toEqual([expect.stringMatching(/^__Host-accord_told_[0-9a-f]{8}=; Max-Age=0/)]);
  });

  it("is not told again on a reload, by a copied link, or by an address that somebody made up", async () => {
    const { location } = await act("done");
    expect((await see(location)).told).toBe("nothing");
    expect((await see("/page?said=done")).told).toBe("nothing");
    expect((await see("/page?said=done.00000000", ["__Host-accord_told_11111111=done"])).told).toBe("nothing");
  });

  it("is told as it was: a link cannot make done of what changed nothing", async () => {
    const { location, cookies } = await act("unchanged");
    expect((await see(location.replace("unchanged", "done"), cookies)).told).toBe("nothing");
    expect((await see(location, cookies)).told).toBe("unchanged");
  });

  it("is told in each of two tabs, whichever is first", async () => {
    const [one, other] = [await act("done"), await act("waiting")];
    const both = [...one.cookies, ...other.cookies];
    expect((await see(other.location, both)).told).toBe("waiting");
    expect((await see(one.location, both)).told).toBe("done");
  });

  it("is told on a loopback address too, where old browsers take no secure cookie", async () => {
    const host = "127.0.0.1:4320";
    const { location, cookies, set } = await act("done", host);
    expect(set.join()).not.toMatch(/Secure|__Host/);
    expect((await see(location, cookies, host)).told).toBe("done");
  });
});
