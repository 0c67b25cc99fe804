import { join } from "node:path";
import type { ICommandHooks } from "aws-cdk-lib/aws-lambda-nodejs";

/** What a page needs to show the API without asking any other server, and the licence it comes under. */
const docsFiles = ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"];

/** Puts `openapi.json` and `docs/` beside the API's bundle. */
export const apiDocs: ICommandHooks = {
  beforeInstall: () => [],
  beforeBundling: () => [],
  afterBundling: (project, output) => [
    `mkdir -p "${join(output, "docs")}"`,
    ...docsFiles.map((file) => `cp "${join(project, "node_modules/swagger-ui-dist", file)}" "${join(output, "docs")}"`),
    `"${process.execPath}" "${join(project, "shared/contracts/write-openapi.ts")}" "${join(output, "openapi.json")}"`,
  ],
};
