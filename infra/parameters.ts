import { CfnParameter, type Stack } from "aws-cdk-lib";

/** What is said of a deployment when it is made: who calls and signs in, and where people open the console. */
export function parametersOf(stack: Stack) {
  const audience = new CfnParameter(stack, "Audience", {
    default: "accord",
    description: "The audience (aud) that callers' tokens must name.",
  });
  const bootstrapOrganisation = new CfnParameter(stack, "BootstrapOrganisation", {
    default: "justice-bureau",
    description: "The first coordinator, who registers everyone else.",
  });
  const bootstrapKey = new CfnParameter(stack, "BootstrapKey", {
    default: "",
    description: "The first coordinator's public key as a JSON Web Key; empty once others are registered.",
  });
  const issuer = new CfnParameter(stack, "OidcIssuer", {
    default: "",
    description: "The OpenID Connect provider by which people sign in; without one only systems with a key get in.",
  });
  const clientId = new CfnParameter(stack, "OidcClientId", {
    default: "accord",
    description: "As which the provider knows the platform: a public client that uses PKCE.",
  });
  const scopes = new CfnParameter(stack, "OidcScopes", {
    default: "openid profile",
    description: "What the provider is asked for; openid is enough.",
  });
  const consoleOrigin = new CfnParameter(stack, "ConsoleOrigin", {
    // The rule by which the bucket lets pages in must name an origin; nobody has this one.
    default: "https://console.invalid",
    description: "Where people open the console, e.g. https://accord.example.gov.cn; needed with OidcIssuer.",
  });
  const limits = new CfnParameter(stack, "Limits", {
    default: "{}",
    description:
      'What an organisation may use unless its coordinator said otherwise, where that is not the usual, e.g. {"requestsAMinute":600}.',
  });
  const webhookNetworks = new CfnParameter(stack, "WebhookNetworks", {
    default: "",
    allowedPattern: "^([0-9A-Fa-f.:]+/[0-9]{1,3}(,[0-9A-Fa-f.:]+/[0-9]{1,3})*)?$",
    description: "Private networks that webhooks may reach, e.g. 10.20.0.0/16,10.30.4.0/24; none unless named.",
  });
  const scannerAddress = new CfnParameter(stack, "ScannerAddress", {
    default: "",
    allowedPattern: "^([0-9A-Za-z.-]+:[0-9]{1,5})?$",
    description: "Host and port of a virus scanner that speaks clamd's INSTREAM; without one uploads are not scanned.",
  });
  const signingUrl = new CfnParameter(stack, "SigningUrl", {
    default: "",
    description:
      "Where the provider of electronic signatures is told that a paper waits for it; nobody signs without one.",
  });
  const signingKey = new CfnParameter(stack, "SigningKey", {
    default: "",
    allowedPattern: "^(whpk_[A-Za-z0-9+/]{43}=)?$",
    description: "The ed25519 key (whpk_ and 32 bytes in base64) by which that provider signs its calls.",
  });
  const dataKey = new CfnParameter(stack, "DataKeyId", {
    default: "own",
    allowedPattern: "^[A-Za-z0-9-]+$",
    description: "The id of the key that wraps the data keys of cases from now on; the stack's own unless named.",
  });
  const formerDataKey = new CfnParameter(stack, "FormerDataKeyId", {
    default: "none",
    allowedPattern: "^[A-Za-z0-9-]+$",
    description: "The id of the key that wrapped them before DataKeyId did; it opens, until all are wrapped again.",
  });
  const logDays = new CfnParameter(stack, "LogDays", {
    type: "Number",
    // 网络安全法 第21条: six months at least.
    default: "180",
    allowedValues: ["180", "365", "400", "545", "731", "1096", "1827", "3653"],
    description: "For how many days the logs of functions and of the API's access are kept.",
  });
  return {
    audience,
    bootstrapOrganisation,
    bootstrapKey,
    issuer,
    clientId,
    scopes,
    consoleOrigin,
    limits,
    webhookNetworks,
    scannerAddress,
    signingUrl,
    signingKey,
    dataKey,
    formerDataKey,
    logDays,
  };
}
