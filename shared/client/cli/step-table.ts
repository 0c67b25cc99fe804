import { Option } from "commander";
import { routes } from "../../contracts/routes.ts";
import { agreementForm, declineReason, failureReason } from "../../domain/codes.ts";
import { UsageError } from "./failure.ts";
import type { Session } from "./session.ts";
import { bare, type Step, step } from "./step.ts";

const note = new Option("--note <text>", "what else is to be said");
const reasonOf = (codes: readonly string[]) => new Option("--reason <code>", "why").choices(codes);
const at = (what: string) =>
  new Option("--at <time>", `${what}: RFC 3339, or 2026-07-01T09:30 in China's time; now, when absent`);

/** An instant as people give it: with an offset, or else in China's time. */
function instantOf(given: string): string {
  const local = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2})?$/.test(given);
  const milliseconds = Date.parse(local ? `${given.replace(" ", "T")}+08:00` : given);
  if (Number.isNaN(milliseconds)) throw new UsageError(`"${given}" is no time such as 2026-07-01T09:30`);
  return new Date(milliseconds).toISOString();
}
const instantOrNow = (given: string | undefined, { terminal }: Session): string =>
  given === undefined ? new Date(terminal.now()).toISOString() : instantOf(given);

/** The commands that move a case on. */
export const steps: readonly Step[] = [
  step(
    "assign",
    routes.assign,
    [new Option("--reason <text>", "why this body")],
    ({ organisation, reason }) => ({ organisationId: organisation, reason }),
    (client, target, body) => client.assign({ ...target, body }),
  ),
  step(
    "accept",
    routes.accept,
    [new Option("--mediator <mediator>", "who will lead the mediation")],
    ({ mediator }) => ({ mediatorId: mediator }),
    (client, target, body) => client.accept({ ...target, body }),
  ),
  step(
    "decline",
    routes.decline,
    [reasonOf(declineReason.options), note],
    ({ reason, note: said }) => ({ reason, note: said }),
    (client, target, body) => client.decline({ ...target, body }),
  ),
  bare("seek-consent", routes.seekConsent, (client, target) => client.seekConsent(target)),
  step(
    "record-consent",
    routes.recordConsent,
    [
      new Option("--party <number...>", "which parties answered: 1 is the first of the referral"),
      new Option("--answer <answer>", "what they answered").choices(["consented", "refused"]),
      new Option("--channel <channel>", "how they were asked").choices(["in_person", "telephone", "written", "online"]),
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
    "record-agreement",
    routes.recordAgreement,
    [
      new Option("--form <form>", "how it was made").choices(agreementForm.options),
      new Option("--document <number>", "number of the agreement"),
      new Option("--signed <time...>", "written: when each party signed"),
      new Option("--sealed <time>", "written: when the committee sealed it"),
      at("oral: when it was made"),
      new Option("--amount-fen <fen>", "what is to be paid, in fen"),
      new Option("--perform-by <day>", "until when it is to be performed"),
    ],
    ({ form, document, signed, sealed, at: time, amountFen, performBy }, session) => ({
      form,
      documentNumber: document,
      amountFen: amountFen === undefined ? undefined : Number(amountFen),
      performBy,
      ...(form === "oral"
        ? { agreedAt: instantOrNow(time, session) }
        : { signedAt: signed?.map(instantOf), sealedAt: sealed === undefined ? undefined : instantOf(sealed) }),
    }),
    (client, target, body) => client.recordAgreement({ ...target, body }),
  ),
  bare("start-performance", routes.startPerformance, (client, target) => client.startPerformance(target)),
  step(
    "complete-performance",
    routes.completePerformance,
    [new Option("--on <day>", "when it was performed, YYYY-MM-DD"), new Option("--proof <text>", "what proves it")],
    ({ on, proof }) => ({ performedOn: on, proof }),
    (client, target, body) => client.completePerformance({ ...target, body }),
  ),
  step(
    "fail",
    routes.fail,
    [reasonOf(failureReason.options), note],
    ({ reason, note: said }) => ({ reason, note: said }),
    (client, target, body) => client.fail({ ...target, body }),
  ),
  bare("acknowledge", routes.acknowledgeResult, (client, target) => client.acknowledgeResult(target)),
];
