import { existsSync } from "node:fs";
import { join } from "node:path";
import { localPeople } from "./demo/people.ts";
import { signInBy, startSignInProvider } from "./demo/sign-in-provider.ts";
import { startSigningProvider } from "./demo/signing-provider.ts";
import { firstKey } from "./first-key.ts";
import { describe, folderFromHere, type Options } from "./local/command-line.ts";
import { LocalFailure } from "./local/failure.ts";
import { type Platform, startPlatform } from "./local/platform.ts";
import { takesParameter } from "./local/template.ts";

/** A platform that runs on this machine, and what is true of it alone. */
export type Launched = {
  platform: Platform;
  /** Where people open the console; undefined where the stack knows no identity provider. */
  consoleUrl: string | undefined;
  /** Whether the data folder was made by this start. */
  isNew: boolean;
};

/**
 * Starts the platform on the data folder, with the first coordinator's key made if there is none yet; on the next port, an identity
 * provider for the people of the sample city, and somewhere a provider of signatures, where the stack takes them.
 */
export async function launch({ port, data, engine }: Options): Promise<Launched> {
  if (!existsSync("cdk.out"))
    throw new LocalFailure("There is no cdk.out yet. Synthesise the stack first: npx cdk synth -q");
  const isNew = !existsSync(join(data, "platform.json"));
  const key = await firstKey(data);
  const provider = (await takesParameter("cdk.out", "OidcIssuer"))
    ? await startSignInProvider(localPeople, { port: port === 0 ? 0 : port + 1 })
    : undefined;
  const signing = (await takesParameter("cdk.out", "SigningUrl")) ? await startSigningProvider() : undefined;
  try {
    const platform = await startPlatform({
      port,
      dataDir: data,
      ...(engine && { engine }),
      parameters: (apiUrl) => {
        signing?.serve(apiUrl);
        return {
          BootstrapKey: key,
          ...(provider && signInBy(provider, apiUrl)),
          ...(signing && { SigningUrl: signing.url, SigningKey: signing.publicKey }),
        };
      },
      environment: { WEBHOOK_ALLOW_LOOPBACK: "true" },
    });
    const stop = async () => {
      await platform.stop();
      await Promise.all([provider?.stop(), signing?.stop()]);
    };
    return { platform: { ...platform, stop }, isNew, consoleUrl: provider && `${platform.url}/console` };
  } catch (error) {
    await Promise.all([provider?.stop(), signing?.stop()]);
    throw error;
  }
}

/** One screen: what runs where, and what to try. */
export function screenOf({ platform, consoleUrl }: Launched, { data }: Options): string {
  const { url } = platform;
  const accord = "npx accord --as justice-bureau";
  return [
    describe(platform, data, {
      ...(consoleUrl !== undefined && { Console: consoleUrl }),
      API: url,
      Documentation: `${url}/docs`,
    }),
    "",
    "Try, in another terminal:",
    `  export ACCORD_URL=${url} ACCORD_KEYS=${folderFromHere(data)}/keys`,
    `  ${accord} directory import shared/sample-data/tongxiang-*.csv`,
    `  ${accord} token        and paste it under Authorize at ${url}/docs`,
  ].join("\n");
}
