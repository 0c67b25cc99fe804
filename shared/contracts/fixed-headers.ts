import * as z from "zod";
import { once } from "../domain/once.ts";

// The headers that go with every call to an endpoint. The list of allowed ones is short: nothing that says how the call is carried, to
// whom, what is in it, who signed it, or from where it seems to come.

const names: readonly string[] = ["authorization", "api-key", "apikey", "app-id", "app-key", "appkey", "token"];
/** What proxies and frameworks act on though it begins like a header of one's own. */
const actedOn: readonly string[] = [
  ...["x-accel", "x-amz", "x-client-ip", "x-cluster", "x-envoy", "x-forward", "x-host", "x-http", "x-method"],
  ...["x-original", "x-proxy", "x-real", "x-remote", "x-rewrite", "x-sendfile", "x-true", "x-url", "x-wap"],
];
const headersAtMost = 10;
const charactersAtMost = 4_096;

const isAllowed = (name: string): boolean =>
  names.includes(name) || (/^x-[a-z0-9]/.test(name) && !actedOn.some((beginning) => name.startsWith(beginning)));

const fixedHeader = once(() =>
  z.strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/, { error: "header-name" })
      .toLowerCase()
      .refine(isAllowed, { error: "header-not-allowed" })
      .describe(`One of ${names.join(", ")}, or a name of your own that begins with x-`),
    value: z
      .string()
      .max(2_048)
      .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, { error: "header-value" })
      .describe("Visible ASCII"),
  }),
);

export const fixedHeaders = once(() =>
  z
    .array(fixedHeader())
    .min(1)
    .max(headersAtMost)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, { error: "header-twice" })
    .refine((all) => all.reduce((sum, { name, value }) => sum + name.length + value.length, 0) <= charactersAtMost, {
      error: "headers-too-long",
    }),
);
