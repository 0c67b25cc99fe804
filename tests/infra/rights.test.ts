import { describe, expect, it } from "vitest";
import * as z from "zod";
import { partitions } from "../../infra/case-table.ts";
import * as keys from "../../shared/dynamo/keys.ts";
import { synthesise } from "./synthesise.ts";
import { actionsOf, all, properties, rightsOf } from "./template.ts";

const { template } = synthesise();
const functionNames = all(template, "AWS::Lambda::Function", properties.function).map(([id]) => id);

describe("least privilege", () => {
  const reads = ["BatchGetItem", "GetItem", "Query"];
  const counted = ["CASE#*", "TALLY#*", "REFUSALS#*"];
  const registered = ["ORGANISATION#*", "COUNTY#*", "CALENDARS*", "LAW#*", "DELIVERY#*"];
  const seated = ["ORGANISATION#*", "PERSON#*", "SUBJECT#*", "INVITATION#*", "SIGNIN#*", "SESSION#*"];
  const unseated = ["ORGANISATION#*", "PERSON#*", "SIGNIN#*", "SESSION#*"];
  const shown = ["CASE#*", "REFERRAL#*", "PAIR#*", "COUNTY#*", "CALENDARS*", "LAW#*"];
  const writes = ["PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem"];
  const leadingKeys = z.strictObject({
    "ForAllValues:StringLike": z.strictObject({ "dynamodb:LeadingKeys": z.union([z.string(), z.array(z.string())]) }),
  });
  const matches = (pattern: string, pk: string): boolean =>
    pattern.endsWith("*") ? pk.startsWith(pattern.slice(0, -1)) : pk === pattern;

  /** By write action, under which partition keys the function may do it, by whichever statement. */
  const writesOf = (name: string): Record<string, string[]> => {
    const rights = rightsOf(template, name).flatMap(({ Action, Condition }) =>
      Action.map((action) => action.replace("dynamodb:", ""))
        .filter((action) => writes.includes(action))
        .flatMap((action) => {
          const allowed = leadingKeys.parse(Condition)["ForAllValues:StringLike"]["dynamodb:LeadingKeys"];
          return [allowed].flat().map((key) => ({ action, key }));
        }),
    );
    const byAction = Map.groupBy(rights, ({ action }) => action);
    return Object.fromEntries([...byAction].map(([action, all]) => [action, all.map(({ key }) => key)]));
  };

  const streamReads = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];

  it.each([
    ["Api", ["ChangeMessageVisibility", "DeleteMessage", "ReceiveMessage", "SendMessage"]],
    ["Registry", ["CreateQueue", "SendMessage", "SetQueueAttributes"]],
    ["Office", []],
    [
      "Papers",
      [
        "ChangeMessageVisibility",
        "DeleteMessage",
        "GetQueueAttributes",
        "GetQueueUrl",
        "ReceiveMessage",
        "SendMessage",
      ],
    ],
    ["People", []],
    ["Audit", []],
  ])("lets %s do with queues only %j: with inboxes, or asking others to look", (name, actions) => {
    expect(actionsOf(template, name, "sqs")).toEqual(actions);
    for (const { Action, Resource } of rightsOf(template, name)) {
      if (!Action.some((action) => action.startsWith("sqs:"))) continue;
      const asks =
        { Registry: /IntakeQueue/, Api: /ReplaysQueue|PaperTasksQueue/, Papers: /BindingsQueue/ }[name] ?? /none/;
      const isAsking = Action.every((action) => action === "sqs:SendMessage");
      const works = name === "Papers" ? asks : /accord-inbox-\*/;
      expect(JSON.stringify(Resource)).toMatch(isAsking ? asks : works);
    }
  });

  it("lets the API alone lend the reading of inboxes, by a role that does no more", () => {
    const lending = functionNames.filter((name) => actionsOf(template, name, "sts").length > 0);
    expect(lending).toEqual(["Api"]);
    const [granted] = rightsOf(template, "Api").filter(({ Action }) => Action.includes("sts:AssumeRole"));
    const roles = all(template, "AWS::IAM::Role", properties.role);
    const [reader, ...others] = roles.filter(([, { AssumeRolePolicyDocument }]) =>
      JSON.stringify(AssumeRolePolicyDocument).includes('"AWS"'),
    );
    expect(others).toEqual([]);
    const [id, { AssumeRolePolicyDocument, MaxSessionDuration }] = z.tuple([z.string(), properties.role]).parse(reader);
    expect(granted?.Resource).toEqual([{ "Fn::GetAtt": [id, "Arn"] }]);
    const api = all(template, "AWS::Lambda::Function", properties.function).find(([name]) => name === "Api");
    expect([AssumeRolePolicyDocument, MaxSessionDuration]).toMatchObject([
      { Statement: [{ Action: "sts:AssumeRole", Principal: { AWS: api?.[1].Role } }] },
      3_600,
    ]);
    const policies = all(template, "AWS::IAM::Policy", properties.policy).filter(([, { Roles }]) =>
      JSON.stringify(Roles).includes(`"${id}"`),
    );
    const rights = policies.flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement);
    expect(rights.map(({ Action }) => Action.toSorted())).toEqual([
      ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    ]);
    expect(JSON.stringify(rights.map(({ Resource }) => Resource))).toMatch(/accord-inbox-\*/);
  });

  it("lets each function write its own kinds of items and no others", () => {
    const written = functionNames.map((name) => [name, writesOf(name)]);
    expect(Object.fromEntries(written)).toEqual({
      ActOnDeadlines: {
        PutItem: ["CASE#*", "DIGEST#*", "DIGESTS#*"],
        UpdateItem: ["CALENDARS*", "DELIVERY#*"],
        DeleteItem: ["CASE#*"],
      },
      Api: {
        PutItem: ["CASE#*", "REFERRAL#*", "PAIR#*", "LOG#*", "APPROVAL#*", "TOKEN#*"],
        UpdateItem: ["CASE#*", "CURSORS", "QUOTA#*"],
        DeleteItem: ["CASE#*", "PAIR#*", "APPROVAL#*"],
      },
      Audit: { UpdateItem: ["CURSORS", "QUOTA#*"] },
      // The pages do what the API, the registry and the sign-in do.
      Console: {
        PutItem: [
          ...shown,
          "CLAIM#*",
          "KEPT#*",
          "NUMBERS#*",
          "DELIVERY#*",
          "APPROVAL#*",
          "KEYCODE#*",
          "DIGESTS#*",
          "BINDING#*",
          "EARLIER#*",
          "TEMPLATE#*",
          ...seated,
          "LOG#*",
        ],
        UpdateItem: ["CASE#*", "ORGANISATION#*", "CURSORS", "QUOTA#*", "DELIVERY#*", "INVITATION#*", "SESSION#*"],
        DeleteItem: ["CASE#*", "PAIR#*", "APPROVAL#*", ...unseated],
      },
      Count: { PutItem: counted, UpdateItem: ["TALLY#*", "REFUSALS#*"] },
      DeliverWebhook: { PutItem: ["DELIVERY#*"], UpdateItem: ["DELIVERY#*"], DeleteItem: ["DELIVERY#*"] },
      Office: {
        PutItem: ["CLAIM#*", "CASE#*", "EARLIER#*", "LOG#*", "TOKEN#*", "APPROVAL#*"],
        UpdateItem: ["CURSORS", "QUOTA#*", "REFERRAL#*"],
        DeleteItem: ["CASE#*", "PAIR#*", "TERM#*", "APPROVAL#*"],
      },
      Papers: {
        PutItem: ["CASE#*", "NUMBERS#*", "TEMPLATE#*", "LOG#*", "TOKEN#*", "BINDING#*"],
        UpdateItem: ["QUOTA#*", "BINDING#*"],
      },
      People: {
        PutItem: ["TOKEN#*", "APPROVAL#*", ...seated, "LOG#*"],
        UpdateItem: ["CURSORS", "QUOTA#*", "INVITATION#*", "SESSION#*"],
        DeleteItem: ["APPROVAL#*", ...unseated],
      },
      PublishAgain: { PutItem: ["REPLAY#*"] },
      PublishEvents: {},
      Registry: {
        PutItem: [...registered, "DIGESTS#*", "LOG#*", "APPROVAL#*", "KEYCODE#*", "TOKEN#*"],
        UpdateItem: ["ORGANISATION#*", "DELIVERY#*", "CURSORS", "QUOTA#*", "KEYCODE#*"],
        DeleteItem: ["ORGANISATION#*", "APPROVAL#*", "KEYCODE#*"],
      },
      Route: { PutItem: ["CASE#*"], DeleteItem: ["CASE#*"], BatchWriteItem: ["TERM#*"] },
      SignRoot: {},
      TendPapers: { UpdateItem: ["CASE#*"] },
    });
  });

  it("knows the kind of every item that can be written", () => {
    const formulas = Object.entries(keys).flatMap(([name, formula]) =>
      name.endsWith("Key") && typeof formula === "function" ? [[name, formula] as const] : [],
    );
    expect(formulas.length).toBeGreaterThan(15);
    for (const [name, formula] of formulas) {
      const { pk } = z.object({ pk: z.string() }).parse(Reflect.apply(formula, undefined, ["a", "b", "c"]));
      const kinds = Object.values(partitions).filter((pattern) => matches(pattern, pk));
      expect(kinds, name).toHaveLength(1);
    }
  });

  it("lets the publisher read the table and its stream, and write neither", () => {
    expect(actionsOf(template, "PublishEvents", "dynamodb")).toEqual([...streamReads, ...reads].sort());
  });

  it("lets the publisher send to the two queues and every inbox", () => {
    const targets = rightsOf(template, "PublishEvents")
      .filter(({ Action }) => Action.includes("sqs:SendMessage"))
      .map(({ Resource }) => JSON.stringify(Resource))
      .join();
    expect(targets).toMatch(/IntakeQueue/);
    expect(targets).toMatch(/WebhooksQueue/);
    expect(targets).toMatch(/accord-inbox-\*/);
  });

  it("lets the clock, the registry and the pages send webhooks to the queue of retries alone", () => {
    for (const name of ["ActOnDeadlines", "Registry", "Console"]) {
      const targets = rightsOf(template, name)
        .filter(({ Action }) => Action.includes("sqs:SendMessage"))
        .map(({ Resource }) => JSON.stringify(Resource))
        .join();
      expect(targets).toMatch(/WebhookRetriesQueue/);
      expect(targets).not.toMatch(/WebhooksQueue/);
    }
  });

  it("lets who tells again send where the publisher does, webhooks by the queue of retries", () => {
    const targets = rightsOf(template, "PublishAgain")
      .filter(({ Action }) => Action.includes("sqs:SendMessage"))
      .map(({ Resource }) => JSON.stringify(Resource))
      .join();
    for (const queue of [/IntakeQueue/, /WebhookRetriesQueue/, /accord-inbox-\*/]) expect(targets).toMatch(queue);
    expect(targets).not.toMatch(/WebhooksQueue/);
  });

  it("lets the router send to no queue, and the webhooks to their retries and to inboxes", () => {
    expect(actionsOf(template, "Route", "sqs")).not.toContain("SendMessage");
    const targets = rightsOf(template, "DeliverWebhook")
      .filter(({ Action }) => Action.includes("sqs:SendMessage"))
      .map(({ Resource }) => JSON.stringify(Resource))
      .join();
    expect(targets).toMatch(/WebhookRetriesQueue/);
    expect(targets).toMatch(/accord-inbox-\*/);
    expect(targets).not.toMatch(/IntakeQueue/);
  });

  it("keeps the key of party data from all but the API, the office, papers, the pages and, for signing secrets and what waits for a second person, others", () => {
    const keyRights = functionNames.map((name) => [name, actionsOf(template, name, "kms")]);
    expect(Object.fromEntries(keyRights)).toEqual({
      ActOnDeadlines: [],
      Api: ["Decrypt", "GenerateDataKey", "GenerateMac"],
      Audit: ["GetPublicKey"],
      Console: ["Decrypt", "GenerateDataKey", "GenerateMac"],
      Count: [],
      DeliverWebhook: ["Decrypt"],
      Office: ["Decrypt"],
      Papers: ["Decrypt", "GenerateDataKey"],
      People: ["GenerateDataKey"],
      PublishAgain: [],
      PublishEvents: [],
      Registry: ["Decrypt", "GenerateDataKey", "GenerateMac"],
      Route: [],
      SignRoot: ["GetPublicKey", "Sign"],
      TendPapers: [],
    });
  });

  it("lets each function seal and open its own kinds of texts alone, by what they are bound to", () => {
    const bound = z.strictObject({
      StringLike: z.strictObject({ "kms:EncryptionContext:subject": z.union([z.string(), z.array(z.string())]) }),
    });
    const subjectsOf = (name: string, action: string): string[] => {
      const all = rightsOf(template, name)
        .filter(({ Action }) => Action.includes(`kms:${action}`))
        .flatMap(({ Condition }) => bound.parse(Condition).StringLike["kms:EncryptionContext:subject"]);
      // By the present key, and by the former ones.
      return [...new Set(all)];
    };
    const of = (action: string) =>
      Object.fromEntries(
        functionNames
          .map((name) => [name, subjectsOf(name, action)])
          .filter(([, subjects = []]) => subjects.length > 0),
      );
    expect(of("Decrypt")).toEqual({
      Api: ["case/*"],
      Console: ["case/*", "form/*", "approval/*"],
      DeliverWebhook: ["endpoint/*"],
      Office: ["case/*/parties"],
      Papers: ["case/*"],
      Registry: ["approval/*"],
    });
    expect(of("GenerateDataKey")).toEqual({
      Api: ["case/*", "approval/*"],
      Console: ["case/*", "form/*", "approval/*", "endpoint/*"],
      Papers: ["case/*"],
      People: ["approval/*"],
      Registry: ["endpoint/*", "approval/*"],
    });
  });

  it("lets nobody wrap by a former key, nor by the stack's own where another is named", () => {
    const wrapping = functionNames.flatMap((name) =>
      rightsOf(template, name).filter(({ Action }) => Action.includes("kms:GenerateDataKey")),
    );
    expect(wrapping.length).toBeGreaterThan(0);
    for (const { Resource } of wrapping) {
      expect(JSON.stringify(Resource)).toMatch(/^\[?\{"Fn::If":\["DataKeyIsOwn\w+",\{"Fn::GetAtt"/);
      expect(JSON.stringify(Resource)).not.toContain("FormerDataKeyId");
    }
  });

  it("lets who signs roots read heads, sign, and add to the archive, and nothing else", () => {
    expect(
      rightsOf(template, "SignRoot")
        .flatMap(({ Action }) => Action)
        .filter((action) => !action.startsWith("logs:"))
        .sort(),
    ).toEqual([
      "dynamodb:BatchGetItem",
      "dynamodb:Query",
      "kms:GetPublicKey",
      "kms:Sign",
      "s3:GetObject",
      "s3:ListBucket",
      "s3:PutObject",
      // To its own dead letters.
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
      "sqs:SendMessage",
    ]);
  });

  it("lets the router select from the table and an index, the clock from an index, and nobody from the whole of one", () => {
    const selecting = functionNames.flatMap((name) =>
      rightsOf(template, name)
        .filter(({ Action }) => Action.includes("dynamodb:PartiQLSelect"))
        .map(({ Effect, Resource, Condition }) => {
          const places = [Resource].flat().map((place) => /index\/(\w+)/.exec(JSON.stringify(place))?.[1] ?? "table");
          return [name, Effect, places, Condition];
        }),
    );
    const whole = { Bool: { "dynamodb:FullTableScan": "true" } };
    expect(selecting).toEqual([
      ["Route", "Allow", ["table", "casesByParty"], undefined],
      ["Route", "Deny", ["table", "casesByParty"], whole],
      ["ActOnDeadlines", "Allow", ["dueNext"], undefined],
      ["ActOnDeadlines", "Deny", ["table", "dueNext"], whole],
    ]);
  });

  // Each change of a case takes away what is no longer owed on it.
  const deletes = ["ActOnDeadlines", "Api", "Console", "DeliverWebhook", "Office", "People", "Registry", "Route"];
  it.each(functionNames)(
    "lets %s neither scan the table nor, unless its operations take something away, delete from it",
    (name) => {
      const actions = actionsOf(template, name, "dynamodb");
      expect(actions).not.toContain("Scan");
      expect(actions.includes("DeleteItem")).toBe(deletes.includes(name));
      expect(actions.some((action) => reads.includes(action))).toBe(true);
    },
  );
});
