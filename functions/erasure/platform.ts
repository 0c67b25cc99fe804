import type { ErasurePorts } from "../../shared/runtime/erase-case.ts";
import type { Platform as Served } from "../http/call.ts";
import { operationsOn } from "../http/operation.ts";

/** What erasing needs of the world. It opens nothing, and reads no paper. */
export type Platform = Served & ErasurePorts;

export const operation = operationsOn<Platform>();
