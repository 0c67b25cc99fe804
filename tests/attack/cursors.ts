import { coordinatorId } from "../../infra/demo/city.ts";
import { oneOf } from "../support/tampering.ts";
import { police, refer, strangerAgency, villageCommittee } from "../support/town.ts";
import { type Corpus, each, type Ground, isGiven, type Random } from "./ground.ts";
import { faultOfProblem } from "./judges.ts";

/** Another text than the cursor, that could be taken for it. */
function changed(random: Random, cursor: string): string {
  const bytes = Buffer.from(cursor, "base64url");
  const at = random(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
  const letter = random(cursor.length);
  return oneOf(random, [
    bytes.toString("base64url"),
    bytes.toString("base64url"),
    cursor.slice(0, letter),
    `${cursor}A`,
    `${cursor}=`,
    `${cursor.slice(0, letter)}${cursor.slice(letter + 1)}`,
    `${cursor.slice(0, letter)}!${cursor.slice(letter)}`,
    `${cursor}${cursor}`,
    [...cursor].toReversed().join(""),
    "",
    " ",
    "null",
    Buffer.from('{"pk":"CASE#x","sk":"CASE"}').toString("base64url"),
  ]);
}

/** Cursors of others, of another list, and changed ones: none leads anywhere. */
export const cursors: Corpus = {
  name: "cursors foreign, changed or empty",
  zh: "他人、篡改或空白的游标",
  atLeast: 300,
  async run({ town, send, overheard }: Ground, random) {
    for (const number of ["cursor-1", "cursor-2", "cursor-3"]) await refer(town, number);
    const lists = [
      { by: police, path: "/v1/cases?as=sender&limit=1" },
      { by: villageCommittee, path: "/v1/cases?as=holder&limit=1" },
      { by: coordinatorId, path: "/v1/cases?as=county&limit=1" },
      { by: villageCommittee, path: "/v1/work?limit=1" },
      { by: coordinatorId, path: "/v1/organisations?county=330483&limit=1" },
    ];
    const given = await each(lists, async ({ by, path }) => {
      const { text } = await send(path, { by });
      return { by, path, cursor: /"cursor":"([^"]+)"/.exec(text)?.[1] ?? "" };
    });
    const wrong = given.filter(({ cursor }) => cursor === "").map(({ path }) => `${path} gives no cursor`);
    const at = (path: string, cursor: string) => `${path}&cursor=${encodeURIComponent(cursor)}`;
    // Taken back as it was given, each is good, so that the refusals are for what was changed.
    for (const { by, path, cursor } of given) {
      const { status } = await send(at(path, cursor), { by });
      if (status !== 200) wrong.push(`${path} does not take its own cursor: ${status}`);
    }
    const foreign = given.flatMap(({ by, path, cursor }) => [
      ...lists
        .filter((list) => list.path !== path || list.by !== by)
        .map((list) => ({ by: list.by, path: at(list.path, cursor) })),
      { by: path.includes("holder") ? strangerAgency : police, path: at("/v1/cases?as=sender&month=2026-01", cursor) },
    ]);
    const bent = Array.from({ length: 300 }, () => {
      const { by, path, cursor } = oneOf(random, given);
      return { by, path: at(path, changed(random, cursor)) };
    });
    const tries = [...foreign, ...bent];
    const faults = await each(tries, async ({ by, path }) => {
      const answer = await send(path, { by });
      overheard.push(answer.text);
      const fault = faultOfProblem(answer);
      const isNamed = answer.text.includes('"code":"invalid-cursor"');
      return fault === undefined && isNamed ? undefined : `${by} at ${path}: ${fault ?? answer.text}`;
    });
    return { tried: tries.length, wrong: [...wrong, ...faults.filter(isGiven)] };
  },
};
