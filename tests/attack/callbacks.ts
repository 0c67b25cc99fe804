import { generateKeyPairSync } from "node:crypto";
import { choose } from "../../infra/demo/sign-in.ts";
import { createClient } from "../../shared/client/client.ts";
import { addPaper } from "../support/papers.ts";
import { mediate } from "../support/platform.ts";
import { storedButQuotas } from "../support/stored.ts";
import { oneOf } from "../support/tampering.ts";
import { police, refer, villageCommittee } from "../support/town.ts";
import { type Corpus, each, type Ground, isGiven, type Random } from "./ground.ts";
import { type Answer, faultOfCode, faultOfOnlyOne, faultOfProblem } from "./judges.ts";
import { storedSince } from "./stored-since.ts";

const [jobs, results] = ["/v1/signing/jobs", "/v1/signing/results"] as const;
const none = "0190a0de-0000-7000-8000-999999999999";
type Named = { caseId: string; documentId: string; signingId: string };
type Try = { what: string; path: string; body: string; headers: Readonly<Record<string, string>>; by?: string };

/** Routes that no token opens: what the provider of signatures asks and brings, and how people sign in. */
export const callbacks: Corpus = {
  name: "callbacks and open routes",
  zh: "回调与开放接口",
  atLeast: 400,
  async run(ground: Ground, random) {
    const wrong: string[] = [];
    const ofSigning = await ofProvider(ground, random, wrong);
    const ofRaces = await ofWithdrawals(ground, wrong);
    const ofPeople = await ofSignIns(ground, random, wrong);
    return { tried: ofSigning + ofRaces + ofPeople, wrong };
  },
};

/** A draft that waits for its signatures: the provider was told of it and does nothing. */
async function waiting({ town, providers }: Ground, number: string): Promise<Named> {
  const committee = await town.clientOf(villageCommittee, { officer: "Li" });
  const caseId = await refer(town, number);
  await mediate(committee, caseId);
  const { documentId } = (await committee.filePaper({ params: { caseId, kind: "registration" } })).body;
  providers.signing.decide("leave");
  const { signingId } = (await committee.requestSigning({ params: { caseId, documentId } })).body;
  return { caseId, documentId, signingId };
}

async function ofProvider(ground: Ground, random: Random, wrong: string[]): Promise<number> {
  const { town, send, providers, overheard } = ground;
  const { signing } = providers;
  const named = await waiting(ground, "callback-1");
  const other = await waiting(ground, "callback-2");
  const paper = await addPaper(await town.clientOf(villageCommittee), named.caseId, "other");
  const before = await storedButQuotas(town.platform);
  const tries = [
    ...forged(ground, named, random),
    // Signed well, about what there is not, is another's or was never asked for.
    ...[
      { ...named, signingId: none },
      { ...named, caseId: none },
      { ...named, caseId: other.caseId },
      { ...named, documentId: other.documentId },
      { ...named, documentId: paper },
      { ...other, signingId: named.signingId },
    ].flatMap((one) => [
      signed(signing.headersFor, "of nothing", jobs, one),
      signed(signing.headersFor, "of nothing", results, { ...one, state: "declined" }),
    ]),
  ];
  const faults = await each(tries, async ({ what, path, body, headers, by }) => {
    const answer = await send(path, { method: "POST", headers, body, ...(by === undefined ? {} : { by }) });
    overheard.push(answer.text);
    const fault = what === "of nothing" ? faultOfCode(answer, "not-found") : faultOfCode(answer, "signature-wrong");
    return fault === undefined ? undefined : `${what} (${path}): ${fault}`;
  });
  // Signed well, and no call of this interface.
  const bodies = [
    "",
    "{",
    "[]",
    "null",
    JSON.stringify({ ...named, more: 1 }),
    JSON.stringify({ ...named, caseId: [] }),
  ];
  const ofBodies = await each(bodies, async (body) => {
    const fault = faultOfProblem(await send(jobs, { method: "POST", headers: signing.headersFor(body), body }));
    return fault === undefined ? undefined : `signed, ${body}: ${fault}`;
  });
  wrong.push(...faults.filter(isGiven), ...ofBodies.filter(isGiven), ...(await storedSince(town.platform, before)));
  const body = JSON.stringify(named);
  const good = await send(jobs, { method: "POST", headers: signing.headersFor(body), body });
  if (good.status !== 200) wrong.push(`the provider's own call is refused, so that nothing is shown: ${good.text}`);
  return tries.length + bodies.length;
}

const signed = (
  headersFor: (body: string) => Record<string, string>,
  what: string,
  path: string,
  content: object,
): Try => {
  const body = JSON.stringify(content);
  return { what, path, body, headers: headersFor(body) };
};

/** Calls that the provider did not sign as they are: each of its own, changed in one place. */
function forged({ town, providers }: Ground, named: Named, random: Random): Try[] {
  const { headersFor, publicKey } = providers.signing;
  const secret = generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const contents = [
    { path: jobs, body: JSON.stringify(named) },
    { path: results, body: JSON.stringify({ ...named, state: "declined" }) },
  ];
  return contents.flatMap(({ path, body }) => {
    const headers = headersFor(body);
    const { "webhook-id": id = "", "webhook-timestamp": at = "", "webhook-signature": signature = "" } = headers;
    const change = (what: string, more: Record<string, string>, text = body): Try => ({
      ...{ what, path, body: text, headers: { ...headers, ...more } },
    });
    const later = String(Number(at) + 1);
    const flips = Array.from({ length: 80 }, () => {
      const bytes = Buffer.from(signature.slice("v1a,".length), "base64");
      const place = random(bytes.length);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << random(8));
      return change("a flipped signature", { "webhook-signature": `v1a,${bytes.toString("base64")}` });
    });
    const bent = Array.from({ length: 60 }, () => {
      const place = random(body.length);
      return change(
        "another body",
        {},
        `${body.slice(0, place)}${oneOf(random, [" ", "0", "é", ""])}${body.slice(place + 1)}`,
      );
    }).filter((one) => one.body !== body);
    return [
      ...Object.keys(headers)
        .filter((name) => name.startsWith("webhook-"))
        .map((name) => change(`without ${name}`, { [name]: "" })),
      ...[
        "",
        "v1,",
        "v1a,",
        "v1a",
        signature.replace("v1a,", "v1,"),
        signature.slice("v1a,".length),
        `v1a,${publicKey}`,
      ].map((text) => change("no such signature", { "webhook-signature": text })),
      change("another id", { "webhook-id": crypto.randomUUID() }),
      change("an id with a point", { "webhook-id": `${id}.1` }),
      change("another time", { "webhook-timestamp": later }),
      ...["-1", "1e9", "", " ", "99999999999999", `${at}.0`].map((text) =>
        change("no time", { "webhook-timestamp": text }),
      ),
      // The signed text is the same, and its parts are others.
      change("parts that are cut elsewhere", { "webhook-id": `${id}.${at}`, "webhook-timestamp": later }),
      ...[-330, 330, -3_600, 86_400].map((seconds) => ({
        ...{ what: "signed at another time", path, body },
        headers: headersFor(body, { at: town.now() + seconds * 1_000 }),
      })),
      { what: "signed by another key", path, body, headers: headersFor(body, { secret }) },
      { what: "with a token of an organisation alone", path, body, headers: {}, by: police },
      { what: "with nothing", path, body, headers: {} },
      change("signed for the other", headersFor(path === jobs ? (contents[1]?.body ?? "") : (contents[0]?.body ?? ""))),
      ...flips,
      ...bent,
    ];
  });
}

const rounds = 12;

/** A withdrawal and what the provider brings, at once: one of the two is what became of it. */
async function ofWithdrawals(ground: Ground, wrong: string[]): Promise<number> {
  const { town, send, providers } = ground;
  const { caseId, documentId } = await waiting(ground, "callback-3");
  const committee = await town.clientOf(villageCommittee, { officer: "Li" });
  const params = { caseId, documentId };
  for (let round = 0; round < rounds; round += 1) {
    const { signingId } = (await committee.requestSigning({ params })).body;
    const body = JSON.stringify({ ...params, signingId, state: round % 2 === 0 ? "declined" : "expired" });
    const bring = () => send(results, { method: "POST", headers: providers.signing.headersFor(body), body });
    const withdraw = () =>
      send(`/v1/cases/${caseId}/signings/${documentId}`, { by: villageCommittee, method: "DELETE" });
    const answers: Answer[] = await Promise.all(round % 3 === 0 ? [bring(), withdraw()] : [withdraw(), bring()]);
    const fault = faultOfOnlyOne(answers, "signing-ended");
    if (fault !== undefined) wrong.push(`withdrawn and brought at once: ${fault}`);
  }
  providers.signing.decide("signed");
  return rounds;
}

/** Answers of the issuer that belong to no sign-in of that browser, or to one that is over. */
async function ofSignIns({ town, send }: Ground, random: Random, wrong: string[]): Promise<number> {
  const client = createClient({ baseUrl: town.platform.url, session: undefined });
  const begin = async () => {
    const { body } = await client.beginSignIn({ body: {} });
    const answer = await choose(body.url, "clerk", new Map());
    const iss = answer.searchParams.get("iss") ?? "";
    return { ...body, answer: { code: answer.searchParams.get("code") ?? "", state: body.state, iss } };
  };
  const [mine, others] = [await begin(), await begin()];
  const finish = (signInId: string, body: object) =>
    send(`/v1/sign-ins/${encodeURIComponent(signInId)}`, { method: "POST", body });
  const flipped = (text: string): string => {
    const at = random(text.length);
    return `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
  };
  const tries = [
    { signInId: mine.signInId, body: others.answer },
    { signInId: others.signInId, body: { ...mine.answer } },
    { signInId: mine.state, body: mine.answer },
    ...Array.from({ length: 40 }, () => ({ signInId: flipped(mine.signInId), body: mine.answer })),
    ...Array.from({ length: 40 }, () => ({
      signInId: mine.signInId,
      body: { ...mine.answer, state: flipped(mine.state) },
    })),
  ];
  const faults = await each(tries, async ({ signInId, body }) =>
    faultOfCode(await finish(signInId, body), "sign-in-failed"),
  );
  // None of them cost the real ones anything; and each serves once, also at once.
  for (const { signInId, answer } of [mine, others]) {
    const twice = await Promise.all([finish(signInId, answer), finish(signInId, answer), finish(signInId, answer)]);
    faults.push(faultOfOnlyOne(twice, "sign-in-failed"), faultOfCode(await finish(signInId, answer), "sign-in-failed"));
  }
  const late = await begin();
  faults.push(
    faultOfCode(await finish(late.signInId, { ...late.answer, code: flipped(late.answer.code) }), "sign-in-failed"),
  );
  wrong.push(...faults.filter(isGiven).map((fault) => `an answer of the issuer: ${fault}`));
  return tries.length + 9;
}
