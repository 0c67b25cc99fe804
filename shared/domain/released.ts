import type { NewEvent } from "./events.ts";
import type { Facts } from "./facts.ts";

/** The body gives the case back where it would not be given it as it is now; routing is asked again. */
export const released = ({ assignment: { organisationId: leaving } }: Held, { unfit }: Facts["fit"]): NewEvent[] =>
  unfit === undefined ? [] : [{ type: "assignment.released", data: { organisationId: leaving, obstacle: unfit } }];
type Held = { assignment: { organisationId: string } };
