import { police, strangerAgency, villageCommittee, villageQuarrel } from "../support/town.ts";
import { type Corpus, each, type Ground, isGiven } from "./ground.ts";
import { type Answer, faultOfProblem } from "./judges.ts";

const [requests, atOnce] = [400, 40];

/** Answered, or told to come back later: the only ways out of a flood. */
const faultInFlood = (answer: Answer): string | undefined => {
  if (answer.status < 300) return undefined;
  if (answer.status !== 429) return `${answer.status} ${answer.text.slice(0, 200)}`;
  return answer.headers["retry-after"] === undefined ? "429 without Retry-After" : faultOfProblem(answer);
};

/** One organisation asks as fast as it can: nothing breaks, and all others are answered as ever. */
export const floods: Corpus = {
  name: "requests of a flood",
  zh: "突发请求",
  atLeast: requests,
  async run({ town, send }: Ground) {
    const neighbours: Answer[] = [];
    let isOver = false;
    const others = each([villageCommittee, strangerAgency], async (by) => {
      while (!isOver) neighbours.push(await send("/v1/work", { by }));
    });
    const answers = await each(
      Array.from({ length: requests }, (_, index) => index),
      async (index) =>
        index % 4 === 0
          ? send("/v1/referrals", { by: police, method: "POST", body: villageQuarrel(`flood-${index}`) })
          : send("/v1/cases?as=sender&limit=1", { by: police }),
      atOnce,
    );
    isOver = true;
    await others;
    await town.platform.settled({ ignoreDelayed: true, timeoutMs: 120_000 });
    const wrong = answers.map(faultInFlood).filter(isGiven);
    wrong.push(
      ...neighbours.filter(({ status }) => status !== 200).map(({ status }) => `a neighbour was answered ${status}`),
    );
    if (neighbours.length < 20) wrong.push(`the neighbours were answered ${neighbours.length} times alone`);
    return { tried: answers.length + neighbours.length, wrong };
  },
};
