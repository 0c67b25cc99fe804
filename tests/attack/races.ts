import { mediate } from "../support/platform.ts";
import { cityCommittee, police, townCommittee, villageCommittee, villageQuarrel } from "../support/town.ts";
import { type Corpus, each, type Ground } from "./ground.ts";
import { type Answer, faultOfRace } from "./judges.ts";

const pairs = 100;

/** What is asked twice at the same moment, once as the same and once as something else. */
const steps = {
  accept: [{ mediatorId: "li" }, { mediatorId: "li" }, { mediatorId: "wang" }],
  decline: [{ reason: "no_capacity" }, { reason: "no_capacity" }, { reason: "conflict_of_interest" }],
  "record-session": [{}, {}, { note: "样例" }],
} as const;
type Step = keyof typeof steps;
const events: Record<Step, string> = {
  accept: "assignment.accepted",
  decline: "assignment.declined",
  "record-session": "session.held",
};
const isStep = (name: string): name is Step => name in steps;
const names = Object.keys(steps).filter(isStep);

/** The same step by two at once: exactly one is done, and the other is told so, or is refused. */
export const races: Corpus = {
  name: "the same by two at once, pairs",
  zh: "同时办理同一事项",
  atLeast: pairs,
  async run({ town, send }: Ground) {
    for (const organisationId of [villageCommittee, townCommittee, cityCommittee]) {
      for (const mediatorId of ["li", "wang"]) {
        await town.coordinator.putMediator({ params: { organisationId, mediatorId }, body: { name: "样例" } });
      }
    }
    const wrong: string[] = [];
    const submit = (number: string, summary: string): Promise<Answer> => {
      const quarrel = villageQuarrel(number);
      const body = { ...quarrel, dispute: { ...quarrel.dispute, summary } };
      return send("/v1/referrals", { by: police, method: "POST", body });
    };
    // One number sent twice at once, with the same content or another: one case, whatever comes of it.
    const numbers = Array.from({ length: pairs }, (_, index) => `race-${index}`);
    const caseIds = await each(
      numbers,
      async (number, index) => {
        const answers = await Promise.all([
          submit(number, "样例甲"),
          submit(number, index % 2 === 0 ? "样例甲" : "样例乙"),
        ]);
        const fault = faultOfRace(answers, 1);
        if (fault !== undefined) wrong.push(`${number} referred twice: ${fault}`);
        if (index % 2 === 1 && answers.every(({ status }) => status < 300))
          wrong.push(`${number} was taken with two contents`);
        return answers.map(({ text }) => /"caseId":"([^"]+)"/.exec(text)?.[1]).find((id) => id !== undefined) ?? "";
      },
      4,
    );
    await town.platform.settled({ ignoreDelayed: true });
    await each(
      caseIds,
      async (caseId, index) => {
        const step = names[index % names.length] ?? "accept";
        // So many cases are more than the village takes: some are offered further up.
        const { state: offered } = (await town.coordinator.showCase({ params: { caseId } })).body;
        if (offered.status !== "offered") {
          wrong.push(`${caseId} is ${offered.status}`);
          return;
        }
        const by = offered.assignment.organisationId;
        if (step === "record-session") await mediate(await town.clientOf(by), caseId);
        const { state } = (await town.coordinator.showCase({ params: { caseId } })).body;
        const heldAt = "lastSessionAt" in state ? state.lastSessionAt : undefined;
        const [same, again, other] = steps[step];
        const answers = await Promise.all(
          [same, Math.floor(index / names.length) % 2 === 0 ? again : other].map((body) =>
            send(`/v1/cases/${caseId}/${step}`, {
              by,
              method: "POST",
              headers: { "if-match": "*" },
              body: step === "record-session" ? { heldAt, ...body } : body,
            }),
          ),
        );
        const { entries } = (await town.coordinator.showHistory({ params: { caseId } })).body;
        const happened = entries.filter(({ type }) => type === events[step]).length;
        // The first session was held before: the two that race say the second one, or nothing new.
        const fault = faultOfRace(answers, step === "record-session" ? Math.max(1, happened - 1) : happened);
        if (fault !== undefined) wrong.push(`${step} of ${caseId}: ${fault}`);
      },
      4,
    );
    return { tried: pairs * 2, wrong };
  },
};
