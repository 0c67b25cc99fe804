import * as z from "zod";
import { actor } from "./case.ts";
import { once } from "./once.ts";

/**
 * Who did what is used later, such as giving a code: so that it is judged again, when it is used, whether they may still do it.
 */
export const doer = once(() =>
  z.object({
    by: actor(),
    /** Of a system: the key by which it did. */
    keyId: z.string().exactOptional(),
    /** It was the key that the deployment names, which may never have been registered. */
    byFirstKey: z.boolean().exactOptional(),
  }),
);
export type Doer = z.infer<ReturnType<typeof doer>>;
