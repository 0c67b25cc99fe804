import type { Town } from "./town.ts";

/** The cases of a recording by what is told of each. */
type NamedCases = Readonly<Record<string, string>>;

/** One case as the API shows it to the coordinator, with the papers that its holder may read. */
async function caseAnswers(town: Town, caseId: string): Promise<unknown> {
  const params = { caseId };
  const { coordinator } = town;
  const { body: view } = await coordinator.showCase({ params });
  const { entries } = (await coordinator.showHistory({ params })).body;
  const { documents } = (await coordinator.listDocuments({ params })).body;
  const [{ agencyId }] = view.state.referrals;
  // A merged case has its result in the other one.
  if (!("outcome" in view.state) || view.state.outcome === "merged") return { view, entries, documents };
  const result = (await (await town.clientOf(agencyId)).showResult({ params })).body;
  return { view, entries, documents, result };
}

/** What the API answers about everything in a town, without what the asking itself changes. */
export async function answersOf(
  town: Town,
  { cases, organisationIds, months, quarters }: Recording,
): Promise<Record<string, unknown>> {
  const shown = Object.entries(cases).map(async ([name, caseId]) => [`case ${name}`, await caseAnswers(town, caseId)]);
  const answers: Record<string, unknown> = Object.fromEntries(await Promise.all(shown));
  for (const organisationId of organisationIds) {
    const client = await town.clientOf(organisationId);
    for (const as of ["sender", "holder"] as const) {
      answers[`cases of ${organisationId} as ${as}`] = (await client.listCases({ query: { as, limit: 100 } })).body;
    }
    answers[`endpoints of ${organisationId}`] = (await client.listWebhookEndpoints()).body;
  }
  const { coordinator } = town;
  answers["unacknowledged results"] = (await coordinator.listUnacknowledged({ query: { limit: 100 } })).body;
  answers["organisations"] = (await coordinator.listOrganisations({ query: { county: "330483" } })).body;
  answers["calendar of 2027"] = (await coordinator.showCalendar({ params: { year: 2027 } })).body;
  for (const month of months) {
    answers[`monthly return of ${month}`] = (await coordinator.showMonthlyReturn({ query: { month } })).body;
  }
  for (const quarter of quarters) {
    answers[`claims of ${quarter}`] = (await coordinator.listClaims({ query: { quarter } })).body;
  }
  return answers;
}

/** What a recording is about. */
export type Recording = {
  cases: NamedCases;
  organisationIds: readonly string[];
  months: readonly string[];
  quarters: readonly string[];
};
