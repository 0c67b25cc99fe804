import type { Channel } from "./codes.ts";

/** Which kinds of organisation may send by each channel; committees register what comes to them. */
export const sendersOf: Readonly<Record<Channel, readonly string[]>> = {
  court_before_docketing: ["court"],
  court_after_docketing: ["court"],
  police_public_order: ["police"],
  police_civil: ["police"],
  traffic_police: ["traffic_police"],
  procuratorate: ["procuratorate"],
  petition: ["petition"],
  medical: ["administrative"],
  labour: ["administrative"],
  administrative: ["administrative"],
  walk_in: ["general", "industry", "enterprise", "brand"],
  proactive: ["general", "industry", "enterprise", "brand"],
};
