import { Option } from "commander";
import { routes } from "../../../contracts/routes.ts";
import { track } from "../../../domain/codes.ts";
import { declineReason, escalationReason, transferReason } from "../../../domain/reasons.ts";
import { type Step, step } from "../step.ts";
import { note, RequiredOption, reasonOf } from "./options.ts";

/** A body's answer to an offer, and passing the case on. */
export const assignmentSteps: readonly Step[] = [
  step(
    "accept",
    routes.accept,
    [
      new Option("--mediator <mediator>", "who will lead the mediation"),
      new Option("--co-mediator <mediator...>", "who will help the one who leads"),
    ],
    ({ mediator, coMediator }) => ({ mediatorId: mediator, coMediatorIds: coMediator }),
    (client, target, body) => client.accept({ ...target, body }),
  ),
  step(
    "decline",
    routes.decline,
    [reasonOf(declineReason.options), note],
    ({ reason, note: said }) => ({ reason, note: said }),
    (client, target, body) => client.decline({ ...target, body }),
  ),
  step(
    "escalate",
    routes.escalate,
    [
      new RequiredOption("--to <level>", "how high").choices(["town", "county"]),
      reasonOf(escalationReason.options),
      note,
      new Option("--parties-agree", "the parties agree; needed once mediation is under way"),
    ],
    ({ to, reason, note: said, partiesAgree }) => ({ to, reason, note: said, partiesAgree }),
    (client, target, body) => client.escalate({ ...target, body }),
  ),
  step(
    "transfer <organisation>",
    routes.transfer,
    [
      new RequiredOption("--track <track>", "which kind of mediation").choices(track.options),
      reasonOf(transferReason.options),
      note,
    ],
    ({ other, track: kind, reason, note: said }) => ({ organisationId: other, track: kind, reason, note: said }),
    (client, target, body) => client.transfer({ ...target, body }),
  ),
];
