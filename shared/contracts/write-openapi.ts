import { writeFileSync } from "node:fs";
import { openApiDocument } from "./openapi.ts";

// Run at build time with the file to write; the API serves the document as it is.
const [file] = process.argv.slice(2);
if (file === undefined) throw new Error("usage: write-openapi.ts FILE");
writeFileSync(file, JSON.stringify(openApiDocument()));
