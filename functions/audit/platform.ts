import type { RootStore } from "../../shared/aws/root-store.ts";
import type { Roots } from "../../shared/runtime/seen-chains.ts";
import type { Platform as Served } from "../http/call.ts";
import { operationsOn } from "../http/operation.ts";

/** What verifying needs of the world. Nothing in it can write a record. */
export type Platform = Served & {
  rootStore: Pick<RootStore, "read">;
  roots: Roots;
  /** The public half of the key that signs roots, as PEM. */
  rootKey: () => Promise<string>;
};

export const operation = operationsOn<Platform>();
