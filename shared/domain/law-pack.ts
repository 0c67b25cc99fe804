import * as z from "zod";
import { someOfArchiveList } from "./archive-list.ts";
import { channel } from "./codes.ts";
import { lawScope } from "./division.ts";
import { type Fault, outOfBounds } from "./law-bounds.ts";
import { once } from "./once.ts";
import { type JsonObject, provisionsOf } from "./provisions.ts";
import { retentionRules } from "./retention.ts";
import { channelRules, rulePack } from "./rule-pack.ts";
import { nationwide } from "./scope.ts";

/** Unique among the packs of a scope; a case names packs by it, so `+` and `:` are kept for joining them. */
export const lawVersion = once(() => z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, { error: "law-version" }));

/** Each part of a rule pack, or none of it: below the nation a pack sets single numbers. */
const someRules = once(() => {
  const { version: _, effectiveFrom: __, ...whole } = rulePack().shape;
  const someOfAChannel = z.strictObject(channelRules().shape).partial();
  return z
    .strictObject({
      ...whole,
      channels: z.partialRecord(channel(), someOfAChannel),
      archive: someOfArchiveList(),
      retention: retentionRules().partial(),
      articles: whole.articles.partial(),
    })
    .partial();
});

/** A pack of law to be loaded: the nation's is whole, a province's or county's sets single numbers, each with its source. */
export const lawPack = once(() =>
  z
    .strictObject({
      scope: lawScope(),
      version: lawVersion(),
      effectiveFrom: z.iso.date(),
      lateReason: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .exactOptional()
        .describe("Why it is loaded on its first day or later; it then holds for referrals made from now on"),
      rules: someRules(),
    })
    .superRefine((pack, context) => {
      for (const { path, code, message, zh } of [...formFaults(pack), ...outOfBounds(pack.rules)]) {
        context.addIssue({ code: "custom", path: ["rules", ...path], message, params: { code, zh } });
      }
    }),
);
export type LawPack = z.infer<ReturnType<typeof lawPack>>;

/** The settings reserved to the national layer, and why. `*` stands for any channel. */
export const nationalOnly: readonly { path: string; why: string }[] = [
  { path: "channels.*.mediateFrom", why: "the law of the channel says from when its period runs" },
  { path: "channels.*.mediateBy", why: "the law of the channel says who sets the date" },
  { path: "channels.*.alsoShow", why: "the periods of courts, police and petition offices are theirs by national law" },
  { path: "confirmation", why: "the courts confirm agreements under the Civil Procedure Law" },
  {
    path: "confirmationWindowDays",
    why: "the parties' time to ask for confirmation is fixed by the People's Mediation Law",
  },
  { path: "committeeTermYears", why: "the term of a committee is fixed by the People's Mediation Law" },
  { path: "eligibility", why: "what may not be mediated is fixed by national law" },
  { path: "writtenForm", why: "the law says which agreements must be in writing" },
  { path: "sectors", why: "the law of a sector gives its disputes their period" },
];

const reservedBy = (path: string): string | undefined => {
  const keys = path.split(".");
  return nationalOnly.find(({ path: held }) =>
    held.split(".").every((key, index) => key === "*" || key === keys[index]),
  )?.why;
};

/** The faults of a pack by itself, apart from the other packs. */
function formFaults({
  scope,
  version,
  effectiveFrom,
  rules,
}: Pick<LawPack, "scope" | "version" | "effectiveFrom" | "rules">) {
  return scope === nationwide ? wholeFaults({ version, effectiveFrom, ...rules }) : partFaults(rules);
}

const wholeFaults = (whole: JsonObject): Fault[] =>
  (rulePack().safeParse(whole).error?.issues ?? []).map(({ path }) => {
    const message = `${path.map(String).join(".")} is missing or is not what it must be`;
    return { path: path.map(String), code: "not-a-whole-pack", message };
  });

function partFaults(rules: JsonObject): Fault[] {
  const provisions = [...provisionsOf(rules)];
  const faults = provisions.flatMap(([path, { article }]): Fault[] => {
    const why = reservedBy(path);
    if (why !== undefined) return [{ path: path.split("."), code: "national-only", message: why }];
    if (article !== undefined) return [];
    return [{ path: path.split("."), code: "source-missing", message: "name the article, or house" }];
  });
  const unused = Object.keys(Object(rules["articles"] ?? {}))
    .filter((key) => rules[key] === undefined)
    .map((key) => ({ path: ["articles", key], code: "source-without-number", message: `${key} is not set` }));
  const nothing = provisions.length === 0 ? [{ path: [], code: "sets-nothing", message: "it sets no number" }] : [];
  return [...faults, ...unused, ...nothing];
}
