import { type CaseClock, type Consent, type Ground, nobodysCase, type SentAs } from "../domain/case.ts";
import type { Label } from "../domain/codes.ts";
import {
  agreementForms,
  type Circumstance,
  categories,
  circumstances,
  closingOutcomes,
  type DangerKind,
  dangerKinds,
  riskGrades,
  tracks,
} from "../domain/codes.ts";
import { eventKinds, isEventType, type NewEvent } from "../domain/events.ts";
import { isNotice, notices } from "../domain/notices.ts";
import { exclusionReasons } from "../domain/reasons.ts";
import { retentionClasses } from "../domain/retention.ts";
import { clockKinds } from "./clocks.ts";
import { fieldLabels } from "./fields.ts";
import { clockTime, deadline, yuan } from "./format.ts";
import { heading } from "./headings.ts";
import { type Language, nameOf as nameIn } from "./language.ts";
import { lawSource } from "./law.ts";
import { consentAnswers, consentChannels } from "./mediation.ts";
import { inBrackets, inClauses, listed } from "./punctuation.ts";
import { floors, passingReasons, routingRules } from "./routing.ts";

/** What an event is called; its type itself where a newer platform sends one that is not known here. */
export const eventName = (type: string, language: Language): string =>
  isEventType(type) ? eventKinds[type].words[language] : type;

/** What a message of an inbox is called: an event of a case, that a paper came into its file, or what its organisation is told of its own keys and webhooks. */
export const messageName = (type: string, language: Language): string =>
  isNotice(type) ? notices[type].words[language] : eventName(type, language);

/** The name of an organisation, a mediator or a place by its id; the id itself where none is known. */
export type NameOf = (id: string) => string;

/** What an event was about, in a few words; empty where its name and its reason say it all. */
export const factsOf = (event: NewEvent, language: Language, nameOf: NameOf = (id) => id): string =>
  inClauses(
    listOf(event, language, nameOf)
      .filter((fact) => fact !== undefined)
      .filter((fact) => fact !== ""),
    language,
  );

/** A circumstance that speaks against mediation, by its name and its article. */
export const groundText = ({ circumstance, article }: Omit<Ground, "verdict">, language: Language): string =>
  `${circumstances[circumstance][language]}${inBrackets(withHouse(article, language), language)}`;
/** Between Chinese words stands no blank; beside an article, which is cited in Chinese, it is said in Chinese. */
function withHouse(article: string, language: Language): string {
  const cited = /\p{Script=Han}/u.test(article) ? "zh" : language;
  return article.replace(/(^|\s)house\b/, (_, blank) => `${cited === "zh" ? "" : blank}${houseRule[cited]}`);
}
/** A number that a rule pack marks as `house` rests on no article. */
const houseRule: Label = { en: "the platform's own rule", zh: "本平台规定" };

function listOf({ type, data }: NewEvent, language: Language, nameOf: NameOf): (string | undefined)[] {
  const groundTexts = (grounds: readonly Ground[] = []) => grounds.map((ground) => groundText(ground, language));
  const clockText = ({ kind, dueAt }: Pick<CaseClock, "kind" | "dueAt">) =>
    `${clockKinds[kind][language]} ${deadline(dueAt)}`;
  switch (type) {
    case "repeat.found":
    case "repeats.checked":
      return [...new Set(data.caseIds.map((caseId) => caseName(caseId, language)))];
    case "info.requested":
      return data.missing;
    case "circumstances.noted":
      return data.circumstances.map((circumstance) => circumstances[circumstance][language]);
    case "case.triaged":
    case "eligibility.decided":
      return groundTexts(data.grounds);
    case "case.erasure_begun":
      return [
        retentionClasses[data.class][language],
        `${data.years} ${years[language]}`,
        lawSource(data.article, language),
      ];
    case "assignment.offered":
      return [nameOf(data.organisationId), routingRules[data.rule][language]];
    case "assignment.escalated":
      return [floors[data.floor][language]];
    case "repeat.withdrawn":
      return [caseName(data.caseId, language)];
    case "info.asked":
      return data.missing;
    case "referral.corrected":
      return correctedFacts(data, language, nameOf);
    case "assignment.released":
      return [nameOf(data.organisationId), passingReasons[data.obstacle][language]];
    case "grade.proposed":
      return [
        riskGrades[data.riskGrade][language],
        ...data.because.map((cause) => causeName(cause, language)),
        deadline(data.dueAt),
      ];
    case "grade.decided":
      return [`${riskGrades[data.before][language]} → ${riskGrades[data.riskGrade][language]}`];
    case "grade.raised":
      return [riskGrades[data.riskGrade][language]];
    case "meeting.convened":
      return [clockTime(data.meetAt), ...data.organisationIds.map(nameOf)];
    case "meeting.held":
      return [clockTime(data.heldAt), ...data.attended.map(nameOf), data.agreed];
    case "sending.accepted":
      return [data.ownNumber];
    case "assignment.moved":
      return [`${nameOf(data.organisationId)} → ${nameOf(data.to)}`];
    case "assignment.accepted":
    case "mediators.assigned":
      return [data.mediatorId, ...(data.coMediatorIds ?? [])].map((id) => id && nameOf(id));
    case "assignment.taken_back":
    case "assignment.lapsed":
    case "case.sent_on":
      return [nameOf(data.organisationId)];
    case "case.transferred":
      return [tracks[data.track][language], data.organisationId && nameOf(data.organisationId)];
    case "case.handed_over":
      return [`${nameOf(data.from)} → ${nameOf(data.place)}`, data.coordinatorId && nameOf(data.coordinatorId)];
    case "consent.recorded":
      return data.consents.map((consent) => consentText(consent, language));
    case "session.held":
      return [clockTime(data.heldAt)];
    case "mediation.extended":
    case "own_period.extended":
      return [clockText(data.clock)];
    case "own_period.paused":
      return [exclusionReasons[data.days.reason][language], `${data.days.from}–${data.days.to}`, clockText(data.clock)];
    case "suit.insisted":
      return [data.insistedOn];
    case "danger.reported":
      return [dangerKinds[data.kind][language], data.policeId && nameOf(data.policeId)];
    case "agreement.reached":
    case "agreement.corrected": {
      const { form, documentNumber, amountFen, effectiveAt } = data.agreement;
      return [agreementForms[form][language], documentNumber, yuan(amountFen), clockTime(effectiveAt)];
    }
    case "confirmation.filed":
      return [nameOf(data.courtId)];
    case "confirmation.granted":
      return [data.documentNumber];
    case "performance.started":
      return data.instalments.map(({ dueOn, amountFen }) => [dueOn, yuan(amountFen)].filter(Boolean).join("="));
    case "instalment.paid":
      return [`#${data.number}`, data.paidOn];
    case "visit.made":
      return [data.visitedOn, data.finding ?? ""].filter((text) => text !== "");
    case "performance.proved":
      return [data.performedOn];
    case "agreement.defaulted":
      return [data.defaultedOn];
    case "case.closed":
      return [
        closingOutcomes[data.outcome][language],
        data.article && lawSource(data.article, language),
        data.mergedInto && `${heading(language, "mergedInto")} ${data.mergedInto}`,
      ];
    case "deadline.warned":
    case "deadline.breached":
      return [clockText({ kind: data.clock, dueAt: data.dueAt })];
    case "referral.joined":
      return [sentAsText(data.referral, nameOf)];
    case "referral.recalled":
    case "referrer.withdrawn":
      return [sentAsText(data, nameOf)];
    case "referral.sent_again":
      return [sentAsText(data, nameOf), data.caseId];
    case "referrals.parted":
      return data.referrals.map((referral) => sentAsText(referral, nameOf));
    case "case.submitted":
    case "info.supplied":
    case "routing.requested":
    case "assignment.declined":
    case "consent.sought":
    case "mediation.started":
    case "mediation.suspended":
    case "mediation.resumed":
    case "danger.reminded":
    case "danger.acknowledged":
    case "confirmation.docketed":
    case "confirmation.extended":
    case "confirmation.refused":
    case "confirmation.withdrawn":
    case "recall.acknowledged":
    case "sending.returned":
    case "sending.acknowledged":
    case "case.unmerged":
    case "clocks.recomputed":
    case "result.reminded":
    case "result.acknowledged":
    case "case.erased":
    case "case.archived":
    case "case.reopened":
      return [];
  }
}

const years: Label = { en: "years", zh: "年" };

/** A case by its id, but for one of which the reader may not know. */
const caseName = (caseId: string, language: Language): string => (caseId === nobodysCase ? others[language] : caseId);
const others: Label = { en: "another body's case", zh: "其他单位的案件" };

const causeName = (cause: Circumstance | DangerKind, language: Language): string =>
  (isCircumstance(cause) ? circumstances[cause] : dangerKinds[cause])[language];
const isCircumstance = (cause: Circumstance | DangerKind): cause is Circumstance => cause in circumstances;

type Correction = Extract<NewEvent, { type: "referral.corrected" }>["data"];
/** What was corrected, from what it was to what it is; of what is sealed only its name. */
function correctedFacts({ before, sealed = [], ...data }: Correction, language: Language, nameOf: NameOf): string[] {
  const label = fieldLabels("correct-referral");
  const change = (field: keyof typeof before, show: (value: string) => string = String): string[] => {
    const [was, is] = [before[field], data[field]];
    if (is === undefined) return [];
    return [`${label[field][language]} ${was === undefined ? "" : `${show(String(was))} `}→ ${show(String(is))}`];
  };
  return [
    ...change("category", (code) => nameIn(categories, code, language)),
    ...change("place", nameOf),
    ...change("amountFen", (amount) => yuan(Number(amount))),
    ...change("riskGrade", (grade) => nameIn(riskGrades, grade, language)),
    ...sealed.map((field) => label[field][language]),
  ];
}

const consentText = ({ party, answer, channel, at }: Consent, language: Language): string =>
  `${heading(language, "party")} ${party} ${consentAnswers[answer][language]}${inBrackets(listed([consentChannels[channel][language], clockTime(at)], language), language)}`;

const sentAsText = (
  { agencyId, sourceNumber }: Pick<SentAs, "agencyId"> & { sourceNumber?: string },
  nameOf: NameOf,
): string => [nameOf(agencyId), sourceNumber].filter((part) => part !== undefined).join(" ");
