import * as z from "zod";
import { createCaseFiles } from "../shared/aws/case-files.ts";
import { documentClient, keyClient } from "../shared/aws/clients.ts";
import { createFileLock } from "../shared/aws/file-lock.ts";
import { scannerAt } from "../shared/aws/virus-scanner.ts";
import { paperTask } from "../shared/contracts/messages.ts";
import { readConfig, text } from "../shared/runtime/config.ts";
import { eachMessage } from "../shared/runtime/each-record.ts";
import { tendPapers } from "../shared/runtime/tend-papers.ts";

const config = readConfig({
  TABLE_NAME: text,
  DOCUMENT_BUCKET: text,
  DOCUMENT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
  SCANNER_ADDRESS: z.string().default(""),
});
const keys = keyClient().config;
const place = {
  bucket: config.DOCUMENT_BUCKET,
  host: config.DOCUMENT_BUCKET_HOST,
  endpoint: config.AWS_ENDPOINT_URL_S3,
};
const ports = {
  table: { client: documentClient(), name: config.TABLE_NAME },
  lockFile: createFileLock(keys, place),
  caseFiles: createCaseFiles(keys, place),
  scan: scannerAt(config.SCANNER_ADDRESS),
  now: () => new Date().toISOString(),
};

/** Locks the papers of an archived case until its time of keeping is over, or asks the scanner again about a paper that waits for it. */
export const handler = eachMessage("tend-papers-when-asked", (json) => tendPapers(ports, paperTask().parse(json)));
