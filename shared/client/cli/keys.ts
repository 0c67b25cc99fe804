import { readFile } from "node:fs/promises";
import { type Command, Option } from "commander";
import { routes } from "../../contracts/routes.ts";
import { given } from "../../domain/given.ts";
import { deadline } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import type { Language } from "../errors.ts";
import { textOf } from "../text-file.ts";
import { newKeyPair, publicPart, registrationOf, type SigningAlgorithm, signingAlgorithm } from "../token.ts";
import { UsageError } from "./failure.ts";
import { bodyFor } from "./json-input.ts";
import { readKey, readPemKey, readPublicKey, saveNewKey } from "./key-files.ts";
import type { AddCommands, Session } from "./session.ts";
import { listing } from "./table.ts";

const bothFiles = {
  en: "a public key of somebody else is registered with its holder's proof: give --public and --proof together",
  zh: "登记他人的公钥须附持有人的证明：--public 与 --proof 须同时提供",
};

/** What registers the key of the organisation that is kept here. */
const ownRegistration = async ({ keys, terminal, audience }: Session, organisationId: string) =>
  registrationOf({ organisationId, key: await readKey(keys, organisationId), audience, now: terminal.now });

type Registering = { public?: string; proof?: string; until?: string };
type ShownKey = { organisationId: string; alg: string; keyId: string; expiresAt?: string };

const countyOption = {
  en: "division code of the county; your own, when absent",
  zh: "县（市、区）行政区划代码；不填为本县",
};

const keyTable = (keys: readonly ShownKey[], language: Language): string =>
  listing(
    headings(language, "organisation", "algorithm", "key", "ends"),
    keys.map(({ organisationId, alg, keyId, expiresAt }) => [organisationId, alg, keyId, deadline(expiresAt)]),
  );

/** accord keys new | import | public | prove | register | offer | redeem | ending | revoke */
export const addKeyCommands: AddCommands = (program, open, language) => {
  const keys = program
    .command("keys")
    .description(
      { en: "Make, show, register and revoke signing keys", zh: "生成、显示、登记、吊销签名密钥" }[language],
    );
  const algorithm = new Option("--alg <algorithm>", { en: "kind of key", zh: "密钥种类" }[language])
    .choices(signingAlgorithm().options)
    .default("ES256");

  keys
    .command("new <organisation>")
    .description(
      { en: "Make a key, keep its private half, print its public half", zh: "生成密钥，保存私钥，显示公钥" }[language],
    )
    .addOption(algorithm)
    .action(async (organisation: string, { alg }: { alg: SigningAlgorithm }, command: Command) => {
      const session = open(command);
      const pair = await newKeyPair(alg);
      const path = await saveNewKey(session.keys, organisation, pair.privateJwk);
      session.terminal.out(JSON.stringify(pair.publicJwk, null, 2));
      if (!session.json) session.terminal.err(`${path}`);
    });

  keys
    .command("import <organisation> <file>")
    .description(
      {
        en: "Keep a private key that was made elsewhere, such as by openssl (PEM), and print its public half",
        zh: "导入用 openssl 等工具生成的私钥（PEM），显示公钥",
      }[language],
    )
    .action(async (organisation: string, file: string, _options: unknown, command: Command) => {
      const session = open(command);
      const key = await readPemKey(file);
      const path = await saveNewKey(session.keys, organisation, key);
      session.terminal.out(JSON.stringify(publicPart(key), null, 2));
      if (!session.json) session.terminal.err(`${path}`);
    });

  keys
    .command("public <organisation>")
    .description({ en: "Print the public half of a key", zh: "显示公钥" }[language])
    .action(async (organisation: string, _options: unknown, command: Command) => {
      const session = open(command);
      session.terminal.out(JSON.stringify(publicPart(await readKey(session.keys, organisation)), null, 2));
    });

  keys
    .command("prove <organisation>")
    .description(
      {
        en: "Print the proof that the key kept here is yours, good for a day: to be registered elsewhere with --proof, or in the console",
        zh: "生成密钥持有证明（一天内有效），用于在别处登记公钥（--proof 或网页）",
      }[language],
    )
    .action(async (organisation: string, _options: unknown, command: Command) => {
      const session = open(command);
      session.terminal.out((await ownRegistration(session, organisation)).proof);
    });

  keys
    .command("register <organisation>")
    .description(routes.registerKey.summary[language])
    .option(
      "--public <file>",
      {
        en: "file with the public key; otherwise that of the organisation's key kept here",
        zh: "公钥文件；不填则用本机所存该机构密钥的公钥",
      }[language],
    )
    .option(
      "--proof <file>",
      {
        en: "with --public: file with the proof that its holder made with: accord keys prove",
        zh: "与 --public 合用：持有人用 accord keys prove 生成的证明",
      }[language],
    )
    .option(
      "--until <time>",
      {
        en: "when it ends, such as 2027-06-30T16:00:00Z; otherwise as the county has set",
        zh: "到期时间，如 2027-06-30T16:00:00Z；不填按本县设置",
      }[language],
    )
    .action(async (organisationId: string, options: Registering, command: Command) => {
      const session = open(command);
      const { public: file, proof: proofFile, until } = options;
      if ((file === undefined) !== (proofFile === undefined)) throw new UsageError(bothFiles);
      const client = await session.client(organisationId);
      const registration =
        file === undefined || proofFile === undefined
          ? await ownRegistration(session, organisationId)
          : { jwk: await readPublicKey(file), proof: textOf(await readFile(proofFile)).trim() };
      const body = bodyFor(routes.registerKey.body(), { ...registration, ...given("expiresAt", until) }, session);
      const { body: registered } = await client.registerKey({ params: { organisationId }, body });
      session.print(registered, () => keyTable([{ organisationId, ...registered }], language));
    });

  keys
    .command("offer <organisation>")
    .description(routes.offerKey.summary[language])
    .action(async (organisationId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).offerKey({ params: { organisationId } });
      session.print(body, () => `${body.code}  ${deadline(body.endsAt)}`);
    });

  keys
    .command("redeem <organisation>")
    .description(routes.redeemKey.summary[language])
    .requiredOption("--code <code>", { en: "that the coordinator gave you", zh: "协调机构发放的登记码" }[language])
    .action(async (organisationId: string, { code }: { code: string }, command: Command) => {
      const session = open(command);
      const client = await session.client(organisationId);
      const body = { organisationId, code, ...(await ownRegistration(session, organisationId)) };
      const { body: registered } = await client.redeemKey({ body });
      session.print(registered, () => keyTable([{ organisationId, ...registered }], language));
    });

  keys
    .command("ending")
    .description(routes.listEndingKeys.summary[language])
    .option("--county <code>", countyOption[language])
    .action(async (query: { county?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listEndingKeys({ query });
      session.print(body, () => keyTable(body.keys, language));
    });

  keys
    .command("revoke <organisation> <keyId>")
    .description(routes.revokeKey.summary[language])
    .action(async (organisationId: string, keyId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client(organisationId);
      await client.revokeKey({ params: { organisationId, keyId } });
      session.print({ organisationId, keyId, revoked: true }, () => `${organisationId}  ${keyId}  −`);
    });
};
