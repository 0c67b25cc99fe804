/** Plain data, as packs of rules are made of; a field that is undefined is absent. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json | undefined };

/** The smallest part of a pack that has a source of its own, such as one clock of a channel or one threshold. */
export type Provision = { value: Json; article?: string };

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: Json | undefined): string | undefined => (typeof value === "string" ? value : undefined);

/**
 * The provisions of a pack, or of a part of one, by their path (`channels.*.mediate`). An object that names its
 * `article` is one provision; a bare number takes its article from `articles` beside it.
 */
export function provisionsOf(rules: JsonObject, prefix = ""): Map<string, Provision> {
  const found = new Map<string, Provision>();
  const articles = isObject(rules["articles"]) ? rules["articles"] : {};
  for (const [key, value] of Object.entries(rules)) {
    const path = `${prefix}${key}`;
    if (value === undefined || key === "articles") continue;
    const own = isObject(value) ? textOf(value["article"]) : textOf(articles[key]);
    if (!isObject(value)) {
      found.set(path, own === undefined ? { value } : { value, article: own });
    } else if (own !== undefined) {
      const { article: _, ...rest } = value;
      found.set(path, { value: rest, article: own });
    } else {
      for (const [inner, provision] of provisionsOf(value, `${path}.`)) found.set(inner, provision);
    }
  }
  return found;
}

/** The pack with one provision put in its place. */
export function withProvision(rules: JsonObject, path: string, provision: Provision): JsonObject {
  const [key = "", ...deeper] = path.split(".");
  const inside = (name: string): JsonObject => (isObject(rules[name]) ? rules[name] : {});
  if (deeper.length > 0) return { ...rules, [key]: withProvision(inside(key), deeper.join("."), provision) };
  const { value, article } = provision;
  if (article === undefined) return { ...rules, [key]: value };
  if (isObject(value)) return { ...rules, [key]: { ...value, article } };
  return { ...rules, [key]: value, articles: { ...inside("articles"), [key]: article } };
}
