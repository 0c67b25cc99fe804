import type { FileEraser } from "../../shared/aws/file-eraser.ts";
import type { Ports } from "../../shared/runtime/ports.ts";
import type { Platform as Served } from "../http/call.ts";
import { operationsOn } from "../http/operation.ts";

/**
 * What reports, claims and erasing need of the world. It can take papers away, and reads none. Without `eraser` nothing is erased
 * here: where papers are put as well, nobody may take them away.
 */
export type Platform = Served & Pick<Ports, "sealer" | "newId"> & { eraser: FileEraser | undefined };

export const operation = operationsOn<Platform>();
