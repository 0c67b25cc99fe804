import * as z from "zod";
import { isIn } from "./public-address.ts";
import { isThisMachine, type Reach } from "./webhook-address.ts";

/** The variables in which a function finds how far webhooks reach. */
export const reachVariables = {
  WEBHOOK_ALLOW_LOOPBACK: z.enum(["true", "false"]).default("false"),
  WEBHOOK_NETWORKS: z.string().default(""),
  AWS_ENDPOINT_URL: z.string().optional(),
};
type Settings = {
  WEBHOOK_ALLOW_LOOPBACK: "true" | "false";
  WEBHOOK_NETWORKS: string;
  AWS_ENDPOINT_URL?: string | undefined;
};

/**
 * The reach that the environment gives. This machine can be reached only where the platform's own services are on it too, as in
 * the local runner: a deployed function has none there, so that no setting opens it.
 */
export function reachOf({ WEBHOOK_ALLOW_LOOPBACK, WEBHOOK_NETWORKS, AWS_ENDPOINT_URL = "" }: Settings): Reach {
  const isLocal = URL.canParse(AWS_ENDPOINT_URL) && isThisMachine(new URL(AWS_ENDPOINT_URL).hostname);
  const networks = WEBHOOK_NETWORKS.split(",").filter((one) => one !== "");
  return { loopback: isLocal && WEBHOOK_ALLOW_LOOPBACK === "true", isOpened: isIn(networks) };
}
