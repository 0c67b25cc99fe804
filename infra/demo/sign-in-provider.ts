import { type IdentityProvider, type LocalPerson, startIdentityProvider } from "../local/identity-provider.ts";

/** The local identity provider, which knows the console by the name that the stack's parameter `OidcClientId` gives it. */
export const startSignInProvider = (
  people: readonly LocalPerson[],
  options: { port?: number; clockOffsetMs?: number } = {},
): Promise<IdentityProvider> =>
  startIdentityProvider(people, {
    ...options,
    client: { id: "accord", signedInPath: "/console/signed-in", signedOutPath: "/console/signed-out" },
  });

/** The parameters of a stack whose people sign in by this provider. */
export const signInBy = ({ url }: IdentityProvider, apiUrl: string): Record<string, string> => ({
  OidcIssuer: url,
  ConsoleOrigin: apiUrl,
});
