import { Stack } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { passesFilters } from "../../infra/local/event-pattern.ts";
import { documentFiled } from "../../shared/domain/document-access.ts";
import { limits } from "../../shared/domain/limits.ts";
import { countedAfter } from "../../shared/domain/tally.ts";
import { toldActs } from "../../shared/domain/told-acts.ts";
import { attemptKey, documentKey, eventKey } from "../../shared/dynamo/keys.ts";
import { appWithoutBundling, synthesise } from "./synthesise.ts";
import { all, properties, rightsOf, stringsIn, type Template } from "./template.ts";

const { template, findings } = synthesise();
const china = synthesise({ region: "cn-north-1", account: "111111111111" });

const queues = all(template, "AWS::SQS::Queue", properties.queue);
const functions = all(template, "AWS::Lambda::Function", properties.function);
const eventSources = all(template, "AWS::Lambda::EventSourceMapping", properties.eventSource);
const functionNames = [
  "ActOnDeadlines",
  "Api",
  "Audit",
  "Console",
  "Count",
  "DeliverWebhook",
  "Office",
  "Papers",
  "People",
  "PublishAgain",
  "PublishEvents",
  "Registry",
  "Route",
  "SignRoot",
  "TendPapers",
];
const isQueue = (id: string) => queues.some(([queue]) => queue === id);

describe("a queue", () => {
  const deadLetterQueues = new Set([
    ...queues.flatMap(([, { RedrivePolicy }]) => RedrivePolicy?.deadLetterTargetArn["Fn::GetAtt"][0] ?? []),
    ...eventSources.flatMap(([, source]) => source.DestinationConfig?.OnFailure.Destination["Fn::GetAtt"][0] ?? []),
    ...all(template, "AWS::Lambda::EventInvokeConfig", properties.invocation).map(
      ([, { DestinationConfig }]) => DestinationConfig.OnFailure.Destination["Fn::GetAtt"][0],
    ),
    // Told to the function that makes the inboxes at run time.
    ...stringsIn(template.Resources["Registry"]?.Properties?.["Environment"])
      .filter(({ path, text }) => path.includes("INBOX_DEAD_LETTER_ARN") && isQueue(text))
      .map(({ text }) => text),
  ]);

  it.each(queues)("%s has a dead-letter queue or is one", (id, { RedrivePolicy, MessageRetentionPeriod }) => {
    expect(RedrivePolicy !== undefined || deadLetterQueues.has(id)).toBe(true);
    expect(MessageRetentionPeriod).toBe(14 * 24 * 3600);
  });

  it.each(queues)("%s is encrypted and refuses what does not come over TLS", (id, { SqsManagedSseEnabled }) => {
    const denials = all(template, "AWS::SQS::QueuePolicy", properties.queuePolicy)
      .filter(([, { Queues }]) => Queues.some(({ Ref }) => Ref === id))
      .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === "Deny");
    expect(SqsManagedSseEnabled).toBe(true);
    expect(denials).toEqual([
      {
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: ["sqs:*"],
        Resource: [{ "Fn::GetAtt": [id, "Arn"] }],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });
});

describe("an event source", () => {
  it.each(eventSources)("%s repeats only what failed, and not for ever", (_id, source) => {
    const [sourceId] = source.EventSourceArn["Fn::GetAtt"];
    const redrive = queues.find(([id]) => id === sourceId)?.[1].RedrivePolicy;
    const attempts = redrive?.maxReceiveCount ?? source.MaximumRetryAttempts ?? -1;
    const destination = redrive?.deadLetterTargetArn ?? source.DestinationConfig?.OnFailure.Destination;
    expect(source.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
    expect(attempts).toBeGreaterThan(0);
    // A task that waits for a store or a scanner that is down is tried for three days, a quarter of an hour apart.
    expect(attempts).toBeLessThanOrEqual(sourceId.startsWith("PaperTasks") ? (3 * 24 * 60) / 15 : 10);
    expect(isQueue(destination?.["Fn::GetAtt"][0] ?? "")).toBe(true);
  });

  const queueSources = eventSources.filter(([, source]) => isQueue(source.EventSourceArn["Fn::GetAtt"][0]));

  it.each(queueSources)("%s is bounded and hides a message until its function must have ended", (_id, source) => {
    const queue = queues.find(([id]) => id === source.EventSourceArn["Fn::GetAtt"][0])?.[1];
    const worker = functions.find(([id]) => id === source.FunctionName.Ref)?.[1];
    expect(queue?.VisibilityTimeout).toBeGreaterThanOrEqual(6 * (worker?.Timeout ?? Number.NaN));
    expect(source.ScalingConfig?.MaximumConcurrency).toBeLessThanOrEqual(100);
  });

  it("gives up on a stream record before the stream forgets it", () => {
    const ages = eventSources.flatMap(([, { MaximumRecordAgeInSeconds }]) => MaximumRecordAgeInSeconds ?? []);
    expect(ages).toHaveLength(2);
    expect(Math.max(...ages)).toBeLessThan(24 * 3600);
  });

  it("wakes the publisher for a paper that came into a file, and once for each", () => {
    const patterns = eventSources
      .filter(([, { FunctionName }]) => FunctionName.Ref === "PublishEvents")
      .flatMap(([, { FilterCriteria }]) => (FilterCriteria?.Filters ?? []).map(({ Pattern }) => JSON.parse(Pattern)));
    const paper = { pk: { S: "CASE#c1" }, sk: { S: documentKey("c1", "d1").sk } };
    const wakes = (eventName: string, NewImage: object) =>
      passesFilters(patterns, { eventName, dynamodb: { Keys: paper, NewImage } });
    const news = { M: { type: { S: documentFiled } } };
    expect(wakes("INSERT", { news }), "filed at once").toBe(true);
    expect(wakes("MODIFY", { news }), "uploaded before").toBe(true);
    expect(wakes("INSERT", {}), "announced").toBe(false);
    expect(wakes("MODIFY", {}), "made again").toBe(false);
  });

  it.each([
    ["PublishEvents", undefined],
    ["Count", countedAfter],
  ] as const)("wakes %s for a case's events, not for other items with such a key", (name, types) => {
    const patterns = eventSources
      .filter(([, { FunctionName }]) => FunctionName.Ref === name)
      .flatMap(([, { FilterCriteria }]) => FilterCriteria?.Filters ?? []);
    const { eventName, dynamodb } = JSON.parse(patterns[0]?.Pattern ?? "{}");
    expect(dynamodb.NewImage?.type.S).toEqual(types);
    const wakes = ({ pk, sk }: { pk: string; sk: string }) =>
      pk.startsWith(dynamodb.Keys.pk.S[0].prefix) && sk.startsWith(dynamodb.Keys.sk.S[0].prefix);
    const ofLogs = patterns.slice(1).map(({ Pattern }) => JSON.parse(Pattern).dynamodb);
    const log = { Keys: { pk: { S: [{ prefix: "LOG#" }] }, sk: { S: [{ prefix: "ENTRY#" }] } } };
    const told = { NewImage: { entry: { M: { act: { S: Object.keys(toldActs) } } } } };
    const [ofPapers, ...others] = ofLogs;
    expect(ofPapers?.Keys.sk.S).toEqual(name === "PublishEvents" ? [{ prefix: "DOCUMENT#" }] : undefined);
    const digests = { Keys: { pk: { S: [{ prefix: "DIGEST#" }] } } };
    expect(others).toEqual(name === "PublishEvents" ? [digests, { ...log, ...told }] : []);
    expect(eventName).toEqual(["INSERT"]);
    expect(wakes(eventKey("c1", 1))).toBe(true);
    expect(wakes(attemptKey("e1", "2026-03-02T01:00:00.000Z", "c1.1"))).toBe(false);
  });

  it.each(["ActOnDeadlines", "SignRoot"])("keeps a tick of %s that failed or could not be delivered", (name) => {
    const invocations = all(template, "AWS::Lambda::EventInvokeConfig", properties.invocation);
    const invocation = invocations.find(([, { FunctionName }]) => FunctionName.Ref === name);
    const targets = all(template, "AWS::Events::Rule", properties.rule)
      .flatMap(([, { Targets }]) => Targets)
      .filter(({ Arn }) => Arn["Fn::GetAtt"][0] === name);
    expect(invocations).toHaveLength(2);
    expect(targets).toHaveLength(1);
    expect(targets[0]?.DeadLetterConfig.Arn).toEqual(invocation?.[1].DestinationConfig.OnFailure.Destination);
  });
});

describe("logs", () => {
  it("are all kept for as long as one parameter says, and never less than the law asks", () => {
    const logs = all(template, "AWS::Logs::LogGroup", properties.logGroup);
    expect(logs.length).toBeGreaterThan(functions.length);
    for (const [id, { RetentionInDays }] of logs) expect(RetentionInDays, id).toEqual({ Ref: "LogDays" });
    const { LogDays } = z
      .looseObject({ LogDays: z.looseObject({ Default: z.string(), AllowedValues: z.array(z.coerce.number()) }) })
      .parse(template["Parameters"]);
    expect(LogDays.Default).toBe("180");
    expect(Math.min(...LogDays.AllowedValues)).toBe(180);
  });
});

describe("a function", () => {
  it("is one of those that are known, under its own name", () => {
    expect(functions.map(([id]) => id).sort()).toEqual(functionNames);
  });

  it.each(functions)("%s runs Node 24 on arm64 and its log expires", (_id, fn) => {
    const logGroup = template.Resources[fn.LoggingConfig.LogGroup.Ref]?.Properties;
    expect([fn.Runtime, ...fn.Architectures]).toEqual(["nodejs24.x", "arm64"]);
    expect(properties.logGroup.parse(logGroup).RetentionInDays).toEqual({ Ref: "LogDays" });
  });

  it.each(functions)("%s finds no secret in its environment", (_id, fn) => {
    const names = Object.keys(fn.Environment.Variables);
    expect(names.filter((name) => /SECRET|PASSWORD|TOKEN|PRIVATE|CREDENTIAL|API_?KEY|HMAC/i.test(name))).toEqual([]);
  });

  it.each(functions)("%s is allowed no action by wildcard and no resource beyond its own", (id, fn) => {
    const rights = rightsOf(template, id);
    const wide = rights.filter(({ Resource }) => JSON.stringify(Resource).includes("*"));
    const allowed = (actions: readonly string[], text: string) =>
      text.endsWith(":accord-inbox-*") ||
      (/^\/(cases|pending|bundles|roots|manifests)\/\*$/.test(text) &&
        actions.every((action) => action.startsWith("s3:"))) ||
      (text === "*" && actions.join() === "dynamodb:ListStreams");
    expect(rights.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
    for (const { Action, Resource } of wide) {
      for (const { text } of stringsIn(Resource).filter(({ text }) => text.includes("*"))) {
        expect(allowed(Action, text), `${Action} on ${text}`).toBe(true);
      }
    }
    expect(template.Resources[fn.Role["Fn::GetAtt"][0]]?.Properties?.["ManagedPolicyArns"]).toBeUndefined();
  });
});

describe("the kept data", () => {
  const table = Object.values(template.Resources).find(({ Type }) => Type === "AWS::DynamoDB::Table");

  it("can be restored to any second, and neither the stack nor a slip can delete it", () => {
    expect(table).toMatchObject({
      DeletionPolicy: "RetainExceptOnCreate",
      UpdateReplacePolicy: "Retain",
      Properties: {
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
        StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      },
    });
  });

  it("is encrypted with keys that rotate and outlive the stack", () => {
    const keys = all(template, "AWS::KMS::Key", properties.key);
    expect(keys).toHaveLength(5);
    for (const [id, { EnableKeyRotation, KeySpec = "" }] of keys) {
      // A key that hashes cannot rotate, as nobody would be met again, nor one whose public half others keep.
      expect(EnableKeyRotation === true || ["HMAC_256", "ECC_NIST_P256"].includes(KeySpec)).toBe(true);
      expect(template.Resources[id]).toMatchObject({ DeletionPolicy: "RetainExceptOnCreate" });
    }
  });
});

describe("the roots", () => {
  const buckets = Object.entries(template.Resources).filter(([, { Type }]) => Type === "AWS::S3::Bucket");
  const locked = buckets.filter(([, { Properties }]) => Properties?.["ObjectLockConfiguration"] !== undefined);

  it("lie in the one bucket from which nobody can take anything for ten years", () => {
    expect(locked.map(([, { Properties, ...rest }]) => ({ ...rest, ...Properties }))).toMatchObject([
      {
        DeletionPolicy: "RetainExceptOnCreate",
        VersioningConfiguration: { Status: "Enabled" },
        ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: "COMPLIANCE", Days: 3653 } } },
      },
    ]);
  });

  it("can be hidden by nobody behind a mark of deletion or another version", () => {
    const [[bucket = ""] = []] = locked;
    const policies = Object.values(template.Resources).filter(
      ({ Type, Properties }) =>
        Type === "AWS::S3::BucketPolicy" && JSON.stringify(Properties?.["Bucket"]) === JSON.stringify({ Ref: bucket }),
    );
    const denied = { Effect: "Deny", Principal: { AWS: "*" } };
    const objects = { "Fn::Join": ["", [{ "Fn::GetAtt": [bucket, "Arn"] }, "/*"]] };
    expect(policies.map(({ Properties }) => Properties?.["PolicyDocument"])).toMatchObject([
      {
        Statement: expect.arrayContaining([
          { ...denied, Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"], Resource: objects },
          { ...denied, Action: "s3:PutObject", Resource: objects, Condition: { Null: { "s3:if-none-match": "true" } } },
        ]),
      },
    ]);
  });

  it("are added by one function, which signs them with a key that does nothing else", () => {
    const keys = all(template, "AWS::KMS::Key", properties.key).filter(
      ([, { KeySpec }]) => KeySpec === "ECC_NIST_P256",
    );
    expect(template.Resources[keys[0]?.[0] ?? ""]?.Properties).toMatchObject({ KeyUsage: "SIGN_VERIFY" });
    const adding = functionNames.filter((name) =>
      rightsOf(template, name).some(
        ({ Action, Resource }) => Action.includes("s3:PutObject") && JSON.stringify(Resource).includes("roots/*"),
      ),
    );
    expect(adding).toEqual(["SignRoot"]);
    const signing = functionNames.filter((name) =>
      rightsOf(template, name).some(({ Action }) => Action.includes("kms:Sign")),
    );
    expect(signing).toEqual(["SignRoot"]);
  });
});

describe("the front door", () => {
  it("stands behind a firewall, limits its callers and logs no body", () => {
    const [stage] = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::ApiGateway::Stage");
    const [association] = Object.values(template.Resources).filter(
      ({ Type }) => Type === "AWS::WAFv2::WebACLAssociation",
    );
    expect(association).toBeDefined();
    expect(stage?.Properties?.["MethodSettings"]).toMatchObject([
      { DataTraceEnabled: false, LoggingLevel: "ERROR", ThrottlingRateLimit: 500 },
    ]);
    expect(JSON.stringify(stage?.Properties?.["AccessLogSetting"])).toMatch(/requestId/);
    expect(JSON.stringify(stage?.Properties?.["AccessLogSetting"])).not.toMatch(
      /authorizer|requestOverride|queryString/,
    );
  });
});

describe("the share that one caller can take from the others", () => {
  const rule = z.looseObject({
    Name: z.string(),
    Statement: z.looseObject({
      RateBasedStatement: z
        .looseObject({ Limit: z.int(), EvaluationWindowSec: z.int(), CustomKeys: z.array(z.unknown()).optional() })
        .optional(),
    }),
  });
  const [acl] = Object.values(template.Resources).filter(({ Type }) => Type === "AWS::WAFv2::WebACL");
  const rates = new Map(
    z
      .array(rule)
      .parse(acl?.Properties?.["Rules"])
      .flatMap(({ Name, Statement }) => (Statement.RateBasedStatement ? [[Name, Statement.RateBasedStatement]] : [])),
  );

  it("is counted by the firewall for each token, so that a city behind one address is not one caller", () => {
    expect([...rates.keys()]).toEqual(["RequestsPerToken", "RequestsOfStrangers", "RequestsPerAddress"]);
    const keys = JSON.stringify(rates.get("RequestsPerToken")?.CustomKeys);
    expect(keys).toMatch(/"Name":"authorization"/);
    expect(keys).toMatch(/"IP":\{\}/);
    // Four hundred offices that ask every five seconds pass behind one address, with as much again for what they do.
    const aSecond = (name: string) => (rates.get(name)?.Limit ?? 0) / (rates.get(name)?.EvaluationWindowSec ?? 1);
    expect(aSecond("RequestsPerAddress")).toBeGreaterThan((2 * 400) / 5);
    expect(aSecond("RequestsPerAddress")).toBeLessThan(500);
    // The firewall takes nothing from an organisation that its quota leaves it.
    expect(aSecond("RequestsPerToken") * 60).toBeGreaterThanOrEqual(limits.requestsAMinute.most);
  });

  it("leaves executions to referrals and steps where some are kept for them, and asks no account for more than it has", () => {
    const kept = (stack: typeof template) => {
      const reserved = Object.entries(stack.Resources).map(
        ([name, { Properties }]) => [name, Properties?.["ReservedConcurrentExecutions"]] as const,
      );
      return reserved.filter(([, count]) => count !== undefined);
    };
    expect(kept(template)).toEqual([]);
    expect(kept(synthesise(undefined, undefined, {}, 200).template)).toEqual([["Api", 200]]);
  });
});

describe("an alarm that reaches the operators", () => {
  const alarms = all(template, "AWS::CloudWatch::Alarm", properties.alarm).map(([, alarm]) => alarm);
  const watches = (metric: string, id: string) =>
    alarms.some(
      ({ MetricName, Dimensions }) => MetricName === metric && JSON.stringify(Dimensions).includes(`"${id}"`),
    );
  const deadLetterQueues = queues.filter(([, { RedrivePolicy }]) => RedrivePolicy === undefined);
  const workQueues = queues.filter(([, { RedrivePolicy }]) => RedrivePolicy !== undefined);

  it.each(deadLetterQueues)("tells when %s is not empty", (id) => {
    expect(watches("ApproximateNumberOfMessagesVisible", id)).toBe(true);
  });

  it.each(workQueues)("tells when %s waits", (id) => {
    expect(watches("ApproximateAgeOfOldestMessage", id)).toBe(true);
  });

  it.each(functionNames)("tells when %s fails or is throttled", (name) => {
    expect(watches("Errors", name)).toBe(true);
    expect(watches("Throttles", name)).toBe(true);
  });

  it("tells what the log of any function says that somebody must look into", () => {
    const filters = all(template, "AWS::Logs::MetricFilter", properties.metricFilter);
    expect(filters).toHaveLength(functionNames.length);
    expect(alarms.filter(({ MetricName }) => MetricName === "LinesToLookInto")).toHaveLength(2);
  });

  it("tells when saved events lag behind or the clock or the signing stops, even in silence", () => {
    expect(watches("IteratorAge", "PublishEvents")).toBe(true);
    expect(watches("IteratorAge", "Count")).toBe(true);
    expect(alarms.filter(({ TreatMissingData }) => TreatMissingData === "breaching")).toMatchObject([
      { MetricName: "Invocations", Dimensions: [{ Value: { Ref: "ActOnDeadlines" } }] },
      { MetricName: "Invocations", Dimensions: [{ Value: { Ref: "SignRoot" } }] },
    ]);
  });
});

describe("AWS China", () => {
  // Service principals carry the same name in every partition; all else must follow the partition.
  const isServicePrincipal = (path: readonly string[], text: string) =>
    path.includes("Principal") && /^(apigateway|events|lambda|logging\.s3)\.amazonaws\.com$/.test(text);
  const literals = (source: Template) =>
    stringsIn(source).filter(
      ({ path, text }) => /arn:aws\b|amazonaws\.com/.test(text) && !isServicePrincipal(path, text),
    );

  it("gets a template without another partition's names", () => {
    expect(literals(china.template)).toEqual([]);
    expect(literals(template)).toEqual([]);
  });

  it("offers everything the template asks for", () => {
    expect(china.findings).toEqual([]);
  });
});

describe("the policy checks", () => {
  it("find nothing unexplained", () => {
    expect(findings).toEqual([]);
  });

  it("find a queue that is open to plain HTTP and has no dead-letter queue", () => {
    const app = appWithoutBundling();
    new Queue(new Stack(app, "Planted"), "Queue");
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    expect(violations.map(({ ruleName }) => ruleName).sort()).toEqual(["AwsSolutions-SQS3", "AwsSolutions-SQS4"]);
  });
});
