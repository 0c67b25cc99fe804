import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { sealedText } from "../aws/seal.ts";
import { once } from "../domain/once.ts";
import { keptFormKey } from "./keys.ts";
import { hashOf } from "./session-store.ts";
import { kinds } from "./stored-versions.ts";
import type { Table } from "./table.ts";

const keptForm = once(() =>
  z.object({
    /** Who typed it: the person at the issuer, by a hash. */
    subject: z.string(),
    sealed: sealedText(),
    endsAt: z.string(),
  }),
);
export type KeptForm = z.infer<ReturnType<typeof keptForm>>;
const keptFormItem = once(() => kinds.keptForm.schema(keptForm()));

export async function saveKeptForm({ client, name }: Table, secret: string, form: KeptForm): Promise<void> {
  const expiresAt = Math.ceil(Date.parse(form.endsAt) / 1000);
  const Item = kinds.keptForm.mark({ ...keptFormKey(hashOf(secret)), ...form, expiresAt });
  await client.send(new PutCommand({ TableName: name, Item }));
}

/** What was kept under a secret; undefined when there is nothing. */
export async function loadKeptForm({ client, name }: Table, secret: string): Promise<KeptForm | undefined> {
  const Key = keptFormKey(hashOf(secret));
  const { Item } = await client.send(new GetCommand({ TableName: name, Key, ConsistentRead: true }));
  return Item === undefined ? undefined : keptFormItem().parse(Item);
}
