import { createApp } from "../../functions/cases/app.ts";
import type { Platform } from "../../functions/http/call.ts";
import { createService } from "../../functions/http/service.ts";
import { incentiveOperations } from "../../functions/office/incentives.ts";
import { reportOperations } from "../../functions/office/reports.ts";
import { createCaseFiles } from "../../shared/aws/case-files.ts";
import { documentClient, keyClient, queueClient } from "../../shared/aws/clients.ts";
import { createInboxes } from "../../shared/aws/inboxes.ts";
import { createPartyHasher } from "../../shared/aws/party-hash.ts";
import { createSealer } from "../../shared/aws/seal.ts";

/** A platform that reaches nothing: for what the API answers by itself. */
const nowhere = (documents = "."): Platform => ({
  table: { client: documentClient(), name: "nowhere" },
  inboxes: createInboxes(queueClient(), {
    prefix: "nowhere-",
    deadLetterArn: "arn:aws:sqs:us-east-1:000000000000:dead",
  }),
  caseFiles: createCaseFiles(keyClient().config, { bucket: "nowhere", host: "nowhere.invalid" }),
  sealer: createSealer(keyClient(), "nowhere"),
  partyHasher: createPartyHasher(keyClient(), "nowhere"),
  inboxUrl: (organisationId) => `http://127.0.0.1:1/${organisationId}`,
  audience: "accord",
  bootstrap: undefined,
  allowLoopback: false,
  documents,
  now: () => "2026-03-03T02:00:00.000Z",
  newId: () => "0190a0de-0000-7000-8000-000000000001",
});

export const apiOf = (documents?: string) => createApp(nowhere(documents));

/** The function that serves the reports and the claims, behind the same front door. */
export const reportsOf = () => createService(nowhere(), { ...reportOperations, ...incentiveOperations });
