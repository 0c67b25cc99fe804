import { wildcard } from "../../infra/local/iam.ts";

/**
 * Grants that no run uses, by a pattern in which * stands for anything, and why they are there all the same. Those that a run
 * uses or not `byChance`, since it depends on what comes first or fails, may be used.
 */
export type Explained = { grants: string; why: string; byChance?: true };

/**
 * What does not hold: a grant that nothing used and nothing explains, an explanation of nothing, and one of a grant in use
 * that is not used by chance.
 */
export function unexplained(
  granted: readonly string[],
  used: ReadonlySet<string>,
  explanations: readonly Explained[],
): string[] {
  const unused = granted.filter((name) => !used.has(name));
  return [
    ...unused
      .filter((name) => !explanations.some(({ grants }) => wildcard(grants, name)))
      .map((name) => `granted and never used: ${name}`),
    ...explanations
      .filter(({ grants, byChance }) => !(byChance ? granted : unused).some((name) => wildcard(grants, name)))
      .map(({ grants }) => `explained, but no unused grant is like this: ${grants}`),
    ...explanations.flatMap(({ grants, byChance }) =>
      granted
        .filter((name) => !byChance && used.has(name) && wildcard(grants, name))
        .map((name) => `explained, but used: ${name}`),
    ),
  ];
}
