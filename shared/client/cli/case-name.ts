import * as z from "zod";
import type { Client } from "../client.ts";
import { UsageError } from "./failure.ts";

const wholeId = z.uuid();

/**
 * The id of the case that a name means: an id, the unambiguous beginning of one, or a referrer's number. The platform looks
 * among what the caller may read. Throws `UsageError` when the name means no case, or several.
 */
export async function caseIdNamed(client: Client, name: string): Promise<string> {
  const id = wholeId.safeParse(name.trim());
  if (id.success) return id.data.toLowerCase();
  const { cases } = (await client.findCases({ query: { name: name.trim() } })).body;
  const [only, ...others] = cases;
  if (only === undefined) throw new UsageError(texts.none(name));
  if (others.length === 0) return only.caseId;
  const listed = cases.map(({ caseId, sourceNumbers }) => `  ${caseId}  ${sourceNumbers.join(", ")}`).join("\n");
  throw new UsageError(texts.several(name, listed));
}

const texts = {
  none: (name: string) => ({
    en: `"${name}" is no case that you may read: give its id, the beginning of it (4 characters or more), or its source number`,
    zh: `没有您可查看的案件“${name}”：请写案件标识、其开头（至少 4 位），或移送机关案号`,
  }),
  several: (name: string, listed: string) => ({
    en: `"${name}" can mean several cases; name one of them:\n${listed}`,
    zh: `“${name}”对应多件案件，请指明一件：\n${listed}`,
  }),
};
