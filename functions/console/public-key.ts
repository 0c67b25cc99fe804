import { createPublicKey } from "node:crypto";
import { keyRegistration } from "../../shared/contracts/directory.ts";
import type { administration } from "./administration-texts.ts";

/** Why a text is not taken for a public key, by the words for it. */
type KeyFault = Extract<keyof typeof administration, "keyMissing" | "keyPrivate" | "keyUnreadable">;
type Read = { jwk: ReturnType<ReturnType<typeof keyRegistration>["parse"]>["jwk"] } | { fault: KeyFault };

/** The public key in a text, a JWK or PEM. A private one is refused, although its public half could be had from it. */
export function publicKeyIn(text: string): Read {
  const given = text.trim();
  if (given === "") return { fault: "keyMissing" };
  if (/PRIVATE\s+KEY/i.test(given)) return { fault: "keyPrivate" };
  const parsed = keyRegistration().shape.jwk.safeParse(given.startsWith("{") ? jsonOf(given) : ofPem(given));
  if (parsed.success) return { jwk: parsed.data };
  const isPrivate = parsed.error.issues.some(({ message }) => message === "private-key");
  return { fault: isPrivate ? "keyPrivate" : "keyUnreadable" };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function ofPem(text: string): unknown {
  try {
    return createPublicKey(text).export({ format: "jwk" });
  } catch {
    return undefined;
  }
}
