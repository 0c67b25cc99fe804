import type { Client } from "../../shared/client/client.ts";
import { addPaper } from "../../shared/client/documents.ts";
import { ApiError } from "../../shared/client/errors.ts";
import { archivePapers, filedAs } from "../../shared/domain/archive-list.ts";
import { mayReadParties } from "../../shared/domain/audience.ts";
import { type CaseState, holderOf, isLoopClosed } from "../../shared/domain/case-state.ts";
import { requiredDocuments } from "../../shared/domain/documents.ts";
import { given } from "../../shared/domain/given.ts";
import { bundledLaw, lawOfVersion } from "../../shared/domain/law.ts";
import { type PaperKind, paperKind } from "../../shared/domain/official-paper.ts";
import { coordinatorId } from "./city.ts";
import { later, type Stage } from "./stage.ts";

/** The body completes the file with its papers, made and signed, the coordinator archives it, and a settled dispute is paid for. */
export async function fileAway(stage: Stage, caseId: string): Promise<void> {
  const { city, notes } = stage;
  const params = { caseId };
  const { state } = (await city.coordinator.showCase({ params })).body;
  // The file waits until the body has put down what was recalled, and a sending is answered and taken note of.
  const isRecallOpen = state.status === "closed" && state.recallOpen !== undefined;
  if (isRecallOpen || !isLoopClosed(state)) return later(stage, 1, () => fileAway(stage, caseId));
  // A body that put down what was recalled reads no party any more: the coordinator makes its papers.
  const holder = holderOf(state);
  const body = holder !== undefined && mayReadParties(state, holder) ? holder : undefined;
  const keeper = await city.clientOf(body ?? coordinatorId);
  for (const asked of requiredDocuments(state, lawOfVersion(bundledLaw(), state.rulePack))) {
    const form = paperKind().options.find((kind) => kind === asked);
    const { bytes, format } =
      form === undefined ? fromElsewhere(asked, caseId) : await madeForm(keeper, { caseId, kind: form }, body);
    const name = `${archivePapers[asked].zh}.${format}`;
    await addPaper(keeper, caseId, { ...filedAs(asked), ...given("paper", form), name, bytes });
  }
  await city.coordinator.archive({ params, version: "*" });
  if (body !== undefined && city.kindOf(body) !== "agency" && isSettled(state)) {
    const { claimId } = (await keeper.claimIncentive({ params })).body;
    const clerk = city.coordinatorAs("样例经办");
    await clerk.reviewClaim({ params: { claimId } });
    await city.coordinatorAs("样例负责").approveClaim({ params: { claimId } });
    await clerk.payClaim({ params: { claimId } });
    notes.paid.add(caseId);
  }
  notes.finished.add(caseId);
}

/** The official form as the platform makes it; who coordinates says why it reads the parties. */
export async function madeForm(
  keeper: Client,
  params: { caseId: string; kind: PaperKind },
  body: string | undefined,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; format: "pdf" | "docx" }> {
  const reason = given("reason", body === undefined ? "归档" : undefined);
  const as = async (format: keyof typeof mediaTypes) => {
    const { bytes } = await keeper.download("renderPaper", mediaTypes[format], {
      params,
      query: { format, ...reason },
    });
    return { bytes: new Uint8Array(bytes), format };
  };
  try {
    return await as("pdf");
  } catch (error) {
    // A form of the county's own comes as no PDF.
    if (error instanceof ApiError && error.code === "docx-only") return as("docx");
    throw error;
  }
}

const mediaTypes = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
} as const;

/** What others bring, such as the proof of a payment. */
const fromElsewhere = (asked: string, caseId: string) => ({
  bytes: new TextEncoder().encode(`%PDF-1.4 ${asked} ${caseId}`),
  format: "pdf" as const,
});

const isSettled = (state: CaseState): boolean => state.status === "closed" && state.outcome === "performed";
