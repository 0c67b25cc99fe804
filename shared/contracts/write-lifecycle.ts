import { writeFileSync } from "node:fs";
import { lifecycleDocument } from "../domain/lifecycle-table.ts";
import { bundledRulePacks, rulePackInForce } from "../domain/rule-pack.ts";

// Run with the file to write; the page shows the latest rules that are bundled.
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: write-lifecycle.ts FILE");
writeFileSync(file, lifecycleDocument(rulePackInForce(bundledRulePacks(), "9999-12-31")));
