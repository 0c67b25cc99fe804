import { Option } from "commander";
import { routes } from "../../../contracts/routes.ts";
import { circumstance } from "../../../domain/codes.ts";
import { assignmentReason } from "../../../domain/reasons.ts";
import { type Step, step } from "../step.ts";
import { note, numberOf, RequiredOption, reasonOf } from "./options.ts";

/** From the referral to a body that is asked. */
export const intakeSteps: readonly Step[] = [
  step(
    "ask-for-info",
    routes.askForInfo,
    [new RequiredOption("--missing <text...>", "what the referral lacks")],
    ({ missing }) => ({ missing }),
    (client, target, body) => client.askForInfo({ ...target, body }),
  ),
  step(
    "supply-info",
    routes.supplyInfo,
    [
      note,
      new Option("--place <code>", "division code of the place of the dispute"),
      new Option("--amount-fen <fen>", "what is in dispute, in fen; parties go into --body"),
    ],
    ({ note: said, place, amountFen }) => ({ note: said, place, amountFen: numberOf(amountFen) }),
    (client, target, body) => client.supplyInfo({ ...target, body }),
  ),
  step(
    "not-accept",
    routes.notAccept,
    [
      new RequiredOption("--article <text>", "the article of law it rests on"),
      new RequiredOption("--note <text>", "why, and which other routes the parties have"),
    ],
    ({ article, note: said }) => ({ article, note: said }),
    (client, target, body) => client.notAccept({ ...target, body }),
  ),
  step(
    "note-circumstances",
    routes.noteCircumstances,
    [new RequiredOption("--circumstance <code...>", "what has been found").choices(circumstance.options)],
    ({ circumstance: found }) => ({ circumstances: found }),
    (client, target, body) => client.noteCircumstances({ ...target, body }),
  ),
  step(
    "allow-mediation",
    routes.allowMediation,
    [new RequiredOption("--reason <text>", "why it may be mediated all the same")],
    ({ reason }) => ({ reason }),
    (client, target, body) => client.allowMediation({ ...target, body }),
  ),
  step(
    "assign <organisation>",
    routes.assign,
    [reasonOf(assignmentReason.options), note, new Option("--override", "also to a body that declined or kept silent")],
    ({ other, reason, note: said, override }) => ({ organisationId: other, reason, note: said, override }),
    (client, target, body) => client.assign({ ...target, body }),
  ),
];
