import { audience, coordinatorId } from "../../infra/demo/city.ts";
import { newKeyPair, type PrivateJwk, registrationOf, signToken } from "../../shared/client/token.ts";
import { police, strangerCommittee, townCommittee, villageCommittee } from "../support/town.ts";
import { type Corpus, each, type Ground, isGiven } from "./ground.ts";
import { type Answer, faultOfCode } from "./judges.ts";

const rounds = 20;
const bodies = [police, villageCommittee, townCommittee, strangerCommittee];
/** Who is who: by which of the coordinator's keys, under which name. */
type Who = { key: PrivateJwk; officer: string };
type Entry = { act: string; about?: string; by: { officer?: string }; askedBy?: { officer?: string } };

/** Acts that take two persons, asked, approved and refused by several at once: what is done was done by two, once. */
export const approvals: Corpus = {
  name: "approvals by two persons at once",
  zh: "双人复核并发",
  atLeast: 90,
  async run({ town, send }: Ground) {
    const other = (await newKeyPair()).privateJwk;
    const registration = await registrationOf({ organisationId: coordinatorId, key: other, audience, now: town.now });
    await town.coordinator.registerKey({ params: { organisationId: coordinatorId }, body: registration });
    const [one, two]: [Who, Who] = [
      { key: town.keyOf(coordinatorId), officer: "样例甲" },
      { key: other, officer: "样例乙" },
    ];
    let tried = 0;
    const call = async (who: Who, path: string, body: object | undefined, method = "POST"): Promise<Answer> => {
      tried += 1;
      const { key, officer } = who;
      const token = await signToken({ organisationId: coordinatorId, key, audience, officer, now: town.now });
      return send(path, { method, headers: { authorization: `Bearer ${token}` }, ...(body && { body }) });
    };
    /** What the body's log says of an act, by the name that was invited. */
    const entriesOf = async (organisationId: string, name: string): Promise<Entry[]> => {
      const { entries } = (await town.operator.listAccess({ params: { organisationId }, query: { limit: 100 } })).body;
      return entries.filter(({ act, about }) => act === "invited" && about === name);
    };
    const faults: (string | undefined)[] = [];

    for (let round = 0; round < rounds; round += 1) {
      const organisationId = bodies[round % bodies.length] ?? police;
      // Each round's act is one of its own: a seat for somebody of another name.
      const path = `/v1/organisations/${organisationId}/invitations`;
      const name = `样例新人${round}`;
      const asked = { name, duty: "reader" };
      const ask = (who: Who, change = {}) => call(who, path, { ...asked, ...change });
      const way = ways[round % ways.length] ?? "both at once";
      const answers = await attackBy(way, {
        one,
        two,
        ask,
        refuse: (id) => call(two, `/v1/approvals/${id}`, undefined, "DELETE"),
      });
      faults.push(faultOfRound(way, answers));
      const done = answers.filter(({ status }) => status === 201).length;
      faults.push(faultOfEntries(done, await entriesOf(organisationId, name)));
      // All that still waits is taken away, so that each round begins alike.
      for (const { approvalId } of (await town.coordinator.listApprovals()).body.approvals)
        await town.coordinator.refuseApproval({ params: { approvalId } }).catch(() => undefined);
    }
    return { tried, wrong: faults.filter(isGiven) };
  },
};

const ways = [
  "both at once",
  "approved thrice",
  "one person alone",
  "approved and refused",
  "another content",
] as const;
type Way = (typeof ways)[number];
type Hands = {
  one: Who;
  two: Who;
  ask: (who: Who, change?: object) => Promise<Answer>;
  refuse: (approvalId: string) => Promise<Answer>;
};

/** What is done at once in a round; the answers to all that could have been done by it. */
async function attackBy(way: Way, { one, two, ask, refuse }: Hands): Promise<Answer[]> {
  const all = (calls: readonly (() => Promise<Answer>)[]) => each(calls, (run) => run(), calls.length);
  switch (way) {
    case "both at once":
      return all([() => ask(one), () => ask(two), () => ask(one), () => ask(two)]);
    case "approved thrice":
      return [await ask(one), ...(await all([() => ask(two), () => ask(two), () => ask(two)]))];
    case "one person alone": {
      // By other spellings of a name, and by the other key: still one.
      const names = ["样例甲", "样例 甲", "样例甲 ", "　样例甲"];
      const selves = [
        ...names.map((officer) => ({ ...one, officer })),
        ...names.map((officer) => ({ ...two, officer })),
      ];
      const byKey = { ...one, officer: "样例乙" };
      const first = await ask(one);
      return [first, ...(await all([...selves, byKey, byKey].map((who) => () => ask(who))))];
    }
    case "approved and refused": {
      const first = await ask(one);
      const approvalId = /"approvalId":"([^"]+)"/.exec(first.text)?.[1] ?? "";
      const [approved, refused] = await Promise.all([ask(two), refuse(approvalId)]);
      const isBoth = approved.status === 201 && refused.status === 204;
      return [first, approved, ...(isBoth ? [{ ...refused, text: "approved and refused" }] : [])];
    }
    case "another content":
      return [await ask(one), ...(await all([() => ask(two, { duty: "lead" }), () => ask(two, { name: "样例旁人" })]))];
  }
}

const mayBeDone: Readonly<Record<Way, readonly [number, number]>> = {
  "both at once": [0, 2],
  "approved thrice": [1, 1],
  "one person alone": [0, 0],
  "approved and refused": [0, 1],
  "another content": [0, 0],
};

function faultOfRound(way: Way, answers: readonly Answer[]): string | undefined {
  const both = answers.find(({ text }) => text === "approved and refused");
  if (both !== undefined) return `${way}: ${both.text}`;
  const done = answers.filter(({ status }) => status === 201).length;
  const [least, most] = mayBeDone[way];
  if (done < least || done > most) return `${way}: done ${done} times`;
  const refused = answers.filter(({ status }) => status !== 201);
  const codes = ["second-person-required", "other-person-required", "busy"] as const;
  const fault = refused.map((answer) => faultOfCode(answer, ...codes)).find(isGiven);
  return fault === undefined ? undefined : `${way}: ${fault}`;
}

/** As often as it was done the log says so, each time with two who are not one. */
function faultOfEntries(done: number, entries: readonly Entry[]): string | undefined {
  if (entries.length !== done) return `done ${done} times, and ${entries.length} times by the log`;
  const plain = (name = "") => name.normalize("NFKC").replaceAll(/\s/g, "");
  const alone = entries.find(
    ({ by, askedBy }) => askedBy === undefined || plain(by.officer) === plain(askedBy.officer),
  );
  return alone === undefined ? undefined : `approved by one person: ${JSON.stringify(alone)}`;
}
