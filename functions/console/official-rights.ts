import type { CaseView } from "../../shared/contracts/case-view.ts";
import { kindsToAdd } from "../../shared/domain/document-access.ts";
import { type PaperKind, paperKind, paperKinds } from "../../shared/domain/official-paper.ts";
import { may, ownSeat } from "./rights.ts";
import type { Visit } from "./visit.ts";

/** Which papers of a case somebody may make, whether the keeper's are among them, and which the file takes from it. */
export type PaperRights = {
  makes: readonly PaperKind[];
  keeps: boolean;
  files: (kind: PaperKind) => boolean;
  /** Whether they send drafts to be signed. */
  signs: boolean;
};

/** What the API lets somebody make of a case. */
export async function paperRights(visit: Visit, { state }: Pick<CaseView, "state">): Promise<PaperRights> {
  const { seat } = await ownSeat(visit);
  const keeps = may(seat, "listPapers", { act: "make-paper", of: state });
  const sends = may(seat, "renderPaper", { act: "make-letter", of: state });
  const makes = paperKind().options.filter((kind) => (paperKinds[kind].by === "referrer" ? sends : keeps));
  const taken = kindsToAdd(state, seat);
  const files = (kind: PaperKind): boolean => taken.includes(paperKinds[kind].document);
  const signs = may(seat, "requestSigning", { act: "make-paper", of: state });
  return { makes, keeps, files, signs };
}
