import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { grantsOf, nameOf } from "../../infra/local/grants.ts";
import { describeStack } from "../../infra/local/stack.ts";
import { readTemplate } from "../../infra/local/template.ts";
import { unexplained } from "./compare.ts";
import { explained } from "./explained.ts";

// npm run grants: which rights of the functions the last whole run of the tests did not use. That run notes in the folder
// LOCAL_GRANTS which ones served, each of its processes in a file; after a part of the tests there is more than there should be.
const { LOCAL_GRANTS: folder = join(".local", "grants") } = process.env;
const files = globSync("*.txt", { cwd: folder });
if (files.length === 0)
  throw new Error(`no run is noted in ${folder}: set LOCAL_GRANTS to it, run npm test, then this`);
const used = new Set(files.flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n")));
const place = { region: "us-east-1", accountId: "000000000000", queueBase: "http://127.0.0.1" };
const { name: stackName, functions } = describeStack(await readTemplate("cdk.out", place));
const granted = functions.flatMap(({ name, statements }) =>
  grantsOf(statements).map((grant) => nameOf(stackName, name, grant)),
);
const wrong = unexplained(granted, used, explained);
const served = granted.filter((name) => used.has(name)).length;
process.stdout.write(`${granted.length} grants: ${served} used, ${granted.length - served} not\n`);
for (const line of wrong) process.stderr.write(`${line}\n`);
process.exitCode = wrong.length === 0 ? 0 : 1;
