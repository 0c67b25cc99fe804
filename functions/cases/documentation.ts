import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { addressOf, type Reached } from "../http/address.ts";
import { createDescription } from "./description.ts";

const types = new Map([
  ["swagger-ui.css", "text/css; charset=utf-8"],
  ["swagger-ui-bundle.js", "text/javascript; charset=utf-8"],
]);

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Accord API</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="docs/swagger-ui.css"></head>
<body><div id="docs"></div><script src="docs/swagger-ui-bundle.js"></script><script src="docs/start.js"></script></body>
</html>`;

const start = `SwaggerUIBundle({ url: "openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });`;

/** The page draws its icons from data: addresses and sets styles in place; it asks no other server for anything. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** `/openapi.json`, `/asyncapi.json` and a readable `/docs`, from the files beside the bundle. Links are relative: a stage may precede them. */
export function documentation(directory: string): Hono<Reached> {
  const file = (name: string): Promise<string> => readFile(join(directory, name), "utf8");
  const described = (name: string) => {
    const description = createDescription(() => file(name));
    return async (context: Context<Reached>): Promise<Response> => {
      const { file: bytes = null, ...init } = await description(context.req.raw, addressOf(context));
      return new Response(bytes, init);
    };
  };
  return new Hono<Reached>()
    .get("/openapi.json", described("openapi.json"))
    .get("/asyncapi.json", described("asyncapi.json"))
    .get("/docs", (context) =>
      // From below a slash the page would not find what it names; the router takes both for one address.
      context.req.path.endsWith("/")
        ? context.redirect("../docs", 308)
        : context.html(page, 200, { "Content-Security-Policy": policy }),
    )
    .get("/docs/start.js", (context) => context.body(start, 200, { "Content-Type": "text/javascript; charset=utf-8" }))
    .get("/docs/:name", async (context) => {
      const name = context.req.param("name");
      const type = types.get(name);
      if (type === undefined) return context.notFound();
      return context.body(await file(join("docs", name)), 200, {
        "Content-Type": type,
        "Cache-Control": "public, max-age=86400",
      });
    });
}
