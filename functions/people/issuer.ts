import { createHash } from "node:crypto";
import type { Configuration } from "openid-client";
import { Problem } from "../../shared/runtime/problem.ts";
import type { Issuer } from "../../shared/runtime/sign-in.ts";

/** How the platform is known to the identity provider of the offices. */
export type IssuerSettings = {
  issuer: string;
  clientId: string;
  scopes: string;
  /** Where the pages are, such as https://accord.example.gov.cn. */
  consoleOrigin: string;
};

/** Loaded when somebody first signs in or out: all other calls do without it. */
const library = () => import("openid-client");

const isLoopback = ({ hostname }: URL): boolean => hostname === "127.0.0.1" || hostname === "localhost";

/**
 * The provider behind the settings: the code flow with PKCE, state and nonce, checked by openid-client. The platform is a public client: PKCE binds the answer to who asked, so that no secret lies in
 * a function's environment. The provider is asked about itself when it is first needed, and again after a failure.
 */
export function createIssuer(settings: IssuerSettings): Issuer {
  const server = new URL(settings.issuer);
  const redirectUri = `${settings.consoleOrigin}/console/signed-in`;
  let known: Promise<Configuration> | undefined;
  const discover = async () => {
    const oidc = await library();
    // Only the local runner's provider has no certificate.
    const execute = isLoopback(server) ? [oidc.allowInsecureRequests] : [];
    known ??= oidc.discovery(server, settings.clientId, undefined, oidc.None(), { execute, timeout: 10 });
    try {
      return { oidc, configuration: await known };
    } catch (cause) {
      known = undefined;
      throw new Problem("issuer-unavailable", {}, { cause });
    }
  };
  return {
    async begin(state, again) {
      const { oidc, configuration } = await discover();
      const begun = { codeVerifier: oidc.randomPKCECodeVerifier(), nonce: oidc.randomNonce(), redirectUri };
      const url = oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: settings.scopes,
        state,
        nonce: begun.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(begun.codeVerifier),
        code_challenge_method: "S256",
        ...(again ? { prompt: "login" } : {}),
      });
      return { url: url.href, begun };
    },

    async finish(begun, { code, state, iss }, expectedState) {
      const { oidc, configuration } = await discover();
      const answer = new URL(begun.redirectUri);
      answer.search = new URLSearchParams({ code, state, ...(iss === undefined ? {} : { iss }) }).toString();
      try {
        const tokens = await oidc.authorizationCodeGrant(configuration, answer, {
          pkceCodeVerifier: begun.codeVerifier,
          expectedNonce: begun.nonce,
          expectedState,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (claims === undefined) throw new Problem("sign-in-failed");
        const subject = createHash("sha256")
          .update(JSON.stringify([claims.iss, claims.sub]))
          .digest("base64url");
        return { subject, idToken: tokens.id_token };
      } catch (error) {
        if (error instanceof Problem) throw error;
        throw new Problem(isOutage(error) ? "issuer-unavailable" : "sign-in-failed", {}, { cause: error });
      }
    },

    async endSession(idToken) {
      const { oidc, configuration } = await discover();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return oidc.buildEndSessionUrl(configuration, {
        post_logout_redirect_uri: `${settings.consoleOrigin}/console/signed-out`,
        ...(idToken === undefined ? {} : { id_token_hint: idToken }),
      }).href;
    },
  };
}

/** Whether the provider could not be reached, or is in trouble itself. */
function isOutage(error: unknown): boolean {
  if (error instanceof TypeError || (error instanceof DOMException && error.name === "TimeoutError")) return true;
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Response ? cause.status >= 500 : cause instanceof TypeError;
}
