// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders are CloudFormation's
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { FunctionSpec } from "../../infra/local/stack.ts";

/** A folder of its own under the system's temporary folder; `remove` deletes it. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), "accord-local-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A function that needs no bundle. */
export const functionSpec: FunctionSpec = {
  name: "F",
  physicalName: "f",
  arn: "arn:f",
  roleArn: "",
  directory: "",
  handler: "",
  timeoutSeconds: 1,
  memoryMb: 128,
  reservedConcurrency: undefined,
  environment: {},
  statements: [],
  onFailure: { retryAttempts: 0, destinationArn: undefined },
};
const variables = {
  TABLE_NAME: { Ref: "Cases" },
  INTAKE_QUEUE_URL: { Ref: "Intake" },
  INBOX_PREFIX: { "Fn::Sub": "${AWS::StackName}-inbox-" },
  KEY_ID: { "Fn::GetAtt": ["Key", "Arn"] },
  BOOTSTRAP_KEY: { Ref: "BootstrapKey" },
};

function lambda(
  name: string,
  statements: unknown[],
  properties: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    [name]: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Code: { S3Bucket: "assets", S3Key: "bundle.zip" },
        Handler: `index.${name.toLowerCase()}`,
        Role: { "Fn::GetAtt": [`${name}Role`, "Arn"] },
        Timeout: 3,
        MemorySize: 256,
        Environment: { Variables: variables },
        ...properties,
      },
    },
    [`${name}Role`]: { Type: "AWS::IAM::Role", Properties: {} },
    [`${name}Policy`]: {
      Type: "AWS::IAM::Policy",
      Properties: { Roles: [{ Ref: `${name}Role` }], PolicyDocument: { Statement: statements } },
    },
  };
}

const allow = (Action: string[], ...Resource: unknown[]) => ({ Effect: "Allow", Action, Resource });
const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });
const indexArn = { "Fn::Join": ["", [arnOf("Cases"), "/index/byHolder"]] };
const inboxArn = { "Fn::Sub": "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${AWS::StackName}-inbox-*" };
const streamArn = { "Fn::GetAtt": ["Cases", "StreamArn"] };
const method = (resource: unknown) => ({
  Type: "AWS::ApiGateway::Method",
  Properties: {
    RestApiId: { Ref: "FrontDoor" },
    ResourceId: resource,
    HttpMethod: "ANY",
    AuthorizationType: "NONE",
    Integration: {
      Type: "AWS_PROXY",
      Uri: {
        "Fn::Join": ["", ["arn:aws:apigateway:local:lambda:path/2015-03-31/functions/", arnOf("Api"), "/invocations"]],
      },
    },
  },
});

const tlsOnly = (Action: string, Resource: unknown) => ({
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action,
  Resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

/** What a service may invoke, of all that the template holds of its kind. */
const invokedBy = (Principal: string, target: string) => ({
  Type: "AWS::Lambda::Permission",
  Properties: { Action: "lambda:InvokeFunction", FunctionName: arnOf(target), Principal },
});

/** A small stack of the same shape as the platform's: API, table with stream, queue with dead letters, clock. */
export const fixtureTemplate = {
  Parameters: { BootstrapKey: { Type: "String", Default: "" } },
  Resources: {
    Key: { Type: "AWS::KMS::Key", Properties: {} },
    Files: {
      Type: "AWS::S3::Bucket",
      Properties: {
        BucketName: "files",
        CorsConfiguration: {
          CorsRules: [
            {
              AllowedOrigins: ["https://*.example"],
              AllowedMethods: ["GET", "PUT"],
              AllowedHeaders: ["x-amz-*"],
              MaxAge: 60,
            },
          ],
        },
      },
    },
    FilesPolicy: {
      Type: "AWS::S3::BucketPolicy",
      Properties: {
        Bucket: { Ref: "Files" },
        PolicyDocument: { Statement: [tlsOnly("s3:*", { "Fn::Join": ["", [arnOf("Files"), "/*"]] })] },
      },
    },
    Cases: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        AttributeDefinitions: ["pk", "sk", "holder"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: "byHolder",
            KeySchema: [{ AttributeName: "holder", KeyType: "HASH" }],
            Projection: { ProjectionType: "KEYS_ONLY" },
          },
        ],
        StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
      },
    },
    IntakeDead: { Type: "AWS::SQS::Queue", Properties: { QueueName: "intake-dead" } },
    Intake: {
      Type: "AWS::SQS::Queue",
      Properties: {
        QueueName: "intake",
        VisibilityTimeout: 30,
        RedrivePolicy: { deadLetterTargetArn: arnOf("IntakeDead"), maxReceiveCount: 2 },
      },
    },
    IntakePolicy: {
      Type: "AWS::SQS::QueuePolicy",
      Properties: {
        Queues: [{ Ref: "Intake" }],
        PolicyDocument: { Statement: [tlsOnly("sqs:*", arnOf("Intake"))] },
      },
    },
    ...lambda("Api", [
      allow(["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"], arnOf("Cases")),
      allow(["dynamodb:Query"], indexArn),
      allow(["s3:GetObject"], { "Fn::Join": ["", [arnOf("Files"), "/*"]] }),
      allow(["sqs:*"], inboxArn),
      allow(["kms:GenerateDataKey", "kms:Decrypt"], arnOf("Key")),
    ]),
    ...lambda("Publish", [
      allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], streamArn),
      allow(["dynamodb:ListStreams"], "*"),
      allow(["sqs:SendMessage"], arnOf("Intake")),
    ]),
    ...lambda("Route", [
      allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], arnOf("Intake")),
      allow(["dynamodb:PutItem"], arnOf("Cases")),
    ]),
    ...lambda("Tick", [allow(["dynamodb:PutItem"], arnOf("Cases"))]),
    PublishSource: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        FunctionName: { Ref: "Publish" },
        EventSourceArn: streamArn,
        StartingPosition: "TRIM_HORIZON",
        BatchSize: 10,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        FilterCriteria: {
          Filters: [{ Pattern: '{"eventName":["INSERT"],"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"EVENT#"}]}}}}' }],
        },
      },
    },
    RouteSource: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        FunctionName: { Ref: "Route" },
        EventSourceArn: arnOf("Intake"),
        BatchSize: 10,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
      },
    },
    EveryDay: {
      Type: "AWS::Events::Rule",
      Properties: { ScheduleExpression: "rate(1 day)", State: "ENABLED", Targets: [{ Id: "0", Arn: arnOf("Tick") }] },
    },
    EveryDayMayTick: invokedBy("events.amazonaws.com", "Tick"),
    FrontDoorMayCall: invokedBy("apigateway.amazonaws.com", "Api"),
    TooLarge: {
      Type: "AWS::ApiGateway::GatewayResponse",
      Properties: {
        RestApiId: { Ref: "FrontDoor" },
        ResponseType: "REQUEST_TOO_LARGE",
        StatusCode: "413",
        ResponseParameters: { "gatewayresponse.header.Content-Type": "'application/problem+json'" },
        ResponseTemplates: { "application/json": '{"status":413,"code":"body-too-large"}' },
      },
    },
    FrontDoor: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "front-door" } },
    Proxy: {
      Type: "AWS::ApiGateway::Resource",
      Properties: {
        RestApiId: { Ref: "FrontDoor" },
        ParentId: { "Fn::GetAtt": ["FrontDoor", "RootResourceId"] },
        PathPart: "{proxy+}",
      },
    },
    ProxyAny: method({ Ref: "Proxy" }),
  },
};

/** Writes a cloud assembly of the template into the folder, with the fixture's functions bundled. */
export async function writeAssembly(directory: string, contents: unknown = fixtureTemplate): Promise<void> {
  await mkdir(join(directory, "asset"), { recursive: true });
  const write = (name: string, content: unknown) => writeFileSync(join(directory, name), JSON.stringify(content));
  write("manifest.json", {
    artifacts: { Fixture: { type: "aws:cloudformation:stack", properties: { templateFile: "Fixture.template.json" } } },
  });
  write("Fixture.template.json", contents);
  write("Fixture.assets.json", {
    files: { bundle: { source: { path: "asset" }, destinations: { here: { objectKey: "bundle.zip" } } } },
  });
  await build({
    entryPoints: [join(import.meta.dirname, "fixture-functions.ts")],
    outfile: join(directory, "asset", "index.js"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node24",
    logLevel: "silent",
  });
}
