import * as z from "zod";
import { createPost } from "./post-webhook.ts";
import type { SigningProvider } from "./sign-papers.ts";
import { keyOf } from "./signed-call.ts";
import { reachOf, reachVariables } from "./webhook-reach.ts";

/** The variables in which a function finds who signs electronically; nobody, where they are empty. */
export const signingVariables = {
  ...reachVariables,
  SIGNING_URL: z.string().default(""),
  SIGNING_KEY: z.string().default(""),
};
type Settings = Parameters<typeof reachOf>[0] & { SIGNING_URL: string; SIGNING_KEY: string };

/** The provider that the environment names. Throws where its key is none. */
export function signingProviderOf({
  SIGNING_URL: url,
  SIGNING_KEY: publicKey,
  ...reach
}: Settings): SigningProvider | undefined {
  if (url === "" || publicKey === "") return undefined;
  keyOf(publicKey);
  return { url, publicKey, post: createPost({ reach: reachOf(reach) }) };
}
