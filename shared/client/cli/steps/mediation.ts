import { Option } from "commander";
import { routes } from "../../../contracts/routes.ts";
import { agreementForm, dangerKind } from "../../../domain/codes.ts";
import { failureReason, suspensionReason, withdrawalReason } from "../../../domain/reasons.ts";
import { bare, type Step, step } from "../step.ts";
import {
  asked,
  at,
  instantOf,
  instantOrNow,
  lateReason,
  note,
  numberOf,
  parties,
  RequiredOption,
  reasonOf,
} from "./options.ts";

/** Consent, sessions, pauses, and how mediation ends. */
export const mediationSteps: readonly Step[] = [
  step(
    "seek-consent",
    routes.seekConsent,
    [lateReason],
    ({ lateReason: late }) => ({ lateReason: late }),
    (client, target, body) => client.seekConsent({ ...target, body }),
  ),
  step(
    "record-consent",
    routes.recordConsent,
    [
      parties("which parties answered"),
      new RequiredOption("--answer <answer>", "what they answered").choices(["consented", "refused"]),
      asked,
      at("when they answered"),
    ],
    ({ party = [], answer, channel, at: time }, session) => ({
      consents: party.map((number) => ({ party: Number(number), answer, channel, at: instantOrNow(time, session) })),
    }),
    (client, target, body) => client.recordConsent({ ...target, body }),
  ),
  step(
    "record-session",
    routes.recordSession,
    [at("when it was held")],
    ({ at: time }, session) => ({ heldAt: instantOrNow(time, session) }),
    (client, target, body) => client.recordSession({ ...target, body }),
  ),
  step(
    "suspend",
    routes.suspend,
    [reasonOf(suspensionReason.options), note],
    ({ reason, note: said }) => ({ reason, note: said }),
    (client, target, body) => client.suspend({ ...target, body }),
  ),
  bare("resume", routes.resume, (client, target, body) => client.resume({ ...target, body })),
  step(
    "extend",
    routes.extend,
    [
      new RequiredOption("--due-on <day>", "the new last day, YYYY-MM-DD"),
      parties("who agrees; all must"),
      asked,
      at("when they agreed"),
    ],
    ({ dueOn, party = [], channel, at: time }, session) => ({
      dueOn,
      consents: party.map((number) => ({ party: Number(number), channel, at: instantOrNow(time, session) })),
    }),
    (client, target, body) => client.extend({ ...target, body }),
  ),
  step(
    "report-danger",
    routes.reportDanger,
    [
      new RequiredOption("--kind <kind>", "what threatens").choices(dangerKind.options),
      new RequiredOption("--police <organisation>", "the police station that is told"),
      note,
    ],
    ({ kind, police, note: said }) => ({ kind, policeId: police, note: said }),
    (client, target, body) => client.reportDanger({ ...target, body }),
  ),
  bare("acknowledge-danger", routes.acknowledgeDanger, (client, target, body) =>
    client.acknowledgeDanger({ ...target, body }),
  ),
  step(
    "record-agreement",
    routes.recordAgreement,
    [
      new RequiredOption("--form <form>", "how it was made").choices(agreementForm.options),
      new RequiredOption("--document <number>", "number of the agreement"),
      new Option("--signed <time...>", "written: when each party signed"),
      new Option("--sealed <time>", "written: when the committee sealed it"),
      at("oral: when it was made"),
      new Option("--amount-fen <fen>", "what is to be paid, in fen"),
      new Option("--perform-by <day>", "until when it is to be performed"),
      lateReason,
    ],
    ({ form, document, signed, sealed, at: time, amountFen, performBy, lateReason: late }, session) => ({
      form,
      documentNumber: document,
      amountFen: numberOf(amountFen),
      performBy,
      lateReason: late,
      ...(form === "oral"
        ? { agreedAt: instantOrNow(time, session) }
        : { signedAt: signed?.map(instantOf), sealedAt: sealed === undefined ? undefined : instantOf(sealed) }),
    }),
    (client, target, body) => client.recordAgreement({ ...target, body }),
  ),
  step(
    "fail",
    routes.fail,
    [reasonOf(failureReason.options), note],
    ({ reason, note: said }) => ({ reason, note: said }),
    (client, target, body) => client.fail({ ...target, body }),
  ),
  step(
    "withdraw",
    routes.withdraw,
    [reasonOf(withdrawalReason.options), note],
    ({ reason, note: said }) => ({ reason, note: said }),
    (client, target, body) => client.withdraw({ ...target, body }),
  ),
];
