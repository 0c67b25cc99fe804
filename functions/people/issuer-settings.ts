import * as z from "zod";
import { text } from "../../shared/runtime/config.ts";
import type { Issuer } from "../../shared/runtime/sign-in.ts";
import { createIssuer } from "./issuer.ts";

/** By which variables of its environment a function finds the identity provider; the issuer is empty where there is none. */
export const issuerVariables = {
  OIDC_ISSUER: z.string(),
  OIDC_CLIENT_ID: z.string(),
  OIDC_SCOPES: text,
  CONSOLE_ORIGIN: z.string(),
};

/** The identity provider of the environment; undefined where nobody can sign in. */
export const readIssuer = (config: { [Name in keyof typeof issuerVariables]: string }): Issuer | undefined =>
  config.OIDC_ISSUER === ""
    ? undefined
    : createIssuer({
        issuer: config.OIDC_ISSUER,
        clientId: config.OIDC_CLIENT_ID,
        scopes: config.OIDC_SCOPES,
        consoleOrigin: config.CONSOLE_ORIGIN,
      });
