import type { Client } from "./client.ts";
import { registrationOf, type TokenClaims } from "./token.ts";

/**
 * Gives an organisation its first key: the coordinator hands out a code, and the holder of the key registers it by that code. In
 * offices these are two people; here both are in one hand, as in a sample city.
 */
export async function giveFirstKey(
  coordinator: Client,
  holder: Pick<TokenClaims, "organisationId" | "key" | "audience" | "now">,
): Promise<void> {
  const { organisationId } = holder;
  const { code } = (await coordinator.offerKey({ params: { organisationId } })).body;
  await coordinator.redeemKey({ body: { organisationId, code, ...(await registrationOf(holder)) } });
}
