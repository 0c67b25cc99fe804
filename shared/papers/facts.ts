import type { CaseParties } from "../contracts/case-view.ts";
import type { ArchivePaper } from "../domain/archive-list.ts";
import type { CaseState } from "../domain/case-state.ts";
import type { DocumentKind } from "../domain/codes.ts";
import type { CaseEvent } from "../domain/events.ts";
import type { IncentiveClaim } from "../domain/incentive.ts";
import type { PaperKind } from "../domain/official-paper.ts";
import type { Particulars } from "../domain/particulars.ts";
import type { Retention } from "../domain/retention.ts";
import type { Occasions } from "./said.ts";

export type KnownParty = CaseParties["parties"][number];

/** A paper of the file, as its contents list it; `paper` is which official form it is. */
type ListedPaper = {
  kind: DocumentKind;
  paper?: PaperKind;
  name: string;
  addedAt: string;
  pages?: number;
  remark?: string;
};

/** All that papers are made from: one version of a case, who its parties are, and what its bodies are called. */
export type PaperFacts = {
  version: number;
  /** When that version came about, an instant: the time that stands in the file. */
  at: string;
  state: CaseState;
  history: readonly CaseEvent[];
  /** Absent once they are erased. */
  parties: Pick<CaseParties, "summary" | "occurredOn" | "parties"> | undefined;
  /** Names of organisations by id. */
  names: ReadonlyMap<string, string>;
  /** Names of mediators, the lead first. */
  mediators: readonly string[];
  papers: readonly ListedPaper[];
  /** What the end of the case demands and the file does not hold; where it is bound. */
  lacking?: readonly ArchivePaper[];
  said: Particulars;
  /** Which session and visit a record is of; the last one where that is not said. */
  which?: Occasions;
  /** The number that the body has given to the agreement that is being made. */
  number?: string;
  /** How long the case is kept, once it is over; for the cover. */
  retention?: Pick<Retention, "years">;
  /** The claim for incentive pay, if there is one; for its form. */
  claim?: Pick<IncentiveClaim, "amountFen" | "steps">;
};
