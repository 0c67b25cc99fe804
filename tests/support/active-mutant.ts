const name = "__STRYKER_ACTIVE_MUTANT__";
const number = process.env[name];

/** Tells functions, which run in environments of their own, which mutant is tried (`npm run mutate:functions`). */
export const activeMutant: Record<string, string> = number === undefined ? {} : { [name]: number };
