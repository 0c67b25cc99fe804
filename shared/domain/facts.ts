import type { SentAs } from "./case.ts";
import type { Track } from "./codes.ts";
import type { Paper } from "./documents.ts";
import type { AgreementSaid, Payment } from "./particulars.ts";
import type { NextBody } from "./phases/sending.ts";
import type { Obstacle } from "./routing-rules.ts";

/**
 * What a decision rests on besides the case and the words of the caller, each under the name by which a verb asks for it.
 * The server has one look-up for each; without it, it does not compile.
 */
export type Facts = {
  /** The police station to tell, while a report that the law demands has still to be made. */
  station: string | undefined;
  /** The body that a person chose: the kind of mediation it stands for, and the reason why the rules would pass it over. */
  chosen: { track: Track; obstacle?: Obstacle };
  /** The coordinator of the county to which a case is handed over; undefined where there is none. */
  receiver: string | undefined;
  /** The body to which a case is sent on: whether it is an agency, or lies in another county, and what speaks against it. */
  next: NextBody;
  /** Why the body that has the case would not be given it as it is corrected, though it was before. */
  fit: { unfit?: Obstacle };
  /** The number that the body has given to the agreement of the case, with its paper; undefined while it has given none. */
  number: string | undefined;
  /** The payments that the clauses of the agreement name with amount and day, by day. */
  payments: readonly Payment[];
  /** What was said for the paper of the agreement, with it or before it. */
  terms: AgreementSaid;
  /** The papers in the file of the case. */
  papers: readonly Paper[];
  /** How often the case was suspended before, and how often the body that has it may. */
  suspensions: { before: number; atMost: number };
  /** What the agencies of a merged case did with their referrals in the case that survives. */
  sinceMerge: { recalled: readonly SentAs[]; extended: readonly SentAs[] };
};
export type FactName = keyof Facts;

/** What a field of a body can name, so that the server refuses a name that the directory does not know as such. */
export type NamedAs = "mediation-body" | "body-of-track" | "court" | "police" | "next-body" | "mediator";
