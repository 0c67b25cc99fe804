import { type OperationId, routes } from "../../shared/contracts/routes.ts";
import type { Role } from "../../shared/domain/case.ts";
import { agreementTemplate } from "./paper-templates.ts";
import { stepBodies } from "./steps.ts";
import { type Answer, askers, cases, type createAsking, documentId, isTheirs, nowhere } from "./two-counties.ts";

export const operations = Object.keys(routes)
  .filter((key): key is OperationId => key in routes)
  // To sign in nobody needs a right; what a session can see of itself is tried with sign-in.
  .filter((operation) => !routes[operation].open);
export const ofCases = operations.filter((operation) => routes[operation].path.includes("{caseId}"));
export const rolesOf = (operation: OperationId): readonly Role[] => routes[operation].roles;

const docx = (await agreementTemplate()).toString("base64");
export const bodies: Partial<Record<OperationId, unknown>> = {
  ...stepBodies,
  putEarlierFigures: { takenFrom: "样例系统", cases: 3 },
  loadTemplate: { effectiveFrom: "2027-01-01", docx },
  previewTemplate: { docx },
  rejectClaim: { reason: "样例" },
  reverseClaim: { cause: "agreement_voided", reason: "样例" },
};

/** What each route that names a county, or a layer of law, asks of one. */
export const countyQueries: Partial<Record<OperationId, (county: string) => string>> = {
  listOrganisations: (county) => `?county=${county}`,
  listCountyWebhooks: (county) => `?county=${county}`,
  listEndingKeys: (county) => `?county=${county}`,
  listDivisions: (county) => `?county=${county}`,
  showMonthlyReturn: (county) => `?month=2026-03&county=${county}`,
  showSeries: (county) => `?from=2026-01&to=2026-03&towns=true&county=${county}`,
  listCountedCases: (county) => `?from=2026-01&to=2026-03&county=${county}`,
  putEarlierFigures: (county) => `?county=${county}`,
  showFigures: (county) => `?period=2026-03&county=${county}`,
  listBrands: (county) => `?period=2026-03&county=${county}`,
  recountTallies: (county) => `?month=2026-03&county=${county}`,
  exportCases: (county) => `?month=2026-03&county=${county}&reason=核对`,
  listDueErasures: (county) => `?month=2026-03&county=${county}`,
  listClaims: (county) => `?quarter=2026Q1&county=${county}`,
  showLaw: (county) => `?day=2026-03-03&county=${county}`,
  listLawPacks: (county) => `?scope=${county}`,
  showCalendar: (county) => `?scope=${county}`,
  listTariffs: (county) => `?county=${county}`,
  listTemplates: (county) => `?county=${county}`,
  showTemplate: (county) => `?county=${county}`,
  loadTemplate: (county) => `?dryRun=true&county=${county}`,
  previewTemplate: (county) => `?county=${county}`,
  showManifest: (county) => `?county=${county}`,
  verifyRoot: (county) => `?county=${county}`,
};

/** The path of the operation on an object. */
export const pathOf = (operation: OperationId, values: Readonly<Record<string, string>>): string =>
  routes[operation].path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? nowhere);

/** What is for those alone who have a part in a case now. */
const ofPresent: readonly OperationId[] = ["showParties", "addDocument", "completeDocument", "showDocument"];

const isAlike = (one: Answer, other: Answer): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * A route of a case, by everybody, on each case of both counties beside one that does not exist: what is told apart though it is
 * foreign, or is not though it is their own.
 */
export async function pairsOf(
  ask: ReturnType<typeof createAsking>,
  operation: OperationId,
): Promise<{ tried: number; wrong: string[] }> {
  const body = bodies[operation];
  const { method } = routes[operation];
  const wrong: string[] = [];
  let tried = 0;
  for (const asker of askers) {
    const may = rolesOf(operation).includes(asker.caller.role);
    const asking = (caseId: string, version: string): Promise<Answer> => {
      tried += 1;
      return ask(asker, operation, {
        method,
        path: pathOf(operation, { caseId, documentId, kind: "agreement" }),
        body,
        version,
      });
    };
    const nones = new Map([
      ["*", await asking(nowhere, "*")],
      ['"1"', await asking(nowhere, '"1"')],
    ]);
    for (const one of cases) {
      const { county, state } = one;
      // Any version, and one that is over: neither tells whether there is such a case.
      const version = state.status.length % 2 === 0 ? "*" : '"1"';
      const none = nones.get(version);
      if (none === undefined) throw new Error("asked of no case before");
      const answer = await asking(state.caseId, version);
      // One that put the case down knows of it, so that only the answer is like none.
      const alike = asker.kind === "former" ? answer.body === none.body : isAlike(answer, none);
      // Papers are of those who may read them, and another case into which one could be merged is not there.
      const unknownAnyway = operation.endsWith("Document") || operation === "merge";
      // The list of readings is for the offices and for those who work on the case.
      const isForOthers =
        ["listReadings", "verifyCase"].includes(operation) &&
        !["coordinator", "auditor", "holder"].includes(asker.kind);
      const isOver = asker.kind === "former" && ofPresent.includes(operation);
      const expected = !may || !isTheirs(asker, one) || isOver || isForOthers || (unknownAnyway && alike);
      if (alike !== expected || !none.body.includes(may ? "not-found" : "not-allowed"))
        wrong.push(`${asker.name} on ${county} ${state.status}: ${JSON.stringify([answer, none])}`);
    }
  }
  return { tried, wrong };
}
