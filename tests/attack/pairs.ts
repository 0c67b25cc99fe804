import { coordinatorId } from "../../infra/demo/city.ts";
import { type OperationId, routes } from "../../shared/contracts/routes.ts";
import { mediate, settleCase } from "../support/platform.ts";
import { bodies, ofCases, operations, pairsOf, pathOf } from "../support/right-pairs.ts";
import { storedButQuotas } from "../support/stored.ts";
import { oneOf } from "../support/tampering.ts";
import { police, refer, strangerAgency, strangerCommittee, villageCommittee } from "../support/town.ts";
import { createAsking } from "../support/two-counties.ts";
import { type Corpus, each, foreign, type Ground, isGiven } from "./ground.ts";
import { differenceOf } from "./judges.ts";
import { storedSince } from "./stored-since.ts";

/** Routes of cases by everybody of two counties, on cases in every state beside none: the generator of the tests of rights. */
export const rights: Corpus = {
  name: "pairs of caller and case, in process",
  zh: "调用方与案件组合（进程内）",
  atLeast: 10_000,
  async run(_, random) {
    const ask = createAsking();
    const wrong: string[] = [];
    let tried = 0;
    const left = [...ofCases];
    while (tried < this.atLeast && left.length > 0) {
      const operation = oneOf(random, left);
      left.splice(left.indexOf(operation), 1);
      const pairs = await pairsOf(ask, operation);
      tried += pairs.tried;
      wrong.push(...pairs.wrong.map((line) => `${operation}: ${line}`));
    }
    return { tried, wrong };
  },
};

const strangers = [
  ...Object.values(foreign).map((by) => ({ by, knows: "nothing" as const })),
  ...[strangerAgency, strangerCommittee].map((by) => ({ by, knows: "the county" as const })),
];

type Asked = { by: string; operation: OperationId; path: string; beside: string };

/** Each route of an object, by each stranger: on the object that there is, and beside it on one that there is not. */
function allAsked(caseIds: readonly string[]): Asked[] {
  const none = crypto.randomUUID();
  const values = {
    mediatorId: "li",
    keyId: "a-key",
    personId: none,
    endpointId: "an-endpoint",
    kind: "agreement",
    documentId: none,
  };
  const of = (operation: OperationId, more: Record<string, string>) => pathOf(operation, { ...values, ...more });
  const objects = ofCases.flatMap((operation) =>
    caseIds.map((caseId) => ({ operation, path: of(operation, { caseId }), beside: of(operation, { caseId: none }) })),
  );
  const bodiesOf = operations
    .filter((operation) => routes[operation].path.includes("{organisationId}") && operation !== "putOrganisation")
    .flatMap((operation) =>
      [villageCommittee, coordinatorId, police].map((organisationId) => ({
        operation,
        path: of(operation, { organisationId }),
        beside: of(operation, { organisationId: "no-such-body" }),
      })),
    );
  const counties = [
    "listOrganisations",
    "listDivisions",
    "listCountyWebhooks",
    "showLaw",
    "listLawPacks",
    "listTariffs",
    "listClaims",
  ] as const;
  const queries: Record<(typeof counties)[number], string> = {
    listOrganisations: "county=",
    listDivisions: "county=",
    listCountyWebhooks: "county=",
    showLaw: "day=2026-03-03&county=",
    listLawPacks: "scope=",
    listTariffs: "county=",
    listClaims: "quarter=2026Q1&county=",
  };
  const ofCounties = counties.map((operation) => ({
    operation,
    path: `${routes[operation].path}?${queries[operation]}330483`,
    beside: `${routes[operation].path}?${queries[operation]}440106`,
  }));
  return strangers.flatMap(({ by, knows }) => [
    ...objects.map((one) => ({ by, ...one })),
    ...(knows === "nothing" ? [...bodiesOf, ...ofCounties].map((one) => ({ by, ...one })) : []),
  ]);
}

/** The same over HTTP, by strangers of another county and of this one: what is foreign looks like what is not there. */
export const strangersCalls: Corpus = {
  name: "pairs of caller and object, over HTTP",
  zh: "调用方与对象组合（经接口）",
  atLeast: 2_000,
  async run({ town, send, overheard }: Ground) {
    const committee = await town.clientOf(villageCommittee);
    await committee.putMediator({
      params: { organisationId: villageCommittee, mediatorId: "li" },
      body: { name: "样例" },
    });
    const caseIds = [await refer(town, "pair-1"), await refer(town, "pair-2"), await refer(town, "pair-3")];
    for (const caseId of caseIds.slice(1)) await mediate(committee, caseId);
    await settleCase(committee, caseIds[2] ?? "");
    await town.platform.settled({ ignoreDelayed: true });
    const before = await storedButQuotas(town.platform);
    const asked = allAsked(caseIds);
    const faults = await each(asked, async ({ by, operation, path, beside }) => {
      const { method } = routes[operation];
      const sending = {
        by,
        method,
        headers: { "if-match": "*" },
        ...(method === "GET" ? {} : { body: bodies[operation] ?? {} }),
      };
      const [one, other] = [await send(path, sending), await send(beside, sending)];
      overheard.push(one.text);
      const difference = differenceOf(one, other);
      return difference === undefined ? undefined : `${operation} by ${by} at ${path}: ${difference}`;
    });
    return {
      tried: asked.length * 2,
      wrong: [...faults.filter(isGiven), ...(await storedSince(town.platform, before))],
    };
  },
};
