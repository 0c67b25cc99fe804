import type { Ports } from "../../shared/runtime/ports.ts";
import type { Platform as Served } from "../http/call.ts";
import { operationsOn } from "../http/operation.ts";

/** What reports and claims need of the world. */
export type Platform = Served & Pick<Ports, "sealer" | "newId">;

export const operation = operationsOn<Platform>();
