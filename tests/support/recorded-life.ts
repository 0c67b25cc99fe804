import type { Client } from "../../shared/client/client.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { with2027 } from "./cases.ts";
import { addPaper } from "./papers.ts";
import { mediate, settleCase } from "./platform.ts";
import { archiveCase } from "./settled-case.ts";
import {
  cityCommittee,
  day,
  dueAtOf,
  hour,
  minute,
  police,
  refer,
  second,
  type Town,
  townCommittee,
  villageCommittee,
  villageQuarrel,
} from "./town.ts";

export const petitionOffice = "petition-office";
export const court = "court";
const mediators = ["mediator-1", "mediator-2"];
const version = "*";

/** A case in every state and of every kind that is stored, made through the public API; gives the cases by name. */
export async function liveALife(town: Town): Promise<Record<string, string>> {
  const { coordinator, platform } = town;
  const cases: Record<string, string> = {};
  const quiet = () => platform.settled({ ignoreDelayed: true });
  const ago = (milliseconds: number) => new Date(town.now() - milliseconds).toISOString();
  const committee = await town.clientOf(villageCommittee, { officer: "Li" });
  const station = await town.clientOf(police);
  const office = await town.clientOf(petitionOffice);
  const judge = await town.clientOf(court);

  const referred = async (name: string, change?: Parameters<typeof refer>[2]) => {
    const caseId = await refer(town, `stored-${name}`, change);
    cases[name] = caseId;
    return { params: { caseId }, version } as const;
  };
  const petitioned = async (name: string) => {
    const body = villageQuarrel(`stored-${name}`, { channel: "petition" });
    const { caseId } = (await office.submitReferral({ body })).body;
    await quiet();
    cases[name] = caseId;
    return { params: { caseId }, version } as const;
  };
  const mediating = async (name: string, change?: Parameters<typeof refer>[2], ...who: string[]) => {
    const at = await referred(name, change);
    await mediate(committee, at.params.caseId, ...who);
    return at;
  };
  const agreed = async (name: string, body: { performBy?: string; amountFen?: number } = {}) => {
    const at = await mediating(name, undefined, "mediator-1", "mediator-2");
    const documentId = await addPaper(committee, at.params.caseId, "agreement");
    town.advance(5 * minute);
    const signedAt = [ago(3 * minute), ago(2 * minute)];
    const agreement = { form: "written", signedAt, sealedAt: ago(minute), documentNumber: "样例调字1号" } as const;
    await committee.recordAgreement({ ...at, body: { ...agreement, ...body, documentId } });
    return at;
  };
  const settled = async (name: string, ...who: string[]) => {
    const at = await mediating(name, undefined, ...who);
    await settleCase(committee, at.params.caseId);
    return at;
  };
  const filed = async (name: string) => {
    const at = await agreed(name);
    const filing = { courtId: court, subject: "ordinary", filedAt: ago(second) } as const;
    await committee.fileConfirmation({ ...at, body: { ...filing, applicants: [1, 2] } });
    await judge.docketConfirmation({ ...at, body: {} });
    return at;
  };

  // Room for all of these cases, so that routing does not spread them.
  const params = { organisationId: villageCommittee };
  const { organisationId: _id, keys: _keys, ...facts } = (await coordinator.showOrganisation({ params })).body;
  await coordinator.putOrganisation({ params, body: { ...facts, capacity: 100 } });
  const circumstances = { dispute: { ...villageQuarrel("").dispute, circumstances: ["gang_fight" as const] } };
  const fight = { channel: "police_public_order" as const, ...circumstances };
  for (const mediatorId of mediators) {
    const params = { organisationId: villageCommittee, mediatorId };
    await coordinator.putMediator({ params, body: { name: "样例调解员", publicEmployee: false } });
  }
  await coordinator.suspendOrganisation({ params: { organisationId: cityCommittee } });
  await coordinator.reinstateOrganisation({ params: { organisationId: cityCommittee } });

  // A body that keeps silent or declines, one that gives the case away, and time that passes for nobody else.
  const silent = await referred("lapsed");
  const { state } = (await coordinator.showCase(silent)).body;
  await town.pass(Date.parse(dueAtOf(state, "answer")) - town.now() + second);
  const declined = await referred("declined");
  await committee.decline({ ...declined, body: { reason: "no_capacity" } });
  const escalated = await mediating("escalated");
  await committee.escalate({ ...escalated, body: { to: "town", reason: "too_complex", partiesAgree: true } });
  await quiet();

  await beforeMediation();
  await endings();
  await joined();

  const year = with2027.at(-1);
  if (year === undefined) throw new Error("there is no calendar to load");
  await town.operator.putCalendar({ params: { year: year.year }, body: year });
  await town.pass(2 * day);
  await underWay();
  await changedOnTheWay();
  await quiet();
  return cases;

  async function beforeMediation(): Promise<void> {
    await referred("triage", fight);
    const asked = await referred("needs-info", fight);
    await coordinator.askForInfo({ ...asked, body: { missing: ["纠纷发生地"] } });
    const supplied = await referred("supplied", fight);
    await coordinator.askForInfo({ ...supplied, body: { missing: ["当事人"] } });
    const identity = { kind: "resident_id", number: "11010519491231002X" } as const;
    const [applicant, respondent] = villageQuarrel("").parties;
    if (applicant === undefined || respondent === undefined) throw new Error("a quarrel has two parties");
    const parties = [{ ...applicant, document: identity }, respondent];
    await station.supplyInfo({ ...supplied, body: { note: "样例", parties } });
    await quiet();
    const refused = await referred("not-accepted", fight);
    await coordinator.notAccept({ ...refused, body: { article: "人民调解工作若干规定 第22条", note: "样例" } });
    const assigned = await referred("assigned", fight);
    const order = { organisationId: townCommittee, reason: "nearest", note: "样例", override: false } as const;
    await coordinator.assign({ ...assigned, body: order });
  }

  async function endings(): Promise<void> {
    const failed = await mediating("failed", { channel: "police_public_order" });
    await committee.fail({ ...failed, body: { reason: "positions_too_far_apart" } });
    await committee.sendOn({ ...failed, body: { organisationId: court, reason: "party_sues" } });
    await station.acknowledgeResult({ ...failed, body: {} });
    await station.extendOwnPeriod({ ...failed, body: { clock: "police-case" } });
    const withdrawn = await mediating("withdrawn");
    await committee.withdraw({ ...withdrawn, body: { reason: "settled_privately" } });
    const recalled = await mediating("recalled");
    await station.recall({ ...recalled, body: { reason: "handled_by_referrer" } });
    await settled("settled", "mediator-1");
    for (const name of ["archived", "paid"]) {
      const { params } = await settled(name, "mediator-1");
      await archiveCase(town, params.caseId);
      await committee.claimIncentive({ params: { caseId: params.caseId } });
    }
    const claim = { params: { claimId: cases["paid"] ?? "" } };
    const clerk = await town.clientOf("justice-bureau", { officer: "Sun" });
    const lead = await town.clientOf("justice-bureau", { officer: "Chen" });
    for (const take of [clerk.reviewClaim, lead.approveClaim, clerk.payClaim]) await take(claim);
    const again = await settled("reopened");
    await coordinator.reopen({ ...again, body: { reason: "new_facts" } });
    const broken = await agreed("defaulted", { performBy: shanghaiDate(ago(-10 * day)) });
    await committee.startPerformance({ ...broken, body: {} });
    await town.pass(12 * day);
    await (await freshly()).recordDefault({ ...broken, body: { defaultedOn: shanghaiDate(ago(day)) } });
    const oral = await mediating("oral");
    const said = { form: "oral", agreedAt: ago(second), documentNumber: "样例口头1号" } as const;
    await committee.recordAgreement({ ...oral, body: said });
  }

  async function joined(): Promise<void> {
    for (const name of ["merged", "unmerged"]) {
      const kept = await referred(`${name}-kept`);
      const other = await petitioned(`${name}-other`);
      await coordinator.merge({ ...other, body: { into: kept.params.caseId } });
      if (name === "unmerged") await coordinator.unmerge({ ...other, body: { reason: "not_the_same_dispute" } });
    }
    const same = {
      parties: [
        { side: "applicant", kind: "natural_person", name: "王样例", phone: "13800000001" },
        { side: "respondent", kind: "natural_person", name: "赵样例", phone: "13800000002" },
      ],
    } satisfies Parameters<typeof refer>[2];
    await referred("met-first", same);
    await referred("met-again", same);
  }

  async function underWay(): Promise<void> {
    await referred("offered");
    const asked = await referred("asked", fight);
    await coordinator.askForInfo({ ...asked, body: { missing: ["纠纷发生地"] } });
    const accepted = await referred("accepted");
    await committee.accept({ ...accepted, body: { mediatorId: "mediator-2" } });
    const seeking = await referred("seeking-consent");
    await committee.accept({ ...seeking, body: {} });
    await committee.seekConsent({ ...seeking, body: {} });
    const longer = await mediating("mediating", undefined, "mediator-1", "mediator-2");
    const consents = [1, 2].map((party) => ({ party, channel: "written" as const, at: ago(second) }));
    await committee.extend({ ...longer, body: { dueOn: shanghaiDate(ago(-60 * day)), consents } });
    await addPaper(committee, longer.params.caseId, "mediation_record");
    const suspended = await mediating("suspended");
    await committee.suspend({ ...suspended, body: { reason: "appraisal" } });
    const danger = await mediating("danger");
    await committee.reportDanger({ ...danger, body: { kind: "crime", policeId: police } });
    await town.pass(2 * hour);
    await agreed("agreed");
    await filed("confirming");
    const confirmed = await filed("confirmed");
    await judge.grantConfirmation({ ...confirmed, body: { documentNumber: "（2026）浙0483诉前调确1号" } });
    const paying = await agreed("performing", { amountFen: 300_000 });
    const instalments = [5, 40, 70].map((days) => ({ dueOn: shanghaiDate(ago(-days * day)), amountFen: 100_000 }));
    await committee.startPerformance({ ...paying, body: { instalments } });
    const payment = { number: 1, paidOn: shanghaiDate(ago(0)), proof: "收据" };
    await committee.recordInstalment({ ...paying, body: payment });
    await committee.recordVisit({ ...paying, body: { visitedOn: shanghaiDate(ago(0)), finding: "样例" } });
  }

  async function changedOnTheWay(): Promise<void> {
    const corrected = await mediating("corrected", undefined, "mediator-1");
    await committee.requestInfo({ ...corrected, body: { missing: ["联系电话"] } });
    await station.correctReferral({ ...corrected, body: { reason: "样例", amountFen: 120_000, riskGrade: "yellow" } });
    await committee.assignMediator({ ...corrected, body: { mediatorId: "mediator-2" } });
    const restated = await agreed("restated", { amountFen: 100_000 });
    const signedAt = [ago(2 * minute), ago(minute)];
    const right = { form: "written" as const, signedAt, sealedAt: ago(second) };
    const documentId = await addPaper(committee, restated.params.caseId, "agreement");
    const body = { ...right, documentNumber: "样例调字2号", amountFen: 110_000, documentId, reason: "样例" };
    await committee.correctAgreement({ ...restated, body });
    const moved = await mediating("moved");
    await coordinator.move({ ...moved, body: { organisationId: townCommittee, reason: "overloaded" } });
    const met = await mediating("met");
    const meetAt = ago(-hour);
    await coordinator.conveneMeeting({ ...met, body: { organisationIds: [cityCommittee, court], meetAt } });
    await town.pass(2 * hour);
    const held = { heldAt: ago(hour), attended: [cityCommittee, court, villageCommittee], agreed: "样例" };
    await coordinator.recordMeeting({ ...met, body: held });
    for (const name of ["sent-on", "sent-and-taken", "sent-and-returned"]) {
      const failed = await mediating(name);
      await committee.fail({ ...failed, body: { reason: "positions_too_far_apart" } });
      await committee.sendOn({ ...failed, body: { organisationId: court, reason: "party_sues" } });
      if (name === "sent-and-taken") await judge.acceptSending({ ...failed, body: { ownNumber: "样例民初1号" } });
      if (name === "sent-and-returned") await judge.returnSending({ ...failed, body: { reason: "not_ours" } });
    }
  }

  /** After days have passed a client signs again by itself; this only names the officer of that day. */
  function freshly(): Promise<Client> {
    return town.clientOf(villageCommittee, { officer: "Chen" });
  }
}
