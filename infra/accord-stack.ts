import { CfnOutput, Duration, Stack, type StackProps } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { services } from "../shared/contracts/services.ts";
import { documentFiled } from "../shared/domain/document-access.ts";
import { countedAfter } from "../shared/domain/tally.ts";
import { toldActs } from "../shared/domain/told-acts.ts";
import { digestPrefix } from "../shared/dynamo/keys.ts";
import { bindings, bindingTimeout } from "./bindings.ts";
import { CaseFiles } from "./case-files.ts";
import { CaseTable } from "./case-table.ts";
import { DataKey } from "./data-key.ts";
import { DeadlineClock } from "./deadline-clock.ts";
import { FrontDoor } from "./front-door.ts";
import { LookupKey } from "./lookup-key.ts";
import { mountsOf } from "./mounts.ts";
import { watchOver } from "./operations.ts";
import { OrganisationInboxes } from "./organisation-inboxes.ts";
import { paperTasks } from "./paper-tasks.ts";
import { parametersOf } from "./parameters.ts";
import type { PrivateNetwork } from "./private-network.ts";
import { QueueWorker } from "./queue-worker.ts";
import { replays } from "./replays.ts";
import { RootSigning } from "./root-signing.ts";
import { ServiceFunction } from "./service-function.ts";
import { signingIn } from "./signing-in.ts";
import { applyStage } from "./stage.ts";
import { StreamWorker } from "./stream-worker.ts";
import { webhookLanes } from "./webhook-lanes.ts";

interface AccordStackProps extends StackProps {
  /** The code of the function with this entry, relative to `functions/`. */
  readonly codeOf: (entry: string) => Code;
  /** Where the function that calls webhooks runs, to reach private networks. */
  readonly webhookNetwork?: PrivateNetwork | undefined;
  /** Executions of the account that are kept for referrals and steps, and are the most these have; none unless said. */
  readonly reservedForCases?: number | undefined;
}

/** The whole platform, composed in the order in which a referral travels through it. */
export class AccordStack extends Stack {
  constructor(scope: Construct, id: string, { codeOf, webhookNetwork, reservedForCases, ...props }: AccordStackProps) {
    super(scope, id, props);
    const parameters = parametersOf(this);
    const { audience, bootstrapOrganisation, bootstrapKey, issuer, clientId, scopes, consoleOrigin } = parameters;
    /** Which private networks webhooks reach: for those that call them, and those that refuse other addresses. */
    const reaching = { WEBHOOK_NETWORKS: parameters.webhookNetworks.valueAsString };
    /** Who scans what is uploaded. */
    const scanning = { SCANNER_ADDRESS: parameters.scannerAddress.valueAsString };

    /** Who signs papers electronically. */
    const signing = {
      SIGNING_URL: parameters.signingUrl.valueAsString,
      SIGNING_KEY: parameters.signingKey.valueAsString,
    };

    const table = new CaseTable(this, "Cases");
    const dataKey = new DataKey(this, "DataKey", {
      present: parameters.dataKey,
      former: parameters.formerDataKey,
    });
    const lookupKey = new LookupKey(this, "LookupKey");
    const caseFiles = new CaseFiles(this, "CaseFiles", { pagesFrom: consoleOrigin.valueAsString });
    const inboxes = new OrganisationInboxes(this, "Inboxes");

    /** By which a function tells who calls, and how much each may. */
    const callers = {
      AUDIENCE: audience.valueAsString,
      BOOTSTRAP_ORGANISATION: bootstrapOrganisation.valueAsString,
      BOOTSTRAP_JWK: bootstrapKey.valueAsString,
      LIMITS: parameters.limits.valueAsString,
    };
    const api = new ServiceFunction(this, "Api", {
      code: codeOf("cases/main.ts"),
      description: "Answers the requests about cases, and all that no other function answers",
      reserved: reservedForCases,
      timeout: Duration.seconds(29),
      memorySize: 512,
      uses: [
        table.reading(
          ["GetItem", "BatchGetItem", "Query"],
          ["casesByHolder", "casesBySender", "casesByParty", "casesByCounty", "organisationsByCounty"],
        ),
        table.writing(["PutItem"], "cases", "referrals", "pairs", "logs", "approvals", "tokens"),
        table.writing(["UpdateItem"], "cases", "cursors", "quotas"),
        table.writing(["DeleteItem"], "cases", "pairs", "approvals"),
        dataKey.access(["GenerateDataKey", "Decrypt"], "cases"),
        // A step that waits for a second person, which the registry shows.
        dataKey.access(["GenerateDataKey"], "approvals"),
        lookupKey.hashing(),
        caseFiles.access(),
        inboxes.serving(),
      ],
      settings: { ...callers, ...scanning },
    });
    inboxes.lentBy(api);
    const registry = new ServiceFunction(this, "Registry", {
      code: codeOf("registry/main.ts"),
      description: "Answers the requests about organisations, keys, mediators, divisions, law and webhook endpoints",
      timeout: Duration.seconds(29),
      memorySize: 512,
      uses: [
        table.reading(["GetItem", "BatchGetItem", "Query"], ["organisationsByCounty", "casesByHolder"]),
        table.writing(["PutItem"], "organisations", "divisions", "calendars", "law", "deliveries", "digestPlans"),
        table.writing(["UpdateItem"], "organisations", "deliveries", "cursors", "quotas", "keyCodes"),
        table.writing(["PutItem"], "logs", "approvals", "keyCodes", "tokens"),
        table.writing(["DeleteItem"], "organisations", "approvals", "keyCodes"),
        dataKey.access(["GenerateDataKey"], "endpoints"),
        dataKey.access(["GenerateDataKey", "Decrypt"], "approvals"),
        lookupKey.hashing(),
        inboxes.provisioning(),
      ],
      settings: { ...callers, ...reaching },
    });
    const office = new ServiceFunction(this, "Office", {
      code: codeOf("office/main.ts"),
      description: "Answers with the reports, the case export and claims for incentive pay, and erases cases",
      timeout: Duration.seconds(29),
      memorySize: 512,
      uses: [
        table.reading(
          ["GetItem", "BatchGetItem", "Query"],
          ["casesByHolder", "casesBySender", "casesByCounty", "organisationsByCounty"],
        ),
        // Of a case it writes that somebody read the parties, and that it was erased.
        table.writing(["PutItem"], "claims", "cases", "earlierFigures", "logs", "tokens", "approvals"),
        // Where its time of keeping is over.
        table.writing(["DeleteItem"], "cases", "pairs", "terms", "approvals"),
        caseFiles.erasing(),
        // Of a referral it overwrites the hash of what was sent.
        table.writing(["UpdateItem"], "cursors", "quotas", "referrals"),
        dataKey.access(["Decrypt"], "parties"),
      ],
      settings: callers,
    });
    /** By which a function finds where people sign in. */
    const provider = {
      OIDC_ISSUER: issuer.valueAsString,
      OIDC_CLIENT_ID: clientId.valueAsString,
      OIDC_SCOPES: scopes.valueAsString,
      CONSOLE_ORIGIN: consoleOrigin.valueAsString,
    };
    const people = new ServiceFunction(this, "People", {
      code: codeOf("people/main.ts"),
      description: "Signs people in, and answers the requests about who has a seat at which organisation",
      timeout: Duration.seconds(29),
      memorySize: 512,
      uses: [
        table.reading(["GetItem", "BatchGetItem", "Query"]),
        table.writing(["UpdateItem"], "cursors", "quotas"),
        table.writing(["PutItem"], "tokens", "approvals"),
        table.writing(["DeleteItem"], "approvals"),
        dataKey.access(["GenerateDataKey"], "approvals"),
        ...signingIn(table),
      ],
      settings: { ...callers, ...provider },
    });
    /** Who was killed at a binding is not at it any more by then. */
    const holdSeconds = String(bindingTimeout.toSeconds() + 5);
    const papers = new ServiceFunction(this, "Papers", {
      code: codeOf("papers/main.ts"),
      description: "Makes official papers from cases and puts them into their files, and binds files",
      timeout: bindingTimeout,
      memorySize: 1_769,
      uses: [
        table.reading(["GetItem", "BatchGetItem", "Query"]),
        // Of a case it writes papers, their number, what was said for them, and that somebody read the parties.
        table.writing(["PutItem"], "cases", "numbers"),
        // Templates of forms, who loaded them, and by which token.
        table.writing(["PutItem"], "templates", "logs", "tokens", "bindings"),
        table.writing(["UpdateItem"], "quotas", "bindings"),
        dataKey.access(["GenerateDataKey", "Decrypt"], "cases"),
        caseFiles.access(),
        caseFiles.binding(),
      ],
      settings: { ...callers, ...reaching, ...scanning, ...signing, HOLD_SECONDS: holdSeconds },
    });
    const { audit, signer } = new RootSigning(this, "Roots", {
      ...{ table, codeOf, callers },
      logTo: (bucket) => caseFiles.logAccessOf(bucket),
    });
    // The pages call the operations of the others in their own process, so this function may do what those may. Of the office they
    // read, decide on claims and load figures: erasing is left to the API. A function that puts papers takes none away.
    const pages = new ServiceFunction(this, "Console", {
      code: codeOf("console/main.ts"),
      description: "Answers the pages on which people work",
      timeout: Duration.seconds(29),
      memorySize: 1_024,
      uses: [
        table.reading(
          ["GetItem", "BatchGetItem", "Query"],
          ["casesByHolder", "casesBySender", "casesByParty", "casesByCounty", "organisationsByCounty"],
        ),
        table.writing(
          ["PutItem"],
          "cases",
          "referrals",
          "pairs",
          "divisions",
          "calendars",
          "law",
          "claims",
          "keptForms",
          "numbers",
          "deliveries",
          "approvals",
          "keyCodes",
          "digestPlans",
          "bindings",
          "earlierFigures",
          "templates",
        ),
        table.writing(["UpdateItem"], "cases", "organisations", "cursors", "quotas", "deliveries"),
        table.writing(["DeleteItem"], "cases", "pairs", "approvals"),
        ...signingIn(table),
        dataKey.access(["GenerateDataKey", "Decrypt"], "cases", "forms", "approvals"),
        dataKey.access(["GenerateDataKey"], "endpoints"),
        lookupKey.hashing(),
        caseFiles.access(),
        caseFiles.binding(),
        inboxes.provisioning(),
      ],
      settings: { ...callers, ...provider, ...reaching, ...scanning, ...signing },
    });
    const serving = { cases: api, registry, office, people, papers, audit };
    const frontDoor = new FrontDoor(this, "FrontDoor", {
      mounts: [
        ...mountsOf(services, "cases").map(({ resource, service }) => ({ resource, function: serving[service] })),
        ...["/console", "/console/{proxy+}"].map((resource) => ({ resource, function: pages })),
      ],
    });

    const intake = new QueueWorker(this, "Intake", {
      queueName: "intake",
      urlVariable: "INTAKE_QUEUE_URL",
      functionName: "Route",
      code: codeOf("route-when-case-submitted.ts"),
      description: "Offers a submitted case to the organisation that the rules choose",
      timeout: Duration.seconds(20),
      maxConcurrency: 50,
      uses: [
        table.reading(["GetItem", "BatchGetItem", "Query"], ["casesByHolder", "casesByParty", "organisationsByCounty"]),
        table.readingAcross("table", "casesByParty"),
        table.writing(["PutItem", "DeleteItem"], "cases"),
        table.writing(["BatchWriteItem"], "terms"),
      ],
    });
    api.uses(intake.address());
    pages.uses(intake.sending());
    // It asks the router to take back what is offered to a body that is suspended.
    registry.uses(intake.sending());
    const { webhooks, retries } = webhookLanes(this, { table, dataKey, inboxes, codeOf, reaching, webhookNetwork });
    // Somebody tests an endpoint.
    registry.uses(retries.sending());
    pages.uses(retries.sending());
    const binding = bindings(this, { papers, pages });
    const tending = paperTasks(this, { table, caseFiles, codeOf, scanning, askedBy: [api, pages] });
    const again = replays(this, { table, inboxes, intake, retries, paperTasks: tending, codeOf, askedBy: api });

    const publisher = new StreamWorker(this, "Publisher", {
      table,
      insertedKeysBegin: { pk: "CASE#", sk: "EVENT#" },
      news: { sk: "DOCUMENT#", type: documentFiled },
      acts: Object.keys(toldActs),
      beside: digestPrefix,
      functionName: "PublishEvents",
      code: codeOf("publish-events-when-case-saved.ts"),
      description: "Sends each saved event to the queues that act on it",
      timeout: Duration.seconds(30),
      uses: [
        table.reading(["GetItem", "BatchGetItem", "Query"]),
        intake.sending(),
        webhooks.sending(),
        tending.sending(),
        inboxes.sending(),
      ],
    });
    const counter = new StreamWorker(this, "Counter", {
      table,
      insertedKeysBegin: { pk: "CASE#", sk: "EVENT#" },
      types: countedAfter,
      functionName: "Count",
      code: codeOf("count-when-case-saved.ts"),
      description: "Keeps the figures of the monthly return up to the cases that end",
      timeout: Duration.seconds(30),
      uses: [
        table.reading(["GetItem", "BatchGetItem", "Query"]),
        table.writing(["PutItem"], "cases", "tallies", "refusals"),
        table.writing(["UpdateItem"], "tallies", "refusals"),
      ],
    });
    const clock = new DeadlineClock(this, "Clock", {
      functionName: "ActOnDeadlines",
      code: codeOf("act-when-deadline-passes.ts"),
      description: "Acts on every deadline that has passed, repeats what was left open, and makes the daily digests",
      timeout: Duration.seconds(55),
      // A whole processor: after a long holiday tens of thousands of deadlines may have passed in the same minute.
      memorySize: 1_769,
      uses: [
        table.reading(["GetItem", "BatchGetItem", "Query"], ["dueNext", "casesByHolder", "organisationsByCounty"]),
        table.readingAcross("dueNext"),
        table.writing(["PutItem", "DeleteItem"], "cases"),
        table.writing(["PutItem"], "digests", "digestPlans"),
        table.writing(["UpdateItem"], "calendars", "deliveries"),
        retries.sending(),
      ],
    });

    const alarms = watchOver(this, {
      table,
      frontDoor,
      streams: [
        { worker: publisher, work: "published" },
        { worker: counter, work: "counted" },
      ],
      clock,
      signer,
      workers: [
        { worker: intake, oldestMessageSeconds: 300 },
        { worker: webhooks, oldestMessageSeconds: 300 },
        { worker: retries, oldestMessageSeconds: 1800 },
        { worker: again, oldestMessageSeconds: 3600 },
        { worker: binding, oldestMessageSeconds: 900 },
        { worker: tending, oldestMessageSeconds: 3600 },
      ],
    });
    applyStage(this, parameters.logDays);

    new CfnOutput(this, "ApiUrl", { value: frontDoor.url });
    new CfnOutput(this, "TableName", { value: table.tableName });
    new CfnOutput(this, "AlarmTopicArn", { value: alarms.topic.topicArn, description: "Subscribe the operators here" });
  }
}
