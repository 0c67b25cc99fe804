import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { releaseOf } from "./release.ts";
import { synthesise } from "./synthesise.ts";

// Records the stack as it is released, by which the tests judge what comes after it. Only once it is deployed everywhere.
const file = join(import.meta.dirname, "last-release.json");
writeFileSync(file, `${JSON.stringify(releaseOf(synthesise().template), null, 2)}\n`);
