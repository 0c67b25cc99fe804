import { createHash } from "node:crypto";
import { Problem } from "../../shared/runtime/problem.ts";

// The ETag of a case's answer is its version, and after a dot a digest of all that was answered: who sends it back in If-Match
// names the version, who sends it in If-None-Match the very answer.

/** The entity tag of a case's version. */
export const etagOf = ({ version }: { version: number }): string => `"${version}"`;

type EntityTag = { isWeak: boolean; text: string };

/** The entity tags of an If-Match or If-None-Match (RFC 9110, 8.8.3); undefined where it is no list of them. */
function tagsIn(list: string): EntityTag[] | undefined {
  const tags: EntityTag[] = [];
  const next = /[\s,]*(W\/)?"([^"\s]*)"[ \t]*(?=,|$)/y;
  while (!/^[\s,]*$/.test(list.slice(next.lastIndex))) {
    const found = next.exec(list);
    if (found === null) return undefined;
    tags.push({ isWeak: found[1] !== undefined, text: found[2] ?? "" });
  }
  return tags.length === 0 ? undefined : tags;
}

/**
 * The versions that an If-Match names; undefined for `*`. A weak tag and one that this platform never gave match no version. A
 * bare number is taken for the tag that it stands for. Throws `version-required` and `invalid-parameters`.
 */
export function versionsIn(ifMatch: string | undefined): number[] | undefined {
  if (ifMatch === undefined) throw new Problem("version-required");
  if (ifMatch.trim() === "*") return undefined;
  const tags = tagsIn(/^\s*\d{1,9}\s*$/.test(ifMatch) ? `"${ifMatch.trim()}"` : ifMatch);
  if (tags === undefined) {
    throw new Problem("invalid-parameters", {
      errors: [{ path: "If-Match", code: "not-a-version", message: ifMatch }],
    });
  }
  return tags.flatMap(({ isWeak, text }) => {
    const version = /^(\d{1,9})(\.[\w-]+)?$/.exec(text)?.[1];
    return version === undefined || isWeak ? [] : [Number(version)];
  });
}

/** The latest version that an If-Match names, if it can be read as one: what a step on it builds on. */
export const versionSeen = (ifMatch: string | undefined): number | undefined => {
  const versions = [...(ifMatch ?? "").matchAll(/^\s*(\d{1,6})\s*$|"(\d{1,6})(?:\.[\w-]+)?"/g)].map((found) =>
    Number(found[1] ?? found[2]),
  );
  return versions.length === 0 ? undefined : Math.max(...versions);
};

/** Whether an If-None-Match names the tag, or any: compared weakly, as RFC 9110 has it (13.1.2). */
export function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  const [known] = tagsIn(etag) ?? [];
  return (tagsIn(ifNoneMatch) ?? []).some(({ text }) => text === known?.text);
}

const digestLength = 22;

/** The tag of an answer by all its bytes, behind the version that `tag` names where there is one. */
export function tagOf(bytes: string | Uint8Array, tag?: string): string {
  const digest = createHash("sha256").update(bytes).digest("base64url").slice(0, digestLength);
  return tag === undefined ? `"${digest}"` : `${tag.slice(0, -1)}.${digest}"`;
}
