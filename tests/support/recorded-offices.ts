import { audience, oneSuffices, sampleCounty } from "../../infra/demo/city.ts";
import { signIn } from "../../infra/demo/sign-in.ts";
import { type Client, createClient } from "../../shared/client/client.ts";
import { newKeyPair, registrationOf } from "../../shared/client/token.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { agreementTemplate } from "./paper-templates.ts";
import { mediate } from "./platform.ts";
import { court, petitionOffice } from "./recorded-life.ts";
import { problemOf } from "./refused.ts";
import { day, minute, police, refer, strangerAgency, type Town, villageCommittee, villageQuarrel } from "./town.ts";

const version = "*";
export const clerk = "zhang";

/** All that is stored beside cases and their steps, made through the public API; gives the cases that it took, by name. */
export async function workInOffices(town: Town): Promise<Record<string, string>> {
  const { coordinator, operator, platform } = town;
  const quiet = () => platform.settled({ ignoreDelayed: true });
  const dayIn = (days: number): string => shanghaiDate(new Date(town.now() + days * day).toISOString());
  const committee = await town.clientOf(villageCommittee, { officer: "Li" });
  const station = await town.clientOf(police);

  // Figures, law, money and forms that a county loads for itself; none is in force yet.
  const early = { takenFrom: "综治平台", cases: 8, bySource: { court: 8 } };
  await coordinator.putEarlierFigures({ params: { month: "2025-11" }, query: {}, body: early });
  const oneDay = { days: 1, unit: "calendar", article: "house" } as const;
  const rules = { channels: { police_civil: { accept: oneDay } } };
  const effectiveFrom = dayIn(60);
  await coordinator.loadLawPack({ body: { scope: sampleCounty, version: "one-day", effectiveFrom, rules } });
  const [house] = (await coordinator.listTariffs()).body.tariffs;
  if (house === undefined) throw new Error("no tariff is bundled");
  const lower = { ...house, version: "lower", effectiveFrom, atMostFen: 60_000 };
  await coordinator.loadTariff({ body: lower });
  const festival = { holidays: ["2027-04-20"], workdays: [], source: "house" };
  await coordinator.putCalendar({ params: { year: 2027 }, body: { year: 2027, scope: sampleCounty, ...festival } });
  const docx = (await agreementTemplate()).toString("base64");
  await coordinator.loadTemplate({ params: { kind: "agreement", version: "1" }, body: { effectiveFrom, docx } });

  // An agreement with a number of the body's own, and a draft that the provider of signatures has.
  const papered = await refer(town, "stored-papered");
  await mediate(committee, papered);
  await committee.filePaper({ params: { caseId: papered, kind: "agreement" }, query: { format: "docx" } });
  const { documentId } = (await committee.filePaper({ params: { caseId: papered, kind: "registration" } })).body;
  await committee.requestSigning({ params: { caseId: papered, documentId } });

  // A number that was sent again, which is told again as well; an endpoint that is paused, for which events are kept.
  const office = await town.clientOf(petitionOffice);
  const { endpointId } = (await office.createWebhookEndpoint({ body: { url: "http://127.0.0.1:9/hooks" } })).body;
  await office.pauseWebhookEndpoint({ params: { endpointId } });
  const recalled = await refer(town, "stored-sent-again");
  await station.recall({ params: { caseId: recalled }, version, body: { reason: "sent_by_mistake" } });
  town.advance(minute);
  const from = new Date(town.now()).toISOString();
  const { dispute, ...rest } = villageQuarrel("stored-sent-again");
  const body = { ...rest, dispute: { ...dispute, summary: "样例：更正后的邻里纠纷" } };
  const again = (await station.submitReferral({ body })).body.caseId;
  await quiet();
  const to = new Date(town.now()).toISOString();
  // Events of the last minutes are told again later, when the stream has had its time.
  town.advance(5 * minute);
  await coordinator.replayEvents({ body: { from, to }, query: {} });
  const petition = villageQuarrel("stored-unheard", { channel: "petition" });
  const unheard = (await office.submitReferral({ body: petition })).body.caseId;
  await quiet();
  // A cursor is sealed.
  await committee.listCases({ query: { as: "holder", limit: 1 } });

  await keysOfOthers();
  await peopleAtDesks();
  await askedOfASecondPerson();
  await quiet();
  return { papered, "recalled-again": recalled, "sent-again": again, unheard };

  async function keysOfOthers(): Promise<void> {
    const {
      organisationId: _id,
      keys: _keys,
      ...facts
    } = (await coordinator.showOrganisation({ params: { organisationId: police } })).body;
    const params = { organisationId: strangerAgency };
    await coordinator.putOrganisation({ params, body: { ...facts, name: "样例派出所" } });
    await coordinator.offerKey({ params });
    const { privateJwk: key } = await newKeyPair();
    const proved = await registrationOf({ organisationId: court, key, audience, now: town.now });
    const expiresAt = new Date(town.now() + 5 * day).toISOString();
    const judge = await town.clientOf(court);
    await judge.registerKey({ params: { organisationId: court }, body: { ...proved, expiresAt } });
    const baseUrl = platform.url;
    const ending = createClient({ baseUrl, audience, organisationId: court, key, now: town.now });
    await ending.listCases({ query: { as: "holder" } });
  }

  async function peopleAtDesks(): Promise<void> {
    const person = (session?: string): Client => createClient({ baseUrl: platform.url, session });
    const inviting = { params: { organisationId: police }, body: { name: "张样例", duty: "lead" as const } };
    const { code } = (await station.invitePerson(inviting)).body;
    await person(await signIn(person(), clerk)).redeemInvitation({ body: { code } });
    await station.invitePerson({ ...inviting, body: { name: "李样例", duty: "clerk" } });
  }

  async function askedOfASecondPerson(): Promise<void> {
    const settings = (tariffs: boolean) =>
      operator.changeSettings({ params: { county: sampleCounty }, body: { twoPersons: { ...oneSuffices, tariffs } } });
    await settings(true);
    const sun = await town.clientOf("justice-bureau", { officer: "Sun" });
    await problemOf(sun.loadTariff({ body: { ...lower, version: "asked", effectiveFrom, atMostFen: 50_000 } }));
    await settings(false);
  }
}
