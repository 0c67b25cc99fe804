import type { Context } from "hono";
import { Hono } from "hono/tiny";
import { type ServiceName, services } from "../../shared/contracts/services.ts";

/** A function behind the front door, in this process. */
export type Service = { fetch: (request: Request, environment?: object) => Response | Promise<Response> };

/**
 * The API in this process, as far as pages call it: every address leads to the service that serves it, which makes the same checks as for anybody. The
 * console has no other way to what it shows.
 */
export function apiInProcess(serving: Readonly<Partial<Record<ServiceName, Service>>>): typeof fetch {
  const api = new Hono();
  const isService = (name: string): name is ServiceName => name in services;
  for (const name of Object.keys(services).filter(isService)) {
    const service = serving[name];
    if (service === undefined) continue;
    for (const { method, path } of Object.values(services[name])) {
      const pattern = path.replaceAll(/\{(\w+)\}/g, ":$1");
      api.on(method, pattern, (context: Context) => service.fetch(context.req.raw, {}));
    }
  }
  return async (input, init) => api.fetch(new Request(input, init));
}
