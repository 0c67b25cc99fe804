import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { organisationId } from "../../domain/case.ts";
import { textOf } from "../text-file.ts";
import { keyFromPem, type PrivateJwk, type PublicJwk, privateJwk, publicJwk } from "../token.ts";
import { UsageError } from "./failure.ts";
import { makeFolder } from "./folders.ts";

/** Where private keys are kept: the directory asked for, else .local/keys when there is one, else ~/.accord/keys. */
export function keysDirectory(asked: string | undefined, home: string): string {
  const local = join(".local", "keys");
  return asked ?? (existsSync(local) ? local : join(home, ".accord", "keys"));
}

/** The private key of an organisation. Throws `UsageError` when there is none. */
export async function readKey(directory: string, organisation: string): Promise<PrivateJwk> {
  const path = pathOf(directory, organisation);
  if (!existsSync(path))
    throw new UsageError({
      en: `no key at ${path}; make one with: accord keys new ${organisation}`,
      zh: `${path} 没有密钥；生成：accord keys new ${organisation}`,
    });
  const parsed = privateJwk().safeParse(parseJson(await readFile(path)));
  if (!parsed.success)
    throw new UsageError({
      en: `${path} holds no private key made by accord keys new`,
      zh: `${path} 不是 accord keys new 生成的私钥`,
    });
  return parsed.data;
}

/** Saves a new private key so that only its owner can read it. Throws `UsageError` rather than overwrite one. */
export async function saveNewKey(directory: string, organisation: string, key: PrivateJwk): Promise<string> {
  const path = pathOf(directory, organisation);
  if (existsSync(path))
    throw new UsageError({
      en: `there is a key at ${path} already; it is not overwritten`,
      zh: `${path} 已有密钥，未覆盖`,
    });
  makeFolder(directory);
  await writeFile(path, `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600, flag: "wx" });
  return path;
}

/** The private key in a PEM file. Throws `UsageError` where it holds none of a kind that signs here. */
export async function readPemKey(path: string): Promise<PrivateJwk> {
  if (!existsSync(path)) throw new UsageError({ en: `there is no file ${path}`, zh: `没有文件 ${path}` });
  try {
    return await keyFromPem(textOf(await readFile(path)));
  } catch (cause) {
    throw new UsageError(
      {
        en: `${path} holds no private key of ed25519, P-256 or RSA in PEM, without a passphrase`,
        zh: `${path} 不是 PEM 格式的 ed25519、P-256 或 RSA 私钥（不带口令）`,
      },
      { cause },
    );
  }
}

/** A public key out of a file that holds it, or holds the private key it belongs to. */
export async function readPublicKey(path: string): Promise<PublicJwk> {
  if (!existsSync(path)) throw new UsageError({ en: `there is no file ${path}`, zh: `没有文件 ${path}` });
  const parsed = publicJwk().safeParse(parseJson(await readFile(path)));
  if (!parsed.success)
    throw new UsageError({
      en: `${path} holds no public key made by accord keys public`,
      zh: `${path} 不是 accord keys public 输出的公钥`,
    });
  return parsed.data;
}

function pathOf(directory: string, organisation: string): string {
  if (!organisationId().safeParse(organisation).success)
    throw new UsageError({ en: `"${organisation}" is no organisation id`, zh: `“${organisation}”不是机构标识` });
  return join(directory, `${organisation}.json`);
}

/** Undefined where the text is no JSON, which no schema of a key takes. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(textOf(bytes).replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
