import { innerAddresses } from "../support/inner-addresses.ts";
import { storedButQuotas } from "../support/stored.ts";
import { police } from "../support/town.ts";
import { type Corpus, each, isGiven, openGround } from "./ground.ts";
import { faultOfProblem } from "./judges.ts";
import { storedSince } from "./stored-since.ts";

const literal = (address: string): string => (address.includes(":") ? `[${address}]` : address);
const hosts = innerAddresses.filter((address) => address !== "").map(literal);
const hostile: readonly string[] = [
  ...hosts.map((host) => `https://${host}/hook`),
  ...["127.1", "0x7f000001", "017700000001", "2130706433", "127.0.0.1.", "①②⑦.⓪.⓪.①"].map((host) => `https://${host}/`),
  ...[
    "http://hooks.example/",
    "ftp://hooks.example/",
    "file:///etc/hostname",
    "javascript:alert(1)",
    "data:,x",
    "gopher://a.example/",
    "//hooks.example/",
  ],
  ...[
    "https://user@hooks.example/",
    "https://:secret@hooks.example/",
    "https://hooks.example@127.0.0.1/",
    "https://a:b@127.0.0.1/",
  ],
  ...[
    "https://hooks.example:22/",
    "https://hooks.example:6379/",
    "https://hooks.example:0/",
    "https://hooks.example:65536/",
  ],
  ...[
    "https:///",
    "https://",
    "https://[",
    "https://a b/",
    "https://[::1",
    "",
    "hooks.example",
    "https://hooks.example/\u0000",
  ],
  `https://hooks.example/${"a".repeat(600)}`,
];
/** Names are looked up when the platform calls, where each address that comes back is judged. */
const isName = (url: string): boolean => /^https:\/\/(localhost|[\d.]+\.?example)\//.test(url);

/** Addresses into the platform's own network, as it is deployed: none can be registered as that of a webhook. */
export const addresses: Corpus = {
  name: "hostile addresses of webhooks",
  zh: "恶意推送地址",
  atLeast: 150,
  async run() {
    const { town, send, stop } = await openGround({ loopback: false });
    try {
      const before = await storedButQuotas(town.platform);
      const tries = hostile.filter((url) => !isName(url));
      const faults = await each(tries, async (url) => {
        const answer = await send("/v1/webhook-endpoints", { by: police, method: "POST", body: { url } });
        const fault = faultOfProblem(answer);
        return fault === undefined ? undefined : `${url}: ${fault}`;
      });
      const wrong = [...faults.filter(isGiven), ...(await storedSince(town.platform, before))];
      const good = await send("/v1/webhook-endpoints", {
        by: police,
        method: "POST",
        body: { url: "https://hooks.example/accord" },
      });
      if (good.status !== 201) wrong.push(`a good address is refused, so that the others show nothing: ${good.status}`);
      return { tried: tries.length, wrong };
    } finally {
      await stop();
    }
  },
};
