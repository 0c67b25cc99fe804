import { bodiesOf, distinct, isPresent, mayReadParties } from "./audience.ts";
import type { Actor } from "./case.ts";
import { type CaseState, holderOf, openReferrals } from "./case-state.ts";
import { type DocumentKind, documentKind } from "./codes.ts";
import { CommandError } from "./command-error.ts";

type Who = Pick<Actor, "organisationId" | "role">;

/** The holder of the work keeps the file; the coordinator keeps the file of a case without a holder. */
const keeperOf = (state: CaseState): string | undefined => holderOf(state) ?? state.coordinatorId;

/** Whether the case has a file for them: for the bodies it concerns now, and for the coordinator, who archives it. */
export const mayReadFile = (state: CaseState, { organisationId, role }: Who): boolean =>
  role === "coordinator" || isPresent(state, organisationId);

/** Whether they may read a paper of that kind. The record of the mediation stays with the body and the coordinator. */
export const mayReadDocument = (state: CaseState, who: Who, kind: DocumentKind): boolean =>
  kind === "mediation_record"
    ? who.role === "coordinator" || keeperOf(state) === who.organisationId
    : mayReadFile(state, who);

/** What the message is called by which others learn that a paper is in the file; it is no event of the case. */
export const documentFiled = "document.filed" as const;

/** Who learns of a paper: the bodies of the case that may read it. A draft concerns the one that made it alone. */
export const toldOfPaper = (
  state: CaseState,
  { kind, isDraft }: { kind: DocumentKind; isDraft: boolean },
  by: string,
): string[] =>
  distinct([
    ...bodiesOf(state).filter(
      (id) =>
        !isDraft &&
        id !== undefined &&
        mayReadParties(state, id) &&
        mayReadDocument(state, { organisationId: id, role: "agency" }, kind),
    ),
    by,
  ]);

/** What a referrer, the confirming court or the coordinator can have to add; the other papers come out of the mediation itself. */
const fromOutside: readonly DocumentKind[] = ["registration", "appraisal", "other"];

/** Throws `CommandError` unless they may add a paper of that kind to the file as it stands. */
export function requireMayAdd(state: CaseState, who: Who, kind: DocumentKind): void {
  const error = whyNotAdd(state, who, kind);
  if (error !== undefined) throw error;
}

/** The kinds of papers that they may add to the file as it stands. */
export const kindsToAdd = (state: CaseState, who: Who): DocumentKind[] =>
  documentKind().options.filter((kind) => whyNotAdd(state, who, kind) === undefined);

function whyNotAdd(state: CaseState, { organisationId, role }: Who, kind: DocumentKind): CommandError | undefined {
  if (state.status === "archived") {
    return new CommandError("illegal-transition", "an archived file is closed", { status: state.status });
  }
  if (keeperOf(state) === organisationId) {
    if (state.status !== "offered") return undefined;
    return new CommandError("illegal-transition", "accept the case first", { status: state.status });
  }
  const isOutside =
    role === "coordinator" ||
    state.confirmation?.courtId === organisationId ||
    openReferrals(state).some(({ agencyId }) => agencyId === organisationId);
  if (!isOutside)
    return new CommandError(
      "not-allowed",
      "only the holder, the referrer, the confirming court and the coordinator add papers",
    );
  return fromOutside.includes(kind)
    ? undefined
    : new CommandError("not-allowed", `the body that mediates adds the ${kind}`);
}
