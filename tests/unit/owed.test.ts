import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CaseState } from "../../shared/domain/case-state.ts";
import { verbsOpenTo } from "../../shared/domain/decide.ts";
import { type Obligation, obligations } from "../../shared/domain/obligations.ts";
import { owedBeside, owedBy, placeOf } from "../../shared/domain/owed.ts";
import type { VerbName } from "../../shared/domain/verbs.ts";
import { obligationNames } from "../../shared/words/lists.ts";
import { everybody, walk } from "../support/case-walk.ts";
import {
  acknowledged,
  archived,
  clock,
  confirmation,
  confirming,
  court,
  everyCase,
  failed,
  justiceBureau,
  mediating,
  merged,
  needsInfo,
  now,
  offered,
  performed,
  police,
  recalled,
  referral,
  sentOn,
  submitted,
  town,
  triage,
} from "../support/cases.ts";

const petition = "petition-office";
/** Who owes what, in short. */
const shortly = (state: CaseState): string[] =>
  owedBy(state).map(({ organisationId, what }) => `${organisationId} ${what}`);

describe("a duty", () => {
  it.each<[string, CaseState, string[]]>([
    ["of a new case", submitted(), []],
    [
      "of one that lacks something",
      needsInfo(),
      [`${police.organisationId} supply-info`, `${justiceBureau.organisationId} wait-for-info`],
    ],
    ["of one that waits for a body", triage(), [`${justiceBureau.organisationId} assign`]],
    ["of an offer", offered(), [`${town.organisationId} answer-offer`]],
    ["of a mediation", mediating(), [`${town.organisationId} mediate`]],
    [
      "of a mediation that waits for a decision and for an answer",
      mediating({
        grounds: [{ circumstance: "reserved_by_law", verdict: "review", article: "样例" }],
        infoAsked: ["地点"],
        gradeProposal: { riskGrade: "red", dueAt: now },
        meeting: { organisationIds: ["court"], meetAt: now },
      }),
      [
        `${police.organisationId} answer-question`,
        `${justiceBureau.organisationId} decide-eligibility`,
        `${justiceBureau.organisationId} decide-grade`,
        `${justiceBureau.organisationId} record-meeting`,
        `${town.organisationId} mediate`,
      ],
    ],
    [
      "of a danger that two stations know of, one of which has said so",
      mediating({
        dangerReports: [
          { kind: "crime", policeId: "police-1", unsignedSince: now },
          { kind: "crime", policeId: "police-2" },
        ],
      }),
      ["police-1 acknowledge-danger", `${town.organisationId} mediate`],
    ],
    [
      "of an application to the court",
      confirming(),
      [`${court.organisationId} docket-confirmation`, `${town.organisationId} perform`],
    ],
    [
      "of one that the court has docketed",
      confirming({ confirmation: confirmation({ docketedAt: now }) }),
      [`${court.organisationId} decide-confirmation`, `${town.organisationId} perform`],
    ],
    [
      "of a result that two agencies wait for, one of which has it",
      performed({
        referrals: [referral({ acknowledgedAt: now }), referral({ agencyId: petition, channel: "petition" })],
      }),
      [`${petition} acknowledge-result`],
    ],
    ["of a closed loop", acknowledged(performed()), []],
    ["of an archived case", archived(), []],
    ["of a merged case", merged(), []],
    [
      "of a recalled case",
      recalled({ recallOpen: town.organisationId }),
      [`${town.organisationId} acknowledge-recall`],
    ],
  ])("%s", (_, state, expected) => {
    expect(shortly(state)).toEqual(expected);
  });

  it("of a sending: the answer of the one, then the acknowledgement of the other", () => {
    const sent = sentOn();
    const [{ from, to } = { from: "", to: "" }] = sent.sendings ?? [];
    expect(shortly(sent)).toContain(`${to} answer-sending`);
    expect(shortly(sent)).not.toContain(`${from} acknowledge-sending`);
    const answered = sentOn({ answer: "accepted" });
    expect(shortly(answered)).toContain(`${from} acknowledge-sending`);
    expect(shortly(answered)).not.toContain(`${to} answer-sending`);
    expect(shortly(sentOn({ answer: "accepted", acknowledgedAt: now }))).not.toContain(`${from} acknowledge-sending`);
  });

  it("in a period of its own, by the agency of the channel that has it, until it has passed in a case that is over", () => {
    const referrals: [ReturnType<typeof referral>, ...ReturnType<typeof referral>[]] = [
      referral(),
      referral({ agencyId: petition, channel: "petition" }),
    ];
    const own = `${petition} own-period`;
    const running = clock("petition-answer");
    expect(shortly(mediating({ referrals, senderClocks: [running] }))).toContain(own);
    expect(shortly(mediating({ referrals, senderClocks: [running] }))).not.toContain(
      `${police.organisationId} own-period`,
    );
    const passed = { ...running, breached: true as const };
    expect(shortly(mediating({ referrals, senderClocks: [passed] }))).toContain(own);
    expect(shortly(failed({ referrals, senderClocks: [running] }))).toContain(own);
    expect(shortly(failed({ referrals, senderClocks: [passed] }))).not.toContain(own);
  });

  it("once, however many referrals an agency has in the case", () => {
    const twice = performed({ referrals: [referral(), referral({ sourceNumber: "样例2" })] });
    expect(shortly(twice)).toEqual([`${police.organisationId} acknowledge-result`]);
  });

  it("by nobody, where nobody coordinates the county", () => {
    const { coordinatorId: _, ...alone } = triage();
    expect(shortly(alone)).toEqual([]);
  });

  it.each(obligations)("has a name: %s", (what) => {
    expect(obligationNames[what].zh).toMatch(/\p{Script=Han}/u);
    expect(obligationNames[what].en).toMatch(/[A-Za-z]/);
  });
});

describe("the list of what is owed", () => {
  it("stands by due time, by since when it presses, or last", () => {
    expect(placeOf({ dueAt: now, since: "2026-01-01T00:00:00.000Z" })).toBe(now);
    expect(placeOf({ since: now })).toBe(now);
    expect(placeOf({}) > "9999").toBe(true);
  });

  it("has an organisation once for each case, by the earliest, and not who holds the case", () => {
    const referrals: [ReturnType<typeof referral>] = [referral({ channel: "petition" })];
    const later = clock("petition-answer", { dueAt: "2026-05-06T16:00:00.000Z" });
    const state = needsInfo({ referrals, senderClocks: [later], clocks: [clock("supply-info")] });
    const supply = clock("supply-info").dueAt;
    expect([...owedBeside(state, justiceBureau.organisationId)]).toEqual([[police.organisationId, supply]]);
    const sooner = { ...later, dueAt: "2026-03-04T16:00:00.000Z" };
    expect([...owedBeside({ ...state, senderClocks: [sooner] }, justiceBureau.organisationId)]).toEqual([
      [police.organisationId, sooner.dueAt],
    ]);
    expect(owedBeside(state, undefined).has(justiceBureau.organisationId)).toBe(true);
  });
});

/** By which steps each thing is done, and by no other way; the rest can be taken without being owed. */
const steps: Readonly<Partial<Record<VerbName, readonly Obligation[]>>> = {
  "acknowledge-danger": ["acknowledge-danger"],
  "supply-info": ["supply-info"],
  accept: ["answer-offer"],
  decline: ["answer-offer"],
  "acknowledge-recall": ["acknowledge-recall"],
  "docket-confirmation": ["docket-confirmation"],
  "grant-confirmation": ["docket-confirmation", "decide-confirmation"],
  "refuse-confirmation": ["docket-confirmation", "decide-confirmation"],
  "record-meeting": ["record-meeting"],
  "accept-sending": ["answer-sending"],
  "return-sending": ["answer-sending"],
  "acknowledge-sending": ["acknowledge-sending"],
  "acknowledge-result": ["acknowledge-result"],
  "record-session": ["mediate"],
  "record-agreement": ["mediate"],
  "complete-performance": ["perform"],
};
/** The steps by which what is owed can be done, one of which is open to who owes it. */
const ways: Readonly<Record<Obligation, readonly VerbName[]>> = {
  "acknowledge-danger": ["acknowledge-danger"],
  "supply-info": ["supply-info"],
  "answer-question": ["correct-referral"],
  "answer-offer": ["accept", "decline"],
  "acknowledge-recall": ["acknowledge-recall"],
  assign: ["assign", "not-accept"],
  "decide-eligibility": ["allow-mediation", "not-accept"],
  "decide-grade": ["decide-grade"],
  "docket-confirmation": ["docket-confirmation"],
  "decide-confirmation": ["grant-confirmation"],
  "record-meeting": ["record-meeting"],
  "answer-sending": ["accept-sending"],
  mediate: ["seek-consent", "record-consent", "record-session", "resume"],
  perform: ["complete-performance", "withdraw-confirmation"],
  "wait-for-info": ["not-accept"],
  "acknowledge-result": ["acknowledge-result"],
  "acknowledge-sending": ["acknowledge-sending"],
  "own-period": [],
};

describe("in any life of a case", () => {
  it("an organisation that does its duty by a step that is open to it owed that", () =>
    fc.assert(
      fc.property(walk(), (all) => {
        for (const { before, by, command, newEvents } of all) {
          if (before === undefined || command.type === "submit" || newEvents.length === 0) continue;
          const verb = command.type;
          const whats = steps[verb];
          if (whats === undefined || !verbsOpenTo(before, by).includes(verb)) continue;
          const owed = owedBy(before).filter(({ organisationId }) => organisationId === by.organisationId);
          expect([verb, before.status, owed.some(({ what }) => whats.includes(what))]).toEqual([
            verb,
            before.status,
            true,
          ]);
        }
      }),
      { numRuns: 300 },
    ));

  it("an organisation that owes something can do it", () =>
    fc.assert(
      fc.property(walk(), (all) => {
        for (const { after } of all) {
          for (const { organisationId, what } of owedBy(after)) {
            const actor = everybody.find((each) => each.organisationId === organisationId);
            if (actor === undefined || ways[what].length === 0) continue;
            const open = verbsOpenTo(after, actor);
            expect([after.status, what, ways[what].some((way) => open.includes(way))]).toEqual([
              after.status,
              what,
              true,
            ]);
          }
        }
      }),
      { numRuns: 300 },
    ));

  it("is tried in every state", () => {
    expect(new Set(everyCase.flatMap(owedBy).map(({ what }) => what)).size).toBeGreaterThan(4);
  });
});
