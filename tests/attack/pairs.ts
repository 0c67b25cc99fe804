import { type OperationId, routes } from "../../shared/contracts/routes.ts";
import { ofCases, pairsOf } from "../support/right-pairs.ts";
import { storedButQuotas } from "../support/stored.ts";
import { oneOf } from "../support/tampering.ts";
import { strangerAgency, strangerCommittee } from "../support/town.ts";
import { createAsking } from "../support/two-counties.ts";
import { type Corpus, each, foreign, type Ground, isGiven } from "./ground.ts";
import { type Answer, differenceOf, faultOfTimes } from "./judges.ts";
import { bodyOf, makeObjects } from "./objects.ts";
import { storedSince } from "./stored-since.ts";

/** Routes of cases by everybody of two counties, on cases in every state beside none: the generator of the tests of rights. */
export const rights: Corpus = {
  name: "pairs of caller and case, in process",
  zh: "调用方与案件组合（进程内）",
  atLeast: 10_000,
  async run(_, random) {
    const ask = createAsking();
    const wrong: string[] = [];
    let tried = 0;
    const left = [...ofCases];
    while (tried < this.atLeast && left.length > 0) {
      const operation = oneOf(random, left);
      left.splice(left.indexOf(operation), 1);
      const pairs = await pairsOf(ask, operation);
      tried += pairs.tried;
      wrong.push(...pairs.wrong.map((line) => `${operation}: ${line}`));
    }
    return { tried, wrong };
  },
};

/** Who is a stranger to the county, and who to what bodies of the same county do. */
const strangers = [
  ...Object.values(foreign).map((by) => ({ by, isNear: false })),
  ...[strangerAgency, strangerCommittee].map((by) => ({ by, isNear: true })),
];
type Timed = { answer: Answer; milliseconds: number };

/** The same over HTTP, by strangers of another county and of this one: what is foreign looks like what is not there, also by its time. */
export const strangersCalls: Corpus = {
  name: "pairs of caller and object, over HTTP",
  zh: "调用方与对象组合（经接口）",
  atLeast: 3_500,
  async run(ground: Ground, random) {
    const { town, send, overheard } = ground;
    const { ofBodies, ofCounty, clear } = await makeObjects(ground);
    const before = await storedButQuotas(town.platform);
    const asked = strangers.flatMap(({ by, isNear }) =>
      (isNear ? ofBodies : [...ofBodies, ...ofCounty]).map((pair) => ({ by, ...pair })),
    );
    const ask = async (by: string, operation: OperationId, path: string): Promise<Timed> => {
      const { method } = routes[operation];
      const startedAt = performance.now();
      const answer = await send(path, { by, method, headers: { "if-match": "*" }, ...bodyOf(operation) });
      return { answer, milliseconds: performance.now() - startedAt };
    };
    const times: { there: number; not: number }[] = [];
    const faults = await each(asked, async ({ by, operation, path, beside }) => {
      // The first of two finds caches cold: which is first is drawn.
      const isFirst = random(2) === 0;
      const first = await ask(by, operation, isFirst ? path : beside);
      const second = await ask(by, operation, isFirst ? beside : path);
      const [there, not] = isFirst ? [first, second] : [second, first];
      times.push({ there: there.milliseconds, not: not.milliseconds });
      overheard.push(there.answer.text);
      const difference = differenceOf(there.answer, not.answer);
      return difference === undefined ? undefined : `${operation} by ${by} at ${path}: ${difference}`;
    });
    const slower = faultOfTimes(times);
    const since = await storedSince(town.platform, before);
    await clear();
    return {
      tried: asked.length * 2,
      wrong: [...faults.filter(isGiven), ...(slower === undefined ? [] : [slower]), ...since],
    };
  },
};
