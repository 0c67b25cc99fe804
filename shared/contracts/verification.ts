import * as z from "zod";
import { once } from "../domain/once.ts";

/** What is found when a chain is followed link by link. */
export const verification = once(() =>
  z.strictObject({
    whole: z.boolean(),
    length: z.int().min(0).describe("How many links there are"),
    head: z.string().describe("The hash of the last one: keep it elsewhere, and compare it later"),
    brokenAt: z.int().exactOptional().describe("The first place that does not hold"),
    why: z
      .enum(["link", "end", "state", "reading", "unreadable", "root"])
      .exactOptional()
      .describe(
        "link: it does not follow from the one before, or its hash is not that of what it says; end: the last ones are gone; state: the case stands otherwise than its history makes it; reading: the record of who read the parties and papers does not hold; unreadable: no release can have written it; root: a signed root saw another link at that place",
      ),
    roots: z.int().min(0).describe("How many signed roots have seen it as something new; none in its first day"),
    root: z.int().exactOptional().describe("The first root that saw something else"),
  }),
);
