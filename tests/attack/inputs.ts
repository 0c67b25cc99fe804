import { coordinatorId } from "../../infra/demo/city.ts";
import { type OperationId, routes } from "../../shared/contracts/routes.ts";
import { storedButQuotas } from "../support/stored.ts";
import { oneOf } from "../support/tampering.ts";
import { police, refer, villageCommittee } from "../support/town.ts";
import { type Corpus, each, type Ground, isGiven, type Random } from "./ground.ts";
import { bodies, type Hostile, malformed, strangeParts, withBadLeaf, withExtra } from "./hostile.ts";
import { faultOfProblem } from "./judges.ts";
import { storedSince } from "./stored-since.ts";

const operations = Object.keys(routes).filter((name): name is OperationId => name in routes);
const callers = { committee: villageCommittee, agency: police, coordinator: coordinatorId, auditor: "audit-330483" };
/** One whose role may call it, so that the body is looked at. */
const callerOf = (operation: OperationId): string => {
  const [role = "agency"] = routes[operation].roles;
  return callers[role];
};

type Try = { what: string; by?: string; method: string; path: string; hostile: Hostile };

/** The address of an operation: real things where there are any, so that the body is what is wrong. */
function addressOf(operation: OperationId, caseId: string): string {
  const values: Record<string, string> = {
    caseId,
    organisationId: operation === "putOrganisation" ? "pmc-hostile" : villageCommittee,
    mediatorId: "hostile",
    code: "330483999",
    month: "2019-03",
    number: "1",
    kind: "agreement",
    year: "2031",
    scope: "330483",
  };
  return routes[operation].path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? crypto.randomUUID());
}

function tries(random: Random, cases: readonly string[]): Try[] {
  const writing = operations.filter((operation) => routes[operation].method !== "GET");
  const ofBodies = writing.flatMap((operation) => {
    const body = bodies[operation];
    const { method, open } = routes[operation];
    return Array.from({ length: 17 }, (_, index): Try => {
      const way =
        body === undefined || index % 3 === 0
          ? index % 2 === 0
            ? malformed
            : withExtra
          : index % 3 === 1
            ? withBadLeaf
            : withExtra;
      const hostile = way(random, body);
      const path = addressOf(operation, oneOf(random, cases));
      return {
        what: `${operation}: ${hostile.what}`,
        ...(open ? {} : { by: callerOf(operation) }),
        method,
        path,
        hostile,
      };
    });
  });
  const ofAddresses = operations.flatMap((operation) =>
    Array.from({ length: 3 }, (): Try => {
      const { method, open, path } = routes[operation];
      const part = oneOf(random, strangeParts);
      const named = path.replaceAll(/\{\w+\}/g, part);
      const address = named === path ? `${path}?${part}=${part}` : named;
      const by = open ? {} : { by: callerOf(operation) };
      const hostile = { what: part, body: method === "GET" ? "" : "{}" };
      return { what: `${operation} at ${part.slice(0, 40)}`, ...by, method, path: address, hostile };
    }),
  );
  return [...ofBodies, ...ofAddresses];
}

/** Bodies and addresses that no client sends: each is refused with a problem document, and nothing of it is kept. */
export const inputs: Corpus = {
  name: "hostile inputs",
  zh: "恶意输入",
  atLeast: 2_000,
  async run({ town, send }: Ground, random) {
    const cases = [await refer(town, "input-1"), await refer(town, "input-2")];
    const before = await storedButQuotas(town.platform);
    const all = tries(random, cases);
    const faults = await each(all, async ({ what, by, method, path, hostile }) => {
      const answer = await send(path, {
        ...(by === undefined ? {} : { by }),
        method,
        headers: { "if-match": "*", ...hostile.headers },
        ...(hostile.body.length === 0 ? {} : { body: hostile.body }),
      });
      // A caller who has a referral checked is told its faults; that is no error.
      const isTold = path.startsWith(routes.checkReferral.path) && /"errors":\[\{/.test(answer.text);
      const fault = isTold && answer.status === 200 ? undefined : faultOfProblem(answer);
      return fault === undefined ? undefined : `${what} (${method} ${path.slice(0, 120)}): ${fault}`;
    });
    const wrong = faults.filter(isGiven);
    await town.platform.settled({ ignoreDelayed: true });
    wrong.push(...(await storedSince(town.platform, before)));
    return { tried: all.length, wrong };
  },
};
