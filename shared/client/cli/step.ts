import type { Option } from "commander";
import * as z from "zod";
import type { CaseView } from "../../contracts/case-view.ts";
import type { Label } from "../../domain/codes.ts";
import type { Client } from "../client.ts";
import { bodyFor } from "./json-input.ts";
import type { Session } from "./session.ts";
import { paper } from "./steps/options.ts";

const text = z.string().optional();
const texts = z.array(z.string()).optional();
const flag = z.boolean().optional();
/** The options of all steps. */
export const stepOptions = z.object({
  /** What follows the case: an organisation, or another case. */
  other: text,
  body: text,
  amountFen: text,
  answer: text,
  applicant: texts,
  article: text,
  at: text,
  channel: text,
  circumstance: texts,
  clock: text,
  coMediator: texts,
  court: text,
  document: text,
  dueOn: text,
  finding: text,
  form: text,
  instalment: texts,
  kind: text,
  lateReason: text,
  mediateBy: text,
  mediator: text,
  missing: texts,
  next: text,
  note: text,
  number: text,
  on: text,
  override: flag,
  paper: text,
  partiesAgree: flag,
  party: texts,
  performBy: text,
  place: text,
  police: text,
  proof: text,
  reason: text,
  sealed: text,
  signed: texts,
  subject: text,
  to: text,
  track: text,
});
type Options = z.infer<typeof stepOptions>;

type Sending = { caseId: string; version: number | "*"; body: unknown; session: Session };
type Target = { params: { caseId: string }; version: number | "*" };
/** A command that moves a case on: its options, the body they make, and the call. */
export type Step = {
  /** With what follows the case, where something does: `assign <organisation>`. */
  name: string;
  summary: Label;
  options: readonly Option[];
  body: (options: Options, session: Session) => unknown;
  send: (client: Client, sending: Sending) => Promise<{ body: CaseView }>;
};

const targetOf = ({ caseId, version }: Sending): Target => ({ params: { caseId }, version });

/** A step with a body, made of options or read from a file, and checked by the operation's own schema. */
export const step = <Body extends z.ZodType>(
  name: string,
  { summary, body }: { summary: Label; body: Body },
  options: readonly Option[],
  make: (options: Options, session: Session) => Record<string, unknown>,
  send: (client: Client, target: Target, body: z.output<Body>) => Promise<{ body: CaseView }>,
): Step => ({
  name,
  summary,
  options: [...options, paper],
  body: (given, session) => {
    const fields = { ...make(given, session), documentId: given.paper };
    return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  },
  send: (client, sending) => send(client, targetOf(sending), bodyFor(body, sending.body, sending.session)),
});

/** A step that says nothing but that it is taken. */
export const bare = <Body extends z.ZodType>(
  name: string,
  route: { summary: Label; body: Body },
  send: (client: Client, target: Target, body: z.output<Body>) => Promise<{ body: CaseView }>,
): Step => step(name, route, [], () => ({}), send);
