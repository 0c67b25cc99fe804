import { gravest } from "../domain/gravest.ts";
import { type Block, line, paragraph } from "./blocks.ts";
import { blank, blankDay, type Draft, dayOf, type Missing } from "./draft.ts";
import type { PaperFacts } from "./facts.ts";
import { partyNames } from "./party-blocks.ts";

/** Makes the blocks of one paper from what is known; what is not known is noted in the draft. */
export type Form = (facts: PaperFacts, draft: Draft) => Block[];

/** The body that mediates, or did. */
export const bodyId = ({ state }: PaperFacts): string | undefined =>
  state.agreement?.reachedBy ?? ("assignment" in state ? state.assignment?.organisationId : undefined);
const unknownBody: Missing = {
  field: "assignment",
  name: { zh: "承办的调解组织", en: "The body that mediates" },
  step: "accept",
};
export const bodyName = (facts: PaperFacts, draft: Draft): string => {
  const id = bodyId(facts);
  return draft.need(unknownBody, id && (facts.names.get(id) ?? id));
};

export const nameOfBody = ({ names }: PaperFacts, id: string): string => names.get(id) ?? id;
export const referrerName = (facts: PaperFacts): string => nameOfBody(facts, facts.state.referrals[0].agencyId);

const ask = (field: string, step: string, zh: string, en: string): Missing => ({ field, step, name: { zh, en } });
export const asks = {
  summary: ask("summary", "supply-info", "纠纷简要情况", "What the dispute is about"),
  requested: ask("requested", "say-particulars", "申请事项", "What is requested"),
  place: ask("session.place", "say-particulars", "调解地点", "Where the session was held"),
  attendance: ask("session.attendance", "say-particulars", "参加人", "Who attended the session"),
  recorder: ask("session.recorder", "say-particulars", "记录人", "Who recorded the session"),
  record: ask("session.record", "say-particulars", "调解过程记录", "The record of the session"),
  heldAt: ask("session.heldAt", "record-session", "调解时间", "When the session was held"),
  mediators: ask("mediators", "assign-mediator", "调解员", "The mediators"),
  number: ask("agreement.documentNumber", "record-agreement", "协议书编号", "The number of the agreement"),
  clauses: ask("clauses", "say-particulars", "协议内容", "The clauses agreed on"),
  performance: ask("clauses.performance", "say-particulars", "履行方式、时限", "Way and time of performance"),
  copies: ask("copies", "say-particulars", "协议书份数", "The number of copies"),
  visitor: ask("visit.visitor", "say-particulars", "回访人", "Who visited"),
  finding: ask("visit.finding", "record-visit", "回访情况", "What the visit found"),
  visitedOn: ask("visit.visitedOn", "record-visit", "回访时间", "When the visit was made"),
  ending: ask("ending", "fail", "终止的原因", "Why mediation ended"),
  refusal: ask("refusal", "not-accept", "不予受理的理由和依据", "Why it was not accepted, and the article"),
  court: ask("confirmation.courtId", "file-confirmation", "申请司法确认的法院", "The court that is to confirm"),
  decline: ask("decline", "decline", "退回的理由", "Why it was returned"),
  claim: ask("claim", "claim-incentive", "以奖代补申报金额", "The amount claimed"),
  breach: ask("deadline.breached", "clock", "逾期的期限", "The period that passed"),
} as const;

export const summaryOf = ({ parties }: PaperFacts, draft: Draft, room = `${blank}${blank}`): string =>
  draft.need(asks.summary, parties?.summary, room);
export const mediatorsOf = ({ mediators }: PaperFacts, draft: Draft): string =>
  draft.need(asks.mediators, mediators.length === 0 ? undefined : mediators.join("、"), "");

export const disputeOf = ({ state }: PaperFacts) => gravest(state);

/** A number of a paper, at its right side. */
export const numbered = (text: string): Block => line(`编号：${text}`, "right");

/** The seal of a house, over a day; the day stays blank where none is known. */
export const seal = (house: string, at?: string): Block => ({
  block: "seal",
  house,
  date: at === undefined ? blankDay : dayOf(at),
});

/** Text that reads as it was written, each line a paragraph. */
export const told = (label: string, text: string): Block => paragraph(text, label);

/** How a party signs, which may not be able to write. */
export const byHand = "签名盖章或按指印";
/** A line to sign on. A name stands before it and never where the signature belongs, which would look like one. */
export const signs = (who: string, name = "", how = "签名"): string => `${who}${name}（${how}）`;
export const partiesSign = (facts: PaperFacts, as: "当事人" | "申请人"): string[] =>
  partyNames(facts).map((name) => signs(as, name, byHand));
