import { coordinatorId, oneSuffices } from "../../infra/demo/city.ts";
import { bindingAt } from "../../shared/client/documents.ts";
import { type OperationId, routes } from "../../shared/contracts/routes.ts";
import { addLargePapers } from "../support/large-files.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { bodies, countyQueries, ofCases, operations, pathOf } from "../support/right-pairs.ts";
import { archiveCase } from "../support/settled-case.ts";
import { police, refer, type Town, villageCommittee } from "../support/town.ts";
import type { Ground } from "./ground.ts";

/** One thing that there is, and beside it one that there is not, for the same operation. */
type Pair = { operation: OperationId; path: string; beside: string };
/** What strangers of the same county are not to know either, and what those of other counties are not to know. */
export type Objects = {
  ofBodies: Pair[];
  ofCounty: Pair[];
  /** Takes away what would go on acting. */
  clear(): Promise<void>;
};

const county = "330483";
/** Of another province, where nobody is. */
const noCounty = "440106";
const none = crypto.randomUUID();

/** Has everything made of which there is a kind in the county, one at least, and pairs each with none. */
export async function makeObjects({ town, providers, sessionOf }: Ground): Promise<Objects> {
  const committee = await town.clientOf(villageCommittee, { officer: "Li" });
  await committee.putMediator({
    params: { organisationId: villageCommittee, mediatorId: "li" },
    body: { name: "样例" },
  });
  const caseIds = [await refer(town, "pair-1"), await refer(town, "pair-2"), await refer(town, "pair-3")];
  const [, underWay = "", closed = ""] = caseIds;
  for (const caseId of caseIds.slice(1)) await mediate(committee, caseId);
  await settleCase(committee, closed);

  const ofCase = await papersOf(town, underWay);
  await providers.signing.settled();
  const { claimId, archived } = await claimOf(town);
  const approvalId = await waitingOf(town, archived);
  const agency = await town.clientOf(police);
  const url = "http://127.0.0.1:9/pair";
  const { endpointId } = (await agency.createWebhookEndpoint({ body: { url } })).body;
  const version = "pair-own";
  await town.coordinator.loadLawPack({
    body: {
      scope: county,
      version,
      effectiveFrom: "2027-01-01",
      rules: { repeatDisputeMonths: 6, articles: { repeatDisputeMonths: "house" } },
    },
  });
  await town.coordinator.loadTemplate({
    params: { kind: "agreement", version },
    query: {},
    body: { effectiveFrom: "2027-01-01", bundled: true },
  });
  await town.platform.fireSchedules();
  await town.platform.settled({ ignoreDelayed: true });

  const pair = (operation: OperationId, there: Record<string, string>, not: Record<string, string>): Pair => ({
    operation,
    path: pathOf(operation, there),
    beside: pathOf(operation, not),
  });
  const naming = (part: string): OperationId[] => operations.filter((name) => routes[name].path.includes(part));
  const cases = ofCases.flatMap((operation) =>
    caseIds.map((caseId) => {
      const there = { ...ofCase, kind: "agreement", caseId };
      return pair(operation, there, { ...there, caseId: none });
    }),
  );
  const owned = [
    ...naming("/{endpointId}")
      .filter((operation) => !routes[operation].path.includes("{organisationId}"))
      .map((operation) => pair(operation, { endpointId }, { endpointId: none })),
    ...naming("{claimId}").map((operation) => pair(operation, { claimId }, { claimId: none })),
    ...naming("{approvalId}").map((operation) =>
      pair(operation, { approvalId }, { approvalId: none.replaceAll("-", "") }),
    ),
  ];
  // Somebody who has a seat.
  await sessionOf("secretary");
  const { people } = (await committee.listPeople({ params: { organisationId: villageCommittee } })).body;
  const parts = { mediatorId: "li", keyId: await keyIdOf(town), personId: people[0]?.personId ?? "", endpointId };
  const organisations = naming("{organisationId}")
    .filter((operation) => operation !== "putOrganisation")
    .flatMap((operation) =>
      [villageCommittee, coordinatorId, police].map((organisationId) =>
        pair(operation, { ...parts, organisationId }, { ...parts, organisationId: "no-such-body" }),
      ),
    );
  const template = { kind: "agreement", version, month: "2019-03", number: "1" };
  const counties = operations.flatMap((operation) => {
    const queryOf = countyQueries[operation];
    const path = pathOf(operation, template);
    return queryOf === undefined
      ? []
      : [{ operation, path: encodeURI(path + queryOf(county)), beside: encodeURI(path + queryOf(noCounty)) }];
  });
  const layers = [
    ...naming("{county}").map((operation) => pair(operation, { county }, { county: noCounty })),
    pair("showLawPack", { scope: county, version }, { scope: noCounty, version }),
  ];
  return {
    ofBodies: [...cases, ...owned],
    ofCounty: [...organisations, ...counties, ...layers],
    async clear() {
      await agency.removeWebhookEndpoint({ params: { endpointId } });
    },
  };
}

/** A draft that is with the provider, and a file that is bound. */
async function papersOf(town: Town, caseId: string): Promise<{ documentId: string; bindingId: string }> {
  const committee = await town.clientOf(villageCommittee, { officer: "Li" });
  const { documentId } = (await committee.filePaper({ params: { caseId, kind: "registration" } })).body;
  await committee.requestSigning({ params: { caseId, documentId } });
  await addLargePapers(committee, caseId);
  const { location } = await committee.bindFile({ params: { caseId }, query: { format: "zip" } });
  return { documentId, bindingId: bindingAt(location).bindingId };
}

async function claimOf(town: Town): Promise<{ archived: string; claimId: string }> {
  const committee = await town.clientOf(villageCommittee, { officer: "Li" });
  const caseId = await refer(town, "pair-claim");
  await mediate(committee, caseId, "li");
  await settleCase(committee, caseId);
  await archiveCase(town, caseId);
  return { archived: caseId, claimId: (await committee.claimIncentive({ params: { caseId } })).body.claimId };
}

/** Has an act wait for a second person. */
async function waitingOf(town: Town, caseId: string): Promise<string> {
  const twoPersons = { ...oneSuffices, reopening: true };
  await town.operator.changeSettings({ params: { county }, body: { twoPersons } });
  const desk = await town.clientOf(coordinatorId, { officer: "样例甲" });
  const asked = desk.reopen({ params: { caseId }, version: "*", body: { reason: "closed_by_mistake" } });
  await asked.catch(() => undefined);
  const [waits] = (await desk.listApprovals()).body.approvals;
  if (waits === undefined) throw new Error("nothing waits for a second person");
  return waits.approvalId;
}

async function keyIdOf(town: Town): Promise<string> {
  const { keys } = (await town.coordinator.showOrganisation({ params: { organisationId: police } })).body;
  return keys[0]?.keyId ?? "a-key";
}

/** The body that an operation takes, where it takes one. */
export const bodyOf = (operation: OperationId): { body?: unknown } =>
  routes[operation].method === "GET" ? {} : { body: bodies[operation] ?? {} };
