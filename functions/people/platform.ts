import type { Sealer } from "../../shared/aws/seal.ts";
import type { Issuer } from "../../shared/runtime/sign-in.ts";
import type { Platform as Served } from "../http/call.ts";
import { openOperationsOn, operationsOn } from "../http/operation.ts";

/** What the operations about people need of the world. */
export type Platform = Served & {
  /** Who says who a person is; undefined where nobody can sign in. */
  issuer: Issuer | undefined;
  newId: () => string;
  /** What waits for a second person is sealed. */
  sealer: Pick<Sealer, "seal">;
};

export const operation = operationsOn<Platform>();
export const openOperation = openOperationsOn<Platform>();
