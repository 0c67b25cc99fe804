import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { applies, type Need, type Statement } from "./iam.ts";

/** One thing that a statement lets somebody do: one action on one resource, for items on one kind of partition where it says so. */
export type Grant = { statement: Statement; action: string; resource: string; partition?: string };

const leadingKeys = "dynamodb:LeadingKeys";

/** All that the statements allow, in its smallest parts. */
export function grantsOf(statements: readonly Statement[]): Grant[] {
  return statements
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap((statement) =>
      statement.Action.flatMap((action) =>
        statement.Resource.flatMap((resource) => {
          const partitions = Object.values(statement.Condition).flatMap((tests) => tests[leadingKeys] ?? []);
          const whole = { statement, action, resource };
          return partitions.length === 0 ? [whole] : partitions.map((partition) => ({ ...whole, partition }));
        }),
      ),
    );
}

/** Whether the grant by itself lets this be done. */
export function serves({ statement, action, resource, partition }: Grant, need: Need): boolean {
  const Condition = Object.fromEntries(
    Object.entries(statement.Condition).map(([operator, tests]) => [
      operator,
      leadingKeys in tests && partition !== undefined ? { ...tests, [leadingKeys]: [partition] } : tests,
    ]),
  );
  return applies({ ...statement, Action: [action], Resource: [resource], Condition }, need);
}

/** The grant in one line, without region, account, the stack's name and the letters that CloudFormation appends to names. */
export function nameOf(stackName: string, functionName: string, { action, resource, partition }: Grant): string {
  const [, , , , , ...rest] = resource.split(":");
  const place = (rest.join(":") || resource)
    .replaceAll(`${stackName}-`, "")
    .replaceAll(stackName, "")
    .replaceAll(/[0-9A-F]{8}(?=$|\/)/g, "");
  return [functionName, action, place, partition].filter((part) => part !== undefined).join(" ");
}

/** Notes that a function was permitted to do something. */
export type GrantLog = (functionName: string, statements: readonly Statement[], need: Need) => void;

/** Writes into the folder, a line each, the grants that served; each process has a file of its own. */
export function openGrantLog(folder: string, stackName: string): GrantLog {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${process.pid}.txt`);
  const known = new Map<readonly Statement[], Grant[]>();
  const written = new Set<string>();
  const seen = new Set<string>();
  return (functionName, statements, need) => {
    // A key is told by its beginning, and an object by its folder: the same call on another partition is not looked at again.
    const keys = Object.values(need.context ?? {}).map((values) => values.map((value) => value.split("#")[0]).join());
    const call = [functionName, need.action, need.resource.split("/").slice(0, 4).join("/"), ...keys].join(" ");
    if (seen.has(call)) return;
    seen.add(call);
    const grants = known.get(statements) ?? grantsOf(statements);
    known.set(statements, grants);
    for (const grant of grants) {
      const name = nameOf(stackName, functionName, grant);
      if (written.has(name) || !serves(grant, need)) continue;
      written.add(name);
      appendFileSync(file, `${name}\n`);
    }
  };
}
