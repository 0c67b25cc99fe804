import type { Hono } from "hono";
import { ApiError } from "../../shared/client/errors.ts";
import type { OperationAnswer } from "../../shared/contracts/routes.ts";
import { shanghaiDate } from "../../shared/domain/calendar.ts";
import { given } from "../../shared/domain/given.ts";
import { hindrance, hindrances } from "../../shared/domain/keeping.ts";
import type { Seat } from "../../shared/domain/rights.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import { ofCase } from "./addresses.ts";
import { approvalTexts } from "./approval-texts.ts";
import { erasureTexts } from "./erasure-texts.ts";
import { ErasuresPage } from "./pages/erasures.tsx";
import { ConfirmPage } from "./parts/administration.tsx";
import { say } from "./parts/shell.tsx";
import { problemText } from "./problem-words.ts";
import { may, type Organisation, ownSeat } from "./rights.ts";
import { type Environment, type Here, NotForYou, type Visit } from "./visit.ts";

export type DueCase = OperationAnswer<"listDueErasures">["cases"][number];

const casesOfPage = 50;
/** The least years for which the house keeps a case: of those that ended before, some may be due. */
const leastYears = 5;

/** The pages on which a coordinator sees what need not be kept any longer, and asks for erasing it. */
export function addErasures(app: Hono<Environment>): void {
  app.get("/console/erasures", (context) => showDue(context));
  app.get("/console/erasures/:caseId", askErasure);
  app.post("/console/erasures/:caseId", eraseCase);
}

/** Whether somebody may look at what is due in the own county. */
export const readsErasures = (seat: Seat, own: Organisation): boolean =>
  may(seat, "listDueErasures", { act: "list-erasures", county: countyOf(own.divisionCode) });

/** The cases of a month that are due, page by page; `problem`: why one was not asked for. */
async function showDue(context: Here, problem?: string): Promise<Response> {
  const visit = context.get("visit");
  const { seat, own } = await ownSeat(visit);
  if (!readsErasures(seat, own)) throw new NotForYou();
  const { month: asked = "", cursor = "" } = context.req.query();
  const thisYear = Number(shanghaiDate(new Date(visit.now).toISOString()).slice(0, 4));
  const month = /^20\d\d-(0[1-9]|1[0-2])$/.test(asked) ? asked : `${thisYear - leastYears - 1}-12`;
  const [{ body }, waiting] = await Promise.all([
    visit.client.listDueErasures({ query: { month, limit: casesOfPage, ...given("cursor", cursor || undefined) } }),
    waitingIn(visit, seat),
  ]);
  return context.html(
    <ErasuresPage
      visit={visit}
      month={month}
      cases={body.cases}
      next={body.cursor}
      waiting={waiting}
      asks={may(seat, "eraseCase")}
      problem={problem}
    />,
    problem === undefined ? 200 : 409,
  );
}

/** The cases whose erasing was asked for, and waits for a second person. */
async function waitingIn({ client }: Visit, seat: Seat): Promise<ReadonlySet<string>> {
  if (!may(seat, "listApprovals")) return new Set();
  const { approvals } = (await client.listApprovals()).body;
  return new Set(
    approvals.flatMap(({ operation, params }) => (operation === "eraseCase" ? (params["caseId"] ?? []) : [])),
  );
}

async function asker(context: Here): Promise<Visit> {
  const visit = context.get("visit");
  const { seat } = await ownSeat(visit);
  if (!may(seat, "eraseCase")) throw new NotForYou();
  return visit;
}

/** What erasing means, before it is asked for. */
async function askErasure(context: Here): Promise<Response> {
  const visit = await asker(context);
  const { caseId } = ofCase(context);
  const { body: view } = await visit.client.showCase({ params: { caseId } });
  const [{ sourceNumber }] = view.state.referrals;
  return context.html(
    <ConfirmPage
      visit={visit}
      title={say(visit, erasureTexts.ask)}
      of={sourceNumber}
      back={{ href: "/console/erasures", text: say(visit, erasureTexts.title) }}
      texts={[say(visit, erasureTexts.foretold), say(visit, erasureTexts.nothingYet)]}
      action={`/console/erasures/${caseId}`}
      button={erasureTexts.ask}
    />,
  );
}

/** Asks for it: the platform answers that a second person is required, which leads to what waits. Nothing is erased here. */
async function eraseCase(context: Here): Promise<Response> {
  const visit = await asker(context);
  const { caseId } = ofCase(context);
  try {
    await visit.client.eraseCase({ params: { caseId } });
    throw new Error("the pages erased a case");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // Another lead asked for the same: to approve it takes a function that may take papers away.
    if (error.code === "not-allowed") return showDue(context, approvalTexts.elsewhere[visit.language]);
    if (error.code === "not-erasable") return showDue(context, whyNot(visit, error));
    if (error.code === "joined-case") return showDue(context, problemText(error.code, visit.language));
    throw error;
  }
}

function whyNot(visit: Visit, { problem }: ApiError): string {
  const known = hindrance().safeParse(problem["reason"]).data;
  if (known !== undefined) return `${say(visit, erasureTexts.notErasable)}${say(visit, hindrances[known])}`;
  if (problem["reason"] === "kept")
    return `${say(visit, erasureTexts.notErasable)}${say(visit, erasureTexts.stillKept)}`;
  return problemText("not-erasable", visit.language);
}
