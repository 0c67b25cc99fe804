import { bundledRulePacks, type RulePack } from "../domain/rule-pack.ts";

/** The rule pack a case runs under, whatever is in force today. */
export function rulesOf(version: string): RulePack {
  const pack = bundledRulePacks.find((candidate) => candidate.version === version);
  if (pack === undefined) throw new Error(`rule pack ${version} is not bundled`);
  return pack;
}
