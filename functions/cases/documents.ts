import { casesService } from "../../shared/contracts/cases-service.ts";
import {
  announcePaper,
  completePaper,
  openPaper,
  readablePapers,
  referenceOf,
} from "../../shared/runtime/case-papers.ts";
import { operation } from "./platform.ts";

/** The papers of a case. */
export const documentOperations = {
  addDocument: operation(casesService.addDocument, async (platform, { params: { caseId }, body, caller }) => ({
    status: 201,
    body: await announcePaper(platform, caller, { caseId, paper: body }),
  })),

  completeDocument: operation(casesService.completeDocument, async (platform, { params, caller }) => ({
    status: 200,
    body: referenceOf(await completePaper(platform, caller, params)),
  })),

  listDocuments: operation(casesService.listDocuments, async (platform, { params, caller }) => {
    const { papers, ...more } = await readablePapers(platform, caller, params);
    return { status: 200, body: { documents: papers.map(referenceOf), ...more } };
  }),

  showDocument: operation(casesService.showDocument, async (platform, { params, caller }) => {
    const { document, ...download } = await openPaper(platform, caller, params);
    return { status: 200, body: { ...referenceOf(document), ...download } };
  }),
};
