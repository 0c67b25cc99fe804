import { documentClient, keyClient } from "../shared/aws/clients.ts";
import { createFileLock } from "../shared/aws/file-lock.ts";
import { paperTask } from "../shared/contracts/messages.ts";
import { readConfig, text } from "../shared/runtime/config.ts";
import { eachMessage } from "../shared/runtime/each-record.ts";
import { lockPapers } from "../shared/runtime/lock-papers.ts";

const config = readConfig({
  TABLE_NAME: text,
  DOCUMENT_BUCKET: text,
  DOCUMENT_BUCKET_HOST: text,
  AWS_ENDPOINT_URL_S3: text.optional(),
});
const ports = {
  table: { client: documentClient(), name: config.TABLE_NAME },
  lockFile: createFileLock(keyClient().config, {
    bucket: config.DOCUMENT_BUCKET,
    host: config.DOCUMENT_BUCKET_HOST,
    endpoint: config.AWS_ENDPOINT_URL_S3,
  }),
  now: () => new Date().toISOString(),
};

/** Locks the papers of an archived case until its time of keeping is over. */
export const handler = eachMessage("tend-papers-when-asked", (json) =>
  lockPapers(ports, paperTask().parse(json).caseId),
);
