import type { Caller } from "./caller.ts";
import { Problem } from "./problem.ts";

/** The county asked about: by default the caller's own. Others do not exist for it, unless it stands above them. */
export function countyOf({ organisation }: Caller, asked: string | undefined): string {
  const own = organisation.facts.divisionCode.slice(0, 6);
  const county = asked ?? own;
  if (!county.startsWith(own.replace(/(00)+$/, ""))) throw new Problem("not-found");
  return county;
}
