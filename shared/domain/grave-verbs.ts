import type { GraveAct } from "./house-settings.ts";
import type { CallerVerb } from "./verbs.ts";

/** The steps that one person of a coordinator does not take alone, unless its county says so. */
export const graveVerbs: { readonly [Name in CallerVerb]?: GraveAct } = { reopen: "reopening", merge: "merging" };
