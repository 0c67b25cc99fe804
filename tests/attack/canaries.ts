import { coordinatorId } from "../../infra/demo/city.ts";
import { routes } from "../../shared/contracts/routes.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { startReceiver } from "../support/receiver.ts";
import { bodies, ofCases, pathOf } from "../support/right-pairs.ts";
import {
  cityCommittee,
  police,
  strangerAgency,
  strangerCommittee,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "../support/town.ts";
import { type Corpus, each, foreign, type Ground, type Random } from "./ground.ts";
import { leaksIn } from "./judges.ts";

/** Particulars that stand nowhere else, so that wherever they are read they come from the parties. */
function plantedParties(random: Random) {
  const digits = (count: number) => Array.from({ length: count }, () => random(10)).join("");
  const [name, other] = [`样例名${digits(6)}`, `样例方${digits(6)}`];
  const [phone, address, number] = [`139${digits(8)}`, `样例路${digits(5)}号`, "11010519491231002X"];
  const parties = [
    {
      side: "applicant" as const,
      kind: "natural_person" as const,
      name,
      phone,
      address,
      document: { kind: "resident_id" as const, number },
    },
    { side: "respondent" as const, kind: "natural_person" as const, name: other },
  ];
  return { parties, planted: [name, other, phone, address, number] };
}

const strangers = [...Object.values(foreign), strangerAgency, strangerCommittee];

/** Parties of a case on its whole way: none of them is read in an answer to strangers, an error, a log, a queue, a webhook or the table. */
export const canaries: Corpus = {
  name: "texts in which a party could be read",
  zh: "可能泄露当事人的文本",
  atLeast: 500,
  async run({ town, send, log, overheard }: Ground, random) {
    const { parties, planted } = plantedParties(random);
    const texts: { where: string; text: string }[] = overheard.map((text) => ({
      where: "an answer to strangers or a refusal",
      text,
    }));
    const hear = (where: string, text: string) => texts.push({ where, text });
    town.platform.setFault(({ functionName, service, operation, body }) => {
      if (service !== "kms") hear(`${operation} of ${functionName}`, JSON.stringify(body));
      return "pass";
    });
    const receiver = await startReceiver();
    for (const owner of [police, villageCommittee]) {
      await (await town.clientOf(owner)).createWebhookEndpoint({ body: { url: receiver.url } });
    }
    const referrer = await town.clientOf(police);
    const submission = { ...villageQuarrel("canary-1"), parties };
    const { caseId } = (await referrer.submitReferral({ body: submission })).body;
    await town.platform.settled({ ignoreDelayed: true });
    const { state } = (await town.coordinator.showCase({ params: { caseId } })).body;
    const by = state.status === "offered" ? state.assignment.organisationId : villageCommittee;
    const holder = await town.clientOf(by);
    await mediate(holder, caseId);
    await settleCase(holder, caseId);
    await town.platform.settled({ ignoreDelayed: true });
    await receiver.waitFor(8);

    await each(strangers, async (stranger) => {
      for (const operation of ofCases) {
        const { method } = routes[operation];
        const body = method === "GET" ? {} : { body: bodies[operation] ?? {} };
        const path = pathOf(operation, { caseId, documentId: caseId, kind: "agreement" });
        hear(
          `${operation} by ${stranger}`,
          (await send(path, { by: stranger, method, headers: { "if-match": "*" }, ...body })).text,
        );
      }
      for (const body of [
        { name: planted[0] },
        { document: planted[4] },
        { phone: planted[2] },
        { number: "canary-1" },
      ]) {
        hear(`a search by ${stranger}`, (await send("/v1/cases/search", { by: stranger, method: "POST", body })).text);
      }
    });
    // Their faults are told to the caller who sent them, and no more of them than the place.
    const [first, ...others] = parties;
    for (const wrong of [
      { ...submission, colour: planted[0] },
      { ...submission, parties: [{ ...first, phone: planted[3] }, ...others] },
      { ...submission, parties: [{ ...first, document: { kind: "resident_id", number: planted[0] } }, ...others] },
      { ...submission, parties: [{ ...first, side: planted[0] }, ...others] },
      { ...submission, parties: [...others, { ...first, name: `${planted[0]}\u0000` }] },
    ]) {
      for (const path of ["/v1/referrals", "/v1/referrals/check"]) {
        hear(`an error at ${path}`, (await send(path, { by: police, method: "POST", body: wrong })).text);
      }
    }
    for (const reader of [police, by, coordinatorId]) {
      hear(`a list of ${reader}`, (await send("/v1/work", { by: reader })).text);
      hear(`the case, to ${reader}`, (await send(`/v1/cases/${caseId}`, { by: reader })).text);
      hear(`the history, to ${reader}`, (await send(`/v1/cases/${caseId}/history`, { by: reader })).text);
    }
    for (const owner of [police, townCommittee, cityCommittee, villageCommittee]) {
      hear(
        `the inbox of ${owner}`,
        (await send("/v1/inbox/receive", { by: owner, method: "POST", body: { max: 10 } })).text,
      );
    }
    const read = await send(`/v1/cases/${caseId}/parties`, { by: police });
    town.platform.setFault(undefined);
    for (const { rawBody, headers } of receiver.deliveries) hear("a webhook", `${rawBody}${JSON.stringify(headers)}`);
    await receiver.stop();
    for (const line of log().split("\n")) hear("a line of a log", line);

    const wrong = texts.flatMap(({ where, text }) =>
      leaksIn(text, planted).map((word) => `${word} in ${where}: ${text.slice(0, 300)}`),
    );
    if (leaksIn(read.text, planted).length !== planted.length)
      wrong.push("the referrer does not read its own parties, so that nothing is shown");
    if (receiver.deliveries.length === 0) wrong.push("no webhook was delivered");
    return { tried: texts.length, wrong };
  },
};
