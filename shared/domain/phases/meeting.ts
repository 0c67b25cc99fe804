import * as z from "zod";
import { bodiesOf } from "../audience.ts";
import { body, note } from "../body.ts";
import { instant, organisationId } from "../case.ts";
import { beforeClose, type CaseState } from "../case-state.ts";
import { notInFuture } from "../checks.ts";
import { CommandError } from "../command-error.ts";
import { event } from "../event.ts";
import { informing } from "../evolution.ts";
import { given } from "../given.ts";
import { once } from "../once.ts";
import { bodiesAndCoordinator } from "../told.ts";
import { verb } from "../verb.ts";

// The coordinator convenes bodies of the three kinds of mediation on a case (会商) and records what they agreed on.

const organisationIds = once(() =>
  z
    .array(organisationId())
    .min(1)
    .max(20)
    .refine((ids) => new Set(ids).size === ids.length, { error: "organisation-twice" }),
);

const sameIds = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

export const meetingVerbs = {
  "convene-meeting": verb({
    words: { en: "Convene a joint meeting of bodies on a case", zh: "召集会商" },
    transition: 20,
    by: ["coordinator"],
    from: beforeClose,
    body: () =>
      body({
        organisationIds: organisationIds().describe("Bodies of people's, administrative or judicial mediation"),
        meetAt: instant(),
        note: note().exactOptional().describe("What is to be talked over. Name nobody in it"),
      }),
    names: { organisationIds: "mediation-body" },
    isRepeat: ({ organisationIds: ids, meetAt }, { meeting }) =>
      meeting !== undefined && meeting.meetAt === meetAt && sameIds(meeting.organisationIds, ids),
    events: ({ organisationIds: ids, meetAt, note: said }, { coordinatorId }, { at, by }) => {
      if (Date.parse(meetAt) <= Date.parse(at)) {
        throw new CommandError("time-in-past", "a meeting is convened before it is held", { path: "/meetAt" });
      }
      // A case that no coordinator had to do with yet has one from now on, who owes the record.
      const owing = given("coordinatorId", coordinatorId === undefined ? by.organisationId : undefined);
      const data = { organisationIds: [...ids], meetAt, ...owing, ...given("note", said) };
      return [{ type: "meeting.convened", data }];
    },
  }),

  "record-meeting": verb({
    words: { en: "Record the joint meeting", zh: "登记会商结果" },
    transition: 20,
    by: ["coordinator"],
    from: beforeClose,
    settles: "record-meeting",
    body: () =>
      body({
        heldAt: instant(),
        attended: organisationIds().describe("Who attended, of those convened and the bodies of the case"),
        agreed: note().describe("What was agreed. Kept in the history: name nobody in it"),
      }),
    isOpen: ({ meeting }) => meeting !== undefined,
    isRepeat: (_, { meeting }) => meeting === undefined,
    events: ({ heldAt, attended, agreed }, state, { at, by }) => {
      notInFuture(heldAt, "/heldAt", at);
      // Those who were convened have been drawn in.
      const here = [...bodiesOf(state), by.organisationId];
      const stranger = attended.findIndex((id) => !here.includes(id));
      if (stranger !== -1) {
        throw new CommandError("not-convened", "neither convened nor a body of the case", {
          path: `/attended/${stranger}`,
        });
      }
      const absent = state.meeting?.organisationIds.filter((id) => !attended.includes(id));
      const data = {
        heldAt,
        attended: [...attended],
        agreed,
        ...given("absent", absent?.length === 0 ? undefined : absent),
      };
      return [{ type: "meeting.held", data }];
    },
  }),
};

const text = once(() => z.string().max(500));

export const meetingEvents = {
  "meeting.convened": event({
    words: { zh: "召集会商", en: "Joint meeting convened" },
    data: () => ({
      organisationIds: z.array(organisationId()).min(1),
      meetAt: instant(),
      coordinatorId: organisationId().exactOptional(),
      note: text().exactOptional(),
    }),
    on: beforeClose,
    told: bodiesAndCoordinator,
    deadline: ({ meetAt }) => meetAt,
    evolve: (state, { data: { organisationIds: ids, meetAt, coordinatorId } }) => ({
      // They may look at what they are to talk about.
      ...ids.reduce<CaseState>(informing, state),
      ...given("coordinatorId", coordinatorId ?? state.coordinatorId),
      meeting: { organisationIds: ids, meetAt },
    }),
  }),

  "meeting.held": event({
    words: { zh: "会商结果", en: "Joint meeting held" },
    data: () => ({
      heldAt: instant(),
      attended: z.array(organisationId()).min(1),
      absent: z.array(organisationId()).min(1).exactOptional(),
      agreed: text(),
    }),
    on: beforeClose,
    told: bodiesAndCoordinator,
    evolve: ({ meeting: _, ...state }) => state,
  }),
};
