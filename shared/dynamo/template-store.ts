import { GetCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { actor } from "../domain/case.ts";
import { templateKind } from "../domain/official-paper.ts";
import { once } from "../domain/once.ts";
import { type Accessed, putRecorded } from "./access-store.ts";
import { templateFileKey, templateKey, templatesBegin } from "./keys.ts";
import { kinds } from "./stored-versions.ts";
import { queryAll, type Table } from "./table.ts";

/** A template of a form, or that the form is the bundled one again, from a day on. Its bytes lie apart, by their hash. */
const template = once(() =>
  z.object({
    kind: templateKind(),
    version: z.string(),
    effectiveFrom: z.string(),
    lateReason: z.string().exactOptional(),
    file: z
      .object({ sha256: z.string(), sizeBytes: z.number(), fields: z.array(z.string()) })
      .exactOptional()
      .describe("Absent where the form is the bundled one again"),
    loadedAt: z.string(),
    loadedBy: actor(),
  }),
);
export type StoredTemplate = z.infer<ReturnType<typeof template>>;
const storedTemplate = once(() => kinds.template.schema(z.object({ template: template() })));
const storedFile = once(() => kinds.templateFile.schema(z.object({ bytes: z.instanceof(Uint8Array) })));

/** The templates that a county has loaded, of one form or of all, in the order of their loading; without their bytes. */
export async function loadTemplates(table: Table, county: string, kind?: string): Promise<StoredTemplate[]> {
  const { pk } = templateKey(county, { kind: "", version: "" });
  const items = await queryAll(table, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
    ExpressionAttributeValues: { ":pk": pk, ":sk": `${templatesBegin}${kind === undefined ? "" : `${kind}#`}` },
    ConsistentRead: true,
  });
  return items
    .map((item) => storedTemplate().parse(item).template)
    .toSorted((one, other) => one.loadedAt.localeCompare(other.loadedAt));
}

/** The bytes of a template; undefined where none of the county's has that hash. */
export async function loadTemplateFile(
  { client, name }: Table,
  county: string,
  sha256: string,
): Promise<Uint8Array | undefined> {
  const Key = templateFileKey(county, sha256);
  const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
  return Item === undefined ? undefined : storedFile().parse(Item).bytes;
}

/**
 * Stores a template with its bytes and the entry that records it; false where the county has one of that form and version, which
 * is never changed.
 */
export function saveTemplate(
  table: Table,
  county: string,
  given: StoredTemplate,
  { bytes, accessed }: { bytes: Uint8Array | undefined; accessed: Accessed },
): Promise<boolean> {
  const { file } = given;
  const also =
    file === undefined || bytes === undefined
      ? []
      : [
          {
            Put: {
              TableName: table.name,
              Item: kinds.templateFile.mark({ ...templateFileKey(county, file.sha256), bytes }),
            },
          },
        ];
  const Item = kinds.template.mark({ ...templateKey(county, given), template: given });
  const together = { ...accessed, also: [...(accessed.also ?? []), ...also] };
  return putRecorded(table, { Item, ConditionExpression: "attribute_not_exists(pk)" }, together);
}
