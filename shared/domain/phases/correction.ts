import * as z from "zod";
import { amountFen, body, note } from "../body.ts";
import { type Actor, type Consent, type Dispute, dispute, organisationId } from "../case.ts";
import { type CaseState, isWithBody, unaskedOf, withBody } from "../case-state.ts";
import { categoryCode, riskGrade } from "../codes.ts";
import { CommandError } from "../command-error.ts";
import { divisionCode } from "../division.ts";
import { event } from "../event.ts";
import type { NewEvent } from "../events.ts";
import { waiting, withUnasked } from "../evolution.ts";
import type { Facts } from "../facts.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { countOf, parties } from "../party.ts";
import { released } from "../released.ts";
import { obstacles } from "../routing-rules.ts";
import { countyOf } from "../scope.ts";
import { bodiesAndCoordinator } from "../told.ts";
import { verb } from "../verb.ts";
import { handedOver, isBeforeAgreement } from "./hand-over.ts";

// A body asks for what a referral lacks and keeps the case meanwhile; what was said of the dispute is put right.

const concluded = ["agreed", "confirming", "performing"] as const;
const withHolder = [...withBody, ...concluded] as const;
/** The states in which a referral can be corrected, and a question of the body answered. */
export const correctable = ["triage", ...withHolder] as const;
const text = once(() => z.string().max(500));

/** What of a dispute is in the open; parties and summary are sealed. */
const open = ["category", "place", "amountFen", "riskGrade"] as const;
const openFields = () => {
  const { category, place, amountFen: amount, riskGrade: grade } = dispute().shape;
  return { category: category.exactOptional(), place, amountFen: amount, riskGrade: grade.exactOptional() };
};
type Open = Partial<Pick<Dispute, (typeof open)[number]>>;
const openOf = (from: Open): Open => ({
  ...given("category", from.category),
  ...given("place", from.place),
  ...given("amountFen", from.amountFen),
  ...given("riskGrade", from.riskGrade),
});

export const correctionVerbs = {
  "request-info": verb({
    words: { en: "Ask the referrer for what is missing", zh: "请移送机关补充信息（不退案）" },
    transition: 2,
    by: ["holder"],
    from: withHolder,
    body: () => body({ missing: z.array(note()).min(1).max(20) }),
    isRepeat: ({ missing }, { infoAsked = [] }) => missing.every((one) => infoAsked.includes(one)),
    events: ({ missing }, _, { by }) => [
      { type: "info.asked", data: { organisationId: by.organisationId, missing: [...missing] } },
    ],
  }),

  "correct-referral": verb({
    words: { en: "Correct or complete the referral", zh: "更正或补充移送信息" },
    transition: 2,
    by: ["referrer", "coordinator", "former-coordinator"],
    from: correctable,
    settles: "answer-question",
    body: () =>
      body({
        reason: note().describe("Why it is corrected, or the answer. Kept in the history: name nobody in it"),
        category: categoryCode().exactOptional(),
        place: divisionCode().exactOptional(),
        amountFen: amountFen().exactOptional(),
        riskGrade: riskGrade().exactOptional(),
        summary: z.string().trim().min(1).max(2000).exactOptional().describe("Sealed like the first one"),
        parties: parties()
          .exactOptional()
          .describe("All parties again, those who are added at the end; sealed like the first ones"),
      }),
    looksUp: ["fit", "receiver", "station"],
    // Sealed fields are not in the state: the same words are recognised by their fingerprint alone.
    isRepeat: (command, { corrected, dispute: known, infoAsked }, { by }) =>
      !(infoAsked !== undefined && answers(by)) &&
      command.parties === undefined &&
      command.summary === undefined &&
      corrected?.reason === command.reason &&
      corrected.organisationId === by.organisationId &&
      open.every((field) => !differs(field, openOf(command), known)),
    events: (command, state, { by }) => {
      const said = openOf(command);
      const { parties: known, summary, reason, facts } = command;
      const sealed = (["parties", "summary"] as const).filter((field) => command[field] !== undefined);
      const isAnswer = state.infoAsked !== undefined && answers(by);
      const isNew =
        summary !== undefined || known !== undefined || open.some((field) => differs(field, said, state.dispute));
      if (!isNew && !isAnswer)
        throw new CommandError("nothing-corrected", "nothing is said that the case does not say", { path: "" });
      const data = {
        reason,
        ...said,
        before: whatWas(said, state.dispute),
        ...given("sealed", sealed.length === 0 ? undefined : sealed),
        ...(known === undefined ? {} : countOf(known)),
      };
      const gone = leaving(command.place, state, facts);
      const agrees = gone.length === 0 && isAllThatConsented(state, known?.length ?? 0);
      const begins: NewEvent[] = agrees ? [{ type: "mediation.started", data: {} }] : [];
      return [{ type: "referral.corrected", data }, ...gone, ...begins];
    },
  }),
};

/** Whether nobody is left to ask once there are no more parties than these; 0 where their number stays. */
const isAllThatConsented = (state: CaseState, partyCount: number): boolean =>
  state.status === "seeking_consent" && partyCount > 0 && stillThere(state.consents, partyCount).length === partyCount;

const stillThere = (consents: readonly Consent[], partyCount: number): Consent[] =>
  consents.filter(({ party }) => party <= partyCount);

/** The body asks the referrer; what the coordinator corrects is no answer. */
const answers = ({ role }: Pick<Actor, "role">): boolean => role !== "coordinator";

/**
 * What a correction makes of where the case lies. A place in another county brings it there, as a hand-over does, while nothing
 * is agreed and somebody coordinates that county; otherwise it stays, and only the body may no longer fit.
 */
function leaving(
  place: string | undefined,
  state: CaseState,
  facts: Pick<Facts, "fit" | "receiver" | "station">,
): NewEvent[] {
  if (
    place !== undefined &&
    facts.receiver !== undefined &&
    countyOf(place) !== state.county &&
    isBeforeAgreement(state)
  ) {
    const { receiver, station } = facts;
    return handedOver(state, { place, receiver, reason: "place_elsewhere" }, station);
  }
  return isWithBody(state) ? released(state, facts.fit) : [];
}

/** What stood in the fields that are corrected. */
const whatWas = (said: Open, known: Dispute): Open => ({
  ...given("category", said.category === undefined ? undefined : known.category),
  ...given("place", said.place === undefined ? undefined : known.place),
  ...given("amountFen", said.amountFen === undefined ? undefined : known.amountFen),
  ...given("riskGrade", said.riskGrade === undefined ? undefined : known.riskGrade),
});

const differs = (field: (typeof open)[number], said: Open, known: Dispute): boolean =>
  said[field] !== undefined && said[field] !== known[field];

/** Parties who were added are asked like the others; what those said who are no longer parties does not count. */
function askingAdded(state: CaseState, countBefore: number): CaseState {
  const { partyCount } = state.dispute;
  if (state.status === "seeking_consent") return { ...state, consents: stillThere(state.consents, partyCount) };
  if (state.status === "suspended" && state.before !== undefined) {
    return { ...state, ...given("consents", state.consents && stillThere(state.consents, partyCount)) };
  }
  if (state.status !== "mediating" && state.status !== "suspended") return state;
  const all = Array.from({ length: partyCount }, (_, index) => index + 1);
  const unasked = unaskedOf(state);
  return withUnasked(
    state,
    all.filter((party) => party > countBefore || unasked.includes(party)),
  );
}

export const correctionEvents = {
  "info.asked": event({
    words: { zh: "请求补充信息", en: "Asked the referrer for what is missing" },
    data: () => ({ organisationId: organisationId(), missing: z.array(text()).min(1) }),
    on: withHolder,
    evolve: (state, { data }) => ({
      ...state,
      infoAsked: [...new Set([...(state.infoAsked ?? []), ...data.missing])],
    }),
  }),

  "referral.corrected": event({
    words: { zh: "更正移送信息", en: "Referral corrected" },
    data: () => {
      const { partyCount, partyPlaces } = dispute().shape;
      return {
        reason: text(),
        ...openFields(),
        before: z.strictObject(openFields()),
        sealed: z
          .array(z.enum(["parties", "summary"]))
          .min(1)
          .exactOptional(),
        partyCount: partyCount.exactOptional(),
        partyPlaces: partyPlaces.exactOptional(),
      };
    },
    figures: "change",
    on: correctable,
    told: bodiesAndCoordinator,
    // The router asks again which earlier disputes have the same parties.
    asksForRouting: true,
    evolve: (state, { by, data: { reason, before: _, sealed = [], ...changes } }) => {
      const { infoAsked, gradeProposal, ...rest } = state;
      const isRehashed = sealed.includes("parties") || changes.category !== undefined;
      const corrected: CaseState = {
        ...rest,
        ...given("infoAsked", answers(by) ? undefined : infoAsked),
        ...given("gradeProposal", changes.riskGrade === undefined ? gradeProposal : undefined),
        ...(isRehashed ? ({ linksToCheck: true } as const) : {}),
        corrected: { organisationId: by.organisationId, reason },
        dispute: { ...state.dispute, ...changes },
      };
      return askingAdded(corrected, state.dispute.partyCount);
    },
  }),

  "assignment.released": event({
    words: { zh: "不再适合承办，重新分派", en: "The body no longer fits; routed again" },
    data: () => ({ organisationId: organisationId(), obstacle: z.enum(obstacles) }),
    on: withBody,
    asksForRouting: true,
    evolve: (state, { at, data }) => waiting(state, at, data.organisationId),
  }),
};
