import { routes } from "../../../contracts/routes.ts";
import { confirmationSubject } from "../../../domain/codes.ts";
import { confirmationExtensionReason, confirmationRefusalReason } from "../../../domain/reasons.ts";
import { type Step, step } from "../step.ts";
import { at, instantOrNow, lateReason, note, RequiredOption, reasonOf } from "./options.ts";

/** Confirmation of an agreement: the body applies, the court decides. */
export const courtSteps: readonly Step[] = [
  step(
    "file-confirmation",
    routes.fileConfirmation,
    [
      new RequiredOption("--court <organisation>", "the court that decides"),
      new RequiredOption("--subject <subject>", "what the agreement is about").choices(confirmationSubject.options),
      new RequiredOption("--applicant <number...>", "the parties who apply; all must"),
      at("when they applied"),
    ],
    ({ court, subject, applicant, at: time }, session) => ({
      courtId: court,
      subject,
      filedAt: instantOrNow(time, session),
      applicants: applicant?.map(Number),
    }),
    (client, target, body) => client.fileConfirmation({ ...target, body }),
  ),
  step(
    "docket-confirmation",
    routes.docketConfirmation,
    [lateReason],
    ({ lateReason: late }) => ({ lateReason: late }),
    (client, target, body) => client.docketConfirmation({ ...target, body }),
  ),
  step(
    "extend-confirmation",
    routes.extendConfirmation,
    [reasonOf(confirmationExtensionReason.options), note],
    ({ reason, note: said }) => ({ reason, note: said }),
    (client, target, body) => client.extendConfirmation({ ...target, body }),
  ),
  step(
    "grant-confirmation",
    routes.grantConfirmation,
    [new RequiredOption("--document <number>", "number of the ruling"), lateReason],
    ({ document, lateReason: late }) => ({ documentNumber: document, lateReason: late }),
    (client, target, body) => client.grantConfirmation({ ...target, body }),
  ),
  step(
    "refuse-confirmation",
    routes.refuseConfirmation,
    [
      reasonOf(confirmationRefusalReason.options),
      note,
      new RequiredOption("--next <next>", "mediate again, or void").choices(["mediating", "void"]),
      lateReason,
    ],
    ({ reason, note: said, next, lateReason: late }) => ({ reason, note: said, next, lateReason: late }),
    (client, target, body) => client.refuseConfirmation({ ...target, body }),
  ),
];
