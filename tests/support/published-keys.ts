import { readFileSync } from "node:fs";
import * as z from "zod";

const text = z.string();
const jwk = z.discriminatedUnion("kty", [
  z.object({ kty: z.literal("RSA"), n: text, e: text }),
  z.object({ kty: z.literal("EC"), crv: z.literal("P-256"), x: text, y: text, d: text }),
  z.object({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: text, d: text }),
]);

/** Keys as they are printed somewhere for everybody to read; of RSA the public half alone. */
export const printedKeys = z
  .array(z.object({ source: text, jwk }))
  .parse(JSON.parse(readFileSync(new URL("../fixtures/published-keys.json", import.meta.url), "utf8")));
