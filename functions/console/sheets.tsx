import { ApiError } from "../../shared/client/errors.ts";
import { ofCase } from "./addresses.ts";
import type { Sent } from "./forms/step-form.ts";
import { mediatorNames } from "./mediator-names.ts";
import { AcceptanceSheet, CaseSheet, ContentsSheet, ReceiptSheet, ResultSheet } from "./pages/sheets.tsx";
import { type SheetName, sheetNames } from "./sheet-texts.ts";
import { lacksReason } from "./steps.tsx";
import type { Here } from "./visit.ts";

const isSheet = (name: string): name is SheetName => Object.hasOwn(sheetNames, name);

/** A sheet about a case, to be printed. Undefined where there is none of that name, or the case is not so far. */
export async function showSheet(context: Here): Promise<Response | undefined> {
  const visit = context.get("visit");
  const { caseId } = ofCase(context);
  const params = { caseId };
  const name = context.req.param("sheet") ?? "";
  const { body: view } = await visit.client.showCase({ params });
  if (!isSheet(name)) return undefined;
  const names = new Map(Object.entries(view.names ?? {}));
  switch (name) {
    case "receipt":
      return context.html(<ReceiptSheet visit={visit} view={view} names={names} />);
    case "acceptance": {
      const assignment = "assignment" in view.state ? view.state.assignment : undefined;
      if (assignment?.acceptedAt === undefined) return undefined;
      return context.html(<AcceptanceSheet visit={visit} view={view} names={names} assignment={assignment} />);
    }
    case "result":
      try {
        const { body: answer } = await visit.client.showResult({ params });
        return context.html(<ResultSheet visit={visit} view={view} names={names} answer={answer} />);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return undefined;
        throw error;
      }
    case "case": {
      const { body: history } = await visit.client.showHistory({ params });
      const mediators = await mediatorNames(visit, history);
      const all = new Map([...mediators, ...names, ...Object.entries(history.names ?? {})]);
      return context.html(<CaseSheet visit={visit} view={view} names={all} history={history} />);
    }
    case "contents": {
      const { body: file } = await visit.client.listDocuments({ params });
      return context.html(<ContentsSheet visit={visit} view={view} names={names} file={file} />);
    }
  }
}

/** The summary of a case with its parties, once it is recorded who prints them. Undefined where a reason is asked first. */
export async function showSheetWithParties(context: Here, sent: Sent): Promise<Response | undefined> {
  const visit = context.get("visit");
  const params = { caseId: ofCase(context).caseId };
  const reason = sent.get("reason")?.[0]?.trim() ?? "";
  if (lacksReason(visit, reason)) return undefined;
  const [{ body: view }, { body: history }, { body: parties }] = await Promise.all([
    visit.client.showCase({ params }),
    visit.client.showHistory({ params }),
    visit.client.showParties({ params, query: reason === "" ? {} : { reason } }),
  ]);
  const mediators = await mediatorNames(visit, history);
  const names = new Map([...mediators, ...Object.entries({ ...view.names, ...history.names })]);
  return context.html(<CaseSheet visit={visit} view={view} names={names} history={history} parties={parties} />);
}
