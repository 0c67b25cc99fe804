import { bindingAt } from "../../shared/client/documents.ts";
import { addLargePapers } from "../support/large-files.ts";
import { mediate } from "../support/platform.ts";
import { oneOf } from "../support/tampering.ts";
import { police, refer, strangerCommittee, villageCommittee } from "../support/town.ts";
import { type Corpus, each, foreign, type Ground, isGiven } from "./ground.ts";
import { differenceOf, faultOfCode } from "./judges.ts";
import { bend } from "./lent.ts";

const none = "0190a0de-0000-7000-8000-999999999999";
/** Others who may not look into the file of a case, and one who may and did not ask for it to be bound. */
const strangers = [strangerCommittee, ...Object.values(foreign)];
const [officer, other] = ["Li", "Zhou"] as const;

/** Files that are bound meanwhile: found by who asked for them alone, and read by the links that they are handed out with alone. */
export const bindings: Corpus = {
  name: "bound files and their links",
  zh: "装订案卷的下载",
  atLeast: 200,
  async run({ town, send, overheard }: Ground, random) {
    const committee = await town.clientOf(villageCommittee, { officer });
    const others = await town.clientOf(villageCommittee, { officer: other });
    const bound = async (number: string) => {
      const caseId = await refer(town, number);
      await mediate(committee, caseId);
      await addLargePapers(committee, caseId);
      const { location } = await committee.bindFile({ params: { caseId }, query: { format: "zip" } });
      await town.platform.settled({ ignoreDelayed: true });
      return bindingAt(location);
    };
    const [one, two] = [await bound("bound-1"), await bound("bound-2")];
    const show = async (params: typeof one) => (await committee.showBinding({ params })).body;
    const { bound: first } = await show(one);
    const { bound: second } = await show(two);
    const wrong: string[] = [];
    if (first === undefined || second === undefined) return { tried: 0, wrong: ["no file was bound"] };

    const path = ({ caseId, bindingId }: typeof one): string => `/v1/cases/${caseId}/bundles/${bindingId}`;
    let tried = 0;
    // By others it looks as if there were none; so do those of another case, and what was made for another person of the same body.
    for (const by of strangers) {
      tried += 1;
      const [there, not] = [await send(path(one), { by }), await send(path({ ...one, bindingId: none }), { by })];
      overheard.push(there.text);
      const difference = differenceOf(there, not) ?? faultOfCode(there, "not-found", "not-allowed");
      if (difference !== undefined) wrong.push(`a binding, by ${by}: ${difference}`);
    }
    for (const [by, params] of [
      [police, one],
      [villageCommittee, { ...one, bindingId: two.bindingId }],
      [villageCommittee, { ...two, bindingId: one.bindingId }],
      [villageCommittee, { ...one, bindingId: one.caseId }],
      // Its token names no officer: somebody else asked.
      [villageCommittee, one],
    ] as const) {
      tried += 1;
      const fault = faultOfCode(await send(path(params), { by }), by === police ? "not-allowed" : "not-found");
      if (fault !== undefined) wrong.push(`a binding of another, by ${by}: ${fault}`);
    }
    const asOther = await others.showBinding({ params: one }).then(
      () => "shown",
      ({ code }) => String(code),
    );
    if (asOther !== "not-found") wrong.push(`what ${officer} asked for, by ${other}: ${asOther}`);

    const links = [
      { url: first.downloadUrl, other: `${two.caseId}/${second.sha256}` },
      { url: second.downloadUrl, other: `${one.caseId}/${first.sha256}` },
    ];
    for (const { url } of links) {
      const { status } = await fetch(url, { headers: { range: "bytes=0-9" } });
      if (status >= 300) wrong.push(`a good link is answered ${status}, so that nothing is shown`);
    }
    const bent = Array.from({ length: 200 }, () => bend(random, oneOf(random, links)));
    const faults = await each(bent, async ({ what, method, url }) => {
      const answer = await fetch(url, { method, ...(method === "PUT" ? { body: "样例" } : {}) });
      await answer.body?.cancel();
      return answer.status >= 400 && answer.status < 500 ? undefined : `${what}: ${answer.status}`;
    });
    wrong.push(...faults.filter(isGiven));

    // A body that no longer has the case knows it, and is handed out nothing of its file any more.
    const referrer = await town.clientOf(police);
    await referrer.recall({ params: { caseId: two.caseId }, version: "*", body: { reason: "sent_by_mistake" } });
    const left = await committee.showBinding({ params: two }).then(
      () => "shown",
      ({ code }) => String(code),
    );
    if (left !== "not-allowed") wrong.push(`a binding of a body that put the case down: ${left}`);
    return { tried: tried + 2 + bent.length, wrong };
  },
};
