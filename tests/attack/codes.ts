import { audience } from "../../infra/demo/city.ts";
import { newKeyPair, type PrivateJwk, privateJwk, registrationOf } from "../../shared/client/token.ts";
import type { OrganisationFacts } from "../../shared/contracts/directory.ts";
import { codeLength, codeLetters } from "../../shared/domain/person.ts";
import { printedKeys } from "../support/published-keys.ts";
import { storedButQuotas } from "../support/stored.ts";
import { police } from "../support/town.ts";
import { type Corpus, each, type Ground, isGiven, type Random } from "./ground.ts";
import { type Answer, faultOfCode, faultOfOnlyOne } from "./judges.ts";
import { storedSince } from "./stored-since.ts";

/** One to which no case is offered. */
const facts: OrganisationFacts = {
  ...{ kind: "agency", type: "administrative", level: "town", name: "样例", divisionCode: "330483101" },
  ...{ categories: [], suspended: false },
};
const [bodies, guesses, racers] = [8, 40, 5] as const;

/** One-time codes by which a body registers its first key, and keys that everybody holds. */
export const codes: Corpus = {
  name: "one-time codes and known keys",
  zh: "一次性登记码与公开密钥",
  atLeast: 400,
  async run(ground: Ground, random) {
    const wrong: string[] = [];
    const ofCodes = await ofKeyCodes(ground, random, wrong);
    return { tried: ofCodes + (await ofKnownKeys(ground, wrong)), wrong };
  },
};

async function ofKeyCodes({ town, send, overheard }: Ground, random: Random, wrong: string[]): Promise<number> {
  const key = await newKeyPair();
  const redeem = async (organisationId: string, code: string, by: PrivateJwk = key.privateJwk): Promise<Answer> => {
    const body = await registrationOf({ organisationId, key: by, audience, now: town.now });
    const answer = await send("/v1/key-codes/redeem", { method: "POST", body: { organisationId, code, ...body } });
    overheard.push(answer.text);
    return answer;
  };
  const registered = async (organisationId: string): Promise<number> =>
    (await town.coordinator.showOrganisation({ params: { organisationId } })).body.keys.length;
  const offer = async (organisationId: string): Promise<string> => {
    await town.coordinator.putOrganisation({ params: { organisationId }, body: facts });
    return (await town.coordinator.offerKey({ params: { organisationId } })).body.code;
  };
  const letters = () => Array.from({ length: codeLength }, () => codeLetters[random(codeLetters.length)]).join("");
  const unknown = (answer: Answer) => faultOfCode(answer, "key-code-unknown");
  const note = (what: string, fault: string | undefined) => {
    if (fault !== undefined) wrong.push(`${what}: ${fault}`);
  };
  let tried = 0;
  const rounds = Array.from({ length: bodies }, (_, index) => index);
  await each(rounds, async (index) => {
    const [own, other, guessed] = [
      `office-code-${index}`,
      `office-code-other-${index}`,
      `office-code-guessed-${index}`,
    ];
    const [code, others, right] = [await offer(own), await offer(other), await offer(guessed)];
    // Those of others, of nobody, and what looks like the right one.
    const [first = ""] = code;
    for (const [body, said] of [
      [own, others],
      [other, code],
      ["no-such-body", code],
      [own, code.slice(1)],
      [own, `${code}${first}`],
      [own, [...code].toReversed().join("")],
    ] as const) {
      tried += 1;
      note("the code of another", unknown(await redeem(body, said)));
    }
    // The right one by several keys at once: it registers one.
    const keys = await Promise.all(Array.from({ length: racers }, async () => (await newKeyPair()).privateJwk));
    const answers = await Promise.all(keys.map((one) => redeem(own, code, one)));
    note("one code by several at once", faultOfOnlyOne(answers, "key-code-unknown", "code-takes-two", "busy"));
    if ((await registered(own)) !== 1) note("one code by several at once", `${await registered(own)} keys`);
    note("a code again", unknown(await redeem(own, code)));
    tried += racers + 1;
    // Guesses use it up, so many at once as one after the other, and then the right one opens nothing either.
    const atOnce = index % 2 === 0 ? guesses : 1;
    const guessesOf = Array.from({ length: guesses }, letters);
    const faults = await each(guessesOf, async (guess) => unknown(await redeem(guessed, guess)), atOnce);
    note("a guess", faults.find(isGiven));
    note("the right code after many guesses", unknown(await redeem(guessed, right)));
    if ((await registered(guessed)) !== 0) note("a guess", "a key is registered");
    tried += guesses + 1;
  });
  const fresh = await offer("office-code-good");
  const good = await redeem("office-code-good", fresh);
  if (good.status !== 201) wrong.push(`a good code is refused, so that nothing is shown: ${good.text}`);
  return tried;
}

/** Everybody who read a standard can prove to hold its examples: no body gets one of them as its key. */
async function ofKnownKeys({ town, send }: Ground, wrong: string[]): Promise<number> {
  const held = printedKeys.flatMap(({ source, jwk }) => {
    if (jwk.kty === "RSA") return [];
    const alg = jwk.kty === "EC" ? "ES256" : "EdDSA";
    return [{ source, key: privateJwk().parse({ ...jwk, alg, kid: source }) }];
  });
  const before = await storedButQuotas(town.platform);
  const faults = await each(held, async ({ source, key }) => {
    const body = await registrationOf({ organisationId: police, key, audience, now: town.now });
    const answer = await send(`/v1/organisations/${police}/keys`, { by: police, method: "POST", body });
    const isNamed = answer.text.includes('"published-key"') && faultOfCode(answer, "invalid-body") === undefined;
    return isNamed ? undefined : `the key of ${source}: ${answer.text}`;
  });
  wrong.push(...faults.filter(isGiven), ...(await storedSince(town.platform, before)));
  return held.length;
}
