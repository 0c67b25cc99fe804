import { wildcard } from "../../infra/local/iam.ts";

/** Grants that no run uses, by a pattern in which * stands for anything, and why they are there all the same. */
export type Explained = { grants: string; why: string };

/** What does not hold: a grant that nothing used and nothing explains, and an explanation that explains none or one in use. */
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
      .filter(({ grants }) => !unused.some((name) => wildcard(grants, name)))
      .map(({ grants }) => `explained, but no unused grant is like this: ${grants}`),
    ...explanations.flatMap(({ grants }) =>
      granted.filter((name) => used.has(name) && wildcard(grants, name)).map((name) => `explained, but used: ${name}`),
    ),
  ];
}
