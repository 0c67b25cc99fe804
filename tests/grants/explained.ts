import type { Explained } from "./compare.ts";

// A grant is `function action place partition`, as the local runner names it. An entry goes when its grants are used or gone.
export const explained: readonly Explained[] = [
  {
    grants: "* logs:*",
    why: "Lambda writes the lines of a function's log with the function's rights; the runner keeps them itself.",
  },
];
