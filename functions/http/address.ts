import type { Context } from "hono";

export type Reached = { Bindings: { requestContext?: { path?: string; domainName?: string } } };

/** What stands before every path: API Gateway's own name serves below the stage; a domain of one's own, and the local runner, without it. */
export function prefixOf<Environment extends Reached>({ req, env }: Context<Environment>): string {
  const { pathname } = new URL(req.url);
  const whole = env?.requestContext?.path ?? pathname;
  const stage = whole.endsWith(pathname) ? whole.slice(0, -pathname.length) : "";
  return /\.execute-api\./.test(req.header("host") ?? "") ? stage : "";
}

/** Where the API is reached, as the caller reached it. */
export function addressOf<Environment extends Reached>(context: Context<Environment>): string {
  const host = context.env?.requestContext?.domainName ?? new URL(context.req.url).host;
  const protocol = context.req.header("x-forwarded-proto") === "http" ? "http" : "https";
  return `${protocol}://${host}${prefixOf(context)}`;
}
