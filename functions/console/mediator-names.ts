import { ApiError } from "../../shared/client/errors.ts";
import type { CaseHistory } from "../../shared/contracts/case-view.ts";
import { say } from "./parts/shell.tsx";
import type { Visit } from "./visit.ts";

/** What the mediators are called whom a history names by their ids; those whom the visitor may not look up are told as mediators. */
export async function mediatorNames(visit: Visit, { entries }: CaseHistory): Promise<[id: string, name: string][]> {
  const assigned = entries.flatMap((entry) =>
    entry.type === "mediators.assigned" || entry.type === "assignment.accepted" ? [entry] : [],
  );
  const bodies = [...new Set(assigned.map(({ by }) => by.organisationId))];
  const known = await Promise.all(bodies.map((organisationId) => namesIn(visit, organisationId)));
  const names = new Map(known.flat());
  const ids = assigned
    .flatMap(({ data }) => [data.mediatorId, ...(data.coMediatorIds ?? [])])
    .filter((id) => id !== undefined);
  return [...new Set(ids)].map((id) => [id, names.get(id) ?? say(visit, "aMediator")]);
}

async function namesIn({ client }: Visit, organisationId: string): Promise<[id: string, name: string][]> {
  try {
    const { mediators } = (await client.listMediators({ params: { organisationId } })).body;
    return mediators.map(({ mediatorId, name }) => [mediatorId, name]);
  } catch (error) {
    if (error instanceof ApiError && error.status < 500 && error.status !== 429) return [];
    throw error;
  }
}
