import type { Env, Hono } from "hono";
import { handle as handleByHono, type LambdaContext, type LambdaEvent } from "hono/aws-lambda";

/**
 * The handler of a function that answers requests. A body beside GET or HEAD says nothing (RFC 9110, 9.3.1) and is left out: of
 * such a request none can be made, so that it would be answered without a problem document, and the log would get lines that are no JSON.
 */
export function handle<E extends Env>(app: Hono<E>, options?: Parameters<typeof handleByHono>[1]) {
  const handler = handleByHono(app, options);
  return (event: LambdaEvent, context?: LambdaContext) => handler(withoutIdleBody(event), context);
}

const withoutIdleBody = (event: LambdaEvent): LambdaEvent =>
  "httpMethod" in event && ["GET", "HEAD"].includes(event.httpMethod) ? { ...event, body: null } : event;
