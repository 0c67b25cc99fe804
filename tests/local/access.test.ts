import { describe, expect, it } from "vitest";
import { type Caller, describeAccess, narrowed } from "../../infra/local/access.ts";
import { type Need, type Statement, statementsOf } from "../../infra/local/iam.ts";
import type { Resource } from "../../infra/local/template.ts";

const place = { region: "us-east-1", accountId: "000000000000" };
const roleArn = "arn:aws:iam::000000000000:role/worker";
const root = "arn:aws:iam::000000000000:root";
const table = "arn:aws:dynamodb:us-east-1:000000000000:table/cases";
const queue = "arn:aws:sqs:us-east-1:000000000000:dead";
const key = "arn:aws:kms:us-east-1:000000000000:key/k";
const file = "arn:aws:s3:::files/cases/1";

const statement = (Action: string[], Resource: string[], more: Partial<Statement> = {}): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  Condition: {},
  ...more,
});
const resource = (type: string, arn: string, properties: Record<string, unknown> = {}): Resource => ({
  id: arn,
  type: `AWS::${type}`,
  name: arn.split(/[:/]/).at(-1) ?? "",
  arn,
  properties,
});
const withPolicy = (...Statement: object[]) => [
  resource("SQS::Queue", queue),
  resource("SQS::QueuePolicy", "p", { Queues: ["http://127.0.0.1/0/dead"], PolicyDocument: { Statement } }),
];
const tlsOnly = {
  Effect: "Deny",
  Principal: "*",
  Action: "sqs:*",
  Resource: queue,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};

const worker = (...statements: Statement[]): Caller => ({ roleArn, statements });
const may = (resources: readonly Resource[], caller: Caller, need: Need, madePolicy?: () => string) =>
  describeAccess(resources, place, madePolicy).rightsOf(caller)([need]) === undefined;

describe("a test for what is missing", () => {
  const putting = statement(["s3:PutObject"], [file]);
  const denied = statement(["s3:PutObject"], [file], {
    Effect: "Deny",
    Condition: { Null: { "s3:if-none-match": ["true"] } },
  });
  it("is met by a call without it alone", () => {
    const need = { action: "s3:PutObject", resource: file };
    expect(may([], worker(putting, denied), need)).toBe(false);
    expect(may([], worker(putting, denied), { ...need, context: { "s3:if-none-match": ["*"] } })).toBe(true);
  });
});

describe("a role", () => {
  const statements = [
    statement(["dynamodb:Get*", "dynamodb:Query"], [table, `${table}/index/by?older`]),
    statement(["dynamodb:GetSecret"], ["*"], { Effect: "Deny" }),
  ];
  it.each([
    ["dynamodb:GetItem", table, true],
    ["dynamodb:getitem", table, true],
    ["dynamodb:GetItem", `${table}2`, false],
    ["dynamodb:PutItem", table, false],
    ["dynamodb:Query", `${table}/index/byHolder`, true],
    ["dynamodb:Query", `${table}/index/bySender`, false],
    ["dynamodb:GetSecret", table, false],
  ])("answers %s on %s with %s", (action, resource, expected) => {
    expect(may([], worker(...statements), { action, resource })).toBe(expected);
  });

  it("may do nothing by default", () => {
    expect(may([], worker(), { action: "sqs:SendMessage", resource: queue })).toBe(false);
  });

  it("is held to the conditions of its statements", () => {
    const Condition = { StringLike: { "kms:EncryptionContext:case": ["A*"] } };
    const caller = worker(statement(["kms:Decrypt"], ["*"], { Condition }));
    const need = (value?: string): Need => ({
      action: "kms:Decrypt",
      resource: key,
      context: value === undefined ? {} : { "kms:EncryptionContext:case": [value] },
    });
    const keys = [resource("KMS::Key", key)];
    expect([need("A1"), need("B1"), need()].map((one) => may(keys, caller, one))).toEqual([true, false, false]);
  });

  it("writes the items whose partition keys its condition allows, and no others", () => {
    const Condition = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["CASE#*", "CALENDARS"] } };
    const caller = worker(statement(["dynamodb:PutItem"], [table], { Condition }));
    const put = (...keys: string[]) =>
      may([], caller, { action: "dynamodb:PutItem", resource: table, context: { "dynamodb:LeadingKeys": keys } });
    expect([put("CASE#1"), put("CALENDARS"), put("CASE#1", "CASE#2")]).toEqual([true, true, true]);
    expect([put("ORGANISATION#1"), put("CALENDARS#1"), put("CASE#1", "CLAIM#1")]).toEqual([false, false, false]);
  });

  it.each([
    ["an operator", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }, "IpAddress"],
    ["a key", { StringEquals: { "aws:SourceVpce": "v" } }, "aws:SourceVpce"],
  ])("is refused when a condition has %s that cannot be checked", (_case, Condition, name) => {
    const PolicyDocument = { Statement: { Effect: "Allow", Action: "a:b", Resource: "*", Condition } };
    const role = resource("IAM::Role", roleArn, { Policies: [{ PolicyDocument }] });
    expect(() => statementsOf(roleArn, [role])).toThrow(name);
    expect(() => may(withPolicy({ ...tlsOnly, Condition }), worker(), { action: "a", resource: "b" })).toThrow(name);
  });
});

describe("the policy of a queue", () => {
  const sender = worker(statement(["sqs:SendMessage"], [queue]));
  const send: Need = { action: "sqs:SendMessage", resource: queue };
  const inTheClear: Need = { ...send, context: { "aws:SecureTransport": ["false"] } };

  it("denies what the role grants", () => {
    expect(may(withPolicy(tlsOnly), sender, send)).toBe(true);
    expect(may(withPolicy(tlsOnly), sender, inTheClear)).toBe(false);
  });

  it("holds for queues that are made at run time", () => {
    const made = () => JSON.stringify({ Statement: [tlsOnly] });
    expect(may([], sender, send, made)).toBe(true);
    expect(may([], sender, inTheClear, made)).toBe(false);
  });

  it("grants what the role does not, to the role that it names and not to the account", () => {
    const grant = (AWS: string) =>
      withPolicy({ Effect: "Allow", Principal: { AWS }, Action: "sqs:SendMessage", Resource: queue });
    expect(may(grant(roleArn), worker(), send)).toBe(true);
    expect(may(grant("*"), worker(), send)).toBe(true);
    expect(may(grant(`${roleArn}-of-another`), worker(), send)).toBe(false);
    expect(may(grant(root), worker(), send)).toBe(false);
  });

  it("lets a service in for the resource that it names", () => {
    const resources = withPolicy({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queue,
      Condition: { ArnEquals: { "aws:SourceArn": "arn:rule" } },
    });
    const as = (service: string, sourceArn: string) => may(resources, { service, sourceArn }, send);
    expect(as("events.amazonaws.com", "arn:rule")).toBe(true);
    expect(as("events.amazonaws.com", "arn:other")).toBe(false);
    expect(as("sns.amazonaws.com", "arn:rule")).toBe(false);
    expect(may(resources, worker(), send)).toBe(false);
  });

  it("is refused when it speaks of principals in a way that cannot be checked", () => {
    const { Principal: NotPrincipal, ...rest } = tlsOnly;
    expect(() => may(withPolicy({ ...rest, NotPrincipal }), sender, send)).toThrow("cannot be checked here");
  });
});

describe("a role that others take on", () => {
  const lent = "arn:aws:iam::000000000000:role/lent";
  const need = { action: "sts:AssumeRole", resource: lent };
  const trusting = (AWS: string) => [
    resource("IAM::Role", lent, {
      AssumeRolePolicyDocument: { Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }] },
    }),
  ];
  const taking = worker(statement(["sts:AssumeRole"], [lent]));

  it("is taken on by whom it trusts, and by nobody else whatever its own rights say", () => {
    expect(may(trusting(roleArn), taking, need)).toBe(true);
    expect(may(trusting(`${roleArn}-other`), taking, need)).toBe(false);
  });

  it("leaves the decision to the rights of a caller where it trusts the account", () => {
    expect(may(trusting(root), taking, need)).toBe(true);
    expect(may(trusting(root), worker(), need)).toBe(false);
  });

  it("does of its rights what the session's policy allows too", () => {
    const rights = describeAccess([], place).rightsOf(worker(statement(["sqs:*"], [`${queue}*`])));
    const policy = (...Statement: object[]) => JSON.stringify({ Statement });
    const own = { Effect: "Allow", Action: ["sqs:ReceiveMessage", "kms:*"], Resource: queue };
    const may = (session: string, action: string, on = queue) =>
      narrowed(rights, session)([{ action, resource: on }]) === undefined;
    expect(may(policy(own), "sqs:ReceiveMessage")).toBe(true);
    expect(may(policy(own), "sqs:SendMessage")).toBe(false);
    expect(may(policy(own), "sqs:ReceiveMessage", `${queue}2`)).toBe(false);
    // A session does not get by its own policy any right that its role does not have.
    expect(may(policy({ ...own, Resource: "*" }), "kms:Decrypt")).toBe(false);
    expect(may(policy(own, { ...own, Effect: "Deny" }), "sqs:ReceiveMessage")).toBe(false);
  });
});

describe("the policy of a key", () => {
  const decrypt: Need = { action: "kms:Decrypt", resource: key };
  const granted = worker(statement(["kms:Decrypt"], [key]));
  const keyFor = (...Statement: object[]) => [resource("KMS::Key", key, { KeyPolicy: { Statement } })];
  const administered = (AWS: string) => keyFor({ Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" });

  it("must hand the decision to the account before a role's own rights count", () => {
    expect(may([resource("KMS::Key", key)], granted, decrypt)).toBe(true);
    expect(may(administered(root), granted, decrypt)).toBe(true);
    expect(may(administered(root), worker(), decrypt)).toBe(false);
    expect(may(administered(`${roleArn}-of-another`), granted, decrypt)).toBe(false);
    expect(may([], granted, decrypt), "a key of another stack, which its account decides on").toBe(true);
    expect(may([], worker(), decrypt)).toBe(false);
  });

  it.each([
    ["a bucket", "s3", "s3:GetObject", file, "S3::Bucket", "arn:aws:s3:::files"],
    ["a table", "dynamodb", "dynamodb:GetItem", table, "DynamoDB::Table", table],
  ])("must let the callers of %s use it through the service", (_case, service, action, target, type, arn) => {
    const encryption =
      service === "s3"
        ? { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { KMSMasterKeyID: key } }] }
        : {};
    const holder = resource(type, arn, { BucketEncryption: encryption, SSESpecification: { KMSMasterKeyId: key } });
    const through = (name: string) =>
      keyFor({
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: {
          StringEquals: { "kms:CallerAccount": place.accountId },
          StringLike: { "kms:ViaService": `${name}.us-east-1.*` },
        },
      });
    const reader = worker(statement([action], [target]));
    const need = { action, resource: target };
    expect(may([holder, ...through(service)], reader, need)).toBe(true);
    expect(may([holder, ...through("sqs")], reader, need)).toBe(false);
    expect(may(through(service), granted, decrypt), "asked directly").toBe(false);
  });
});

describe("a permission to invoke", () => {
  const arn = "arn:aws:lambda:us-east-1:000000000000:function:f";
  const invoke: Need = { action: "lambda:InvokeFunction", resource: arn };
  it.each([["f"], [arn]])("lets the service in for its source, with the function named as %s", (FunctionName) => {
    const permission = resource("Lambda::Permission", "p", {
      Action: "lambda:InvokeFunction",
      FunctionName,
      Principal: "events.amazonaws.com",
      SourceArn: "arn:rule/*",
    });
    const resources = [resource("Lambda::Function", arn), permission];
    const as = (sourceArn: string) => may(resources, { service: "events.amazonaws.com", sourceArn }, invoke);
    expect([as("arn:rule/1"), as("arn:other")]).toEqual([true, false]);
  });
});
