import { ApiError } from "../../shared/client/errors.ts";
import { listCasesQuery } from "../../shared/contracts/case-lists.ts";
import { given } from "../../shared/domain/given.ts";
import { withWordsForErased } from "../../shared/words/erased.ts";
import { filtersIn } from "./forms/list-filter.ts";
import { CasesPage, viewsOf, WorkPage } from "./pages/lists.tsx";
import { ReadingsPage } from "./pages/readings.tsx";
import type { Here } from "./visit.ts";

/** What the organisation owes. An auditor owes nothing, and sees the cases of the county. */
export async function showWork(context: Here): Promise<Response> {
  const { client, session, link, language } = context.get("visit");
  if (session?.seat?.role === "auditor") return context.redirect(link("/console/cases"), 303);
  const query = given("cursor", context.req.query("cursor"));
  const [{ body: list }, { body: counts }] = await Promise.all([client.listWork({ query }), client.countWork()]);
  const shown = withWordsForErased(list, language);
  return context.html(<WorkPage visit={context.get("visit")} list={shown} counts={counts} />);
}

/** How much the organisation owes now, for the page that lists it; nothing once the session is over. */
export async function countNewWork(context: Here): Promise<Response> {
  const { client, secret } = context.get("visit");
  if (secret === undefined) return context.body(null, 401);
  try {
    const { body } = await client.countWork();
    return context.json({ total: body.total });
  } catch (error) {
    if (error instanceof ApiError && error.status < 500) return context.body(null, 401);
    throw error;
  }
}

/** A list of cases: which one, how it is narrowed and where it goes on all stand in the address. */
export async function showCases(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const asked = context.req.query();
  const views = viewsOf[visit.session?.seat?.role ?? "agency"];
  const view = views.find((one) => one === asked["as"]) ?? views[0] ?? "sender";
  const filters = filtersIn(asked);
  const query = listCasesQuery().parse({ as: view, ...filters, ...given("cursor", asked["cursor"]) });
  const { body: listing } = await visit.client.listCases({ query });
  return context.html(<CasesPage visit={visit} view={view} filters={filters} listing={listing} />);
}

/** Who read what of a case. */
export async function showReadings(context: Here, caseId: string): Promise<Response> {
  const visit = context.get("visit");
  const query = given("cursor", context.req.query("cursor"));
  const { body } = await visit.client.listReadings({ params: { caseId }, query });
  return context.html(<ReadingsPage visit={visit} caseId={caseId} list={withWordsForErased(body, visit.language)} />);
}
