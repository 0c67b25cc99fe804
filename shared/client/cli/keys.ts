import { type Command, Option } from "commander";
import { routes } from "../../contracts/routes.ts";
import { newKeyPair, publicPart, type SigningAlgorithm, signingAlgorithm } from "../token.ts";
import { readKey, readPublicKey, saveNewKey } from "./key-files.ts";
import type { AddCommands } from "./session.ts";

/** accord keys new | public | register | revoke */
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
    .command("public <organisation>")
    .description({ en: "Print the public half of a key", zh: "显示公钥" }[language])
    .action(async (organisation: string, _options: unknown, command: Command) => {
      const session = open(command);
      session.terminal.out(JSON.stringify(publicPart(await readKey(session.keys, organisation)), null, 2));
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
    .action(async (organisationId: string, options: { public?: string }, command: Command) => {
      const session = open(command);
      const jwk =
        options.public === undefined
          ? publicPart(await readKey(session.keys, organisationId))
          : await readPublicKey(options.public);
      const client = await session.client(organisationId);
      const { body } = await client.registerKey({ params: { organisationId }, body: { jwk } });
      session.print(body, () => `${organisationId}  ${body.alg}  ${body.keyId}`);
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
