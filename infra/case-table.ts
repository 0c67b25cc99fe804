import { RemovalPolicy } from "aws-cdk-lib";
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
} from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { indexes } from "../shared/dynamo/keys.ts";
import type { Access } from "./access.ts";
import { EncryptionKey } from "./encryption-key.ts";
import { allow, deny } from "./service-function.ts";

type IndexName = keyof typeof indexes;
type Read = "GetItem" | "BatchGetItem" | "Query";
type Write = "PutItem" | "BatchWriteItem" | "UpdateItem" | "DeleteItem" | "ConditionCheckItem";

/** The partition keys under which each kind of thing lies (shared/dynamo/keys.ts). */
export const partitions = {
  cases: "CASE#*",
  referrals: "REFERRAL#*",
  pairs: "PAIR#*",
  terms: "TERM#*",
  organisations: "ORGANISATION#*",
  logs: "LOG#*",
  numbers: "NUMBERS#*",
  cursors: "CURSORS",
  quotas: "QUOTA#*",
  divisions: "COUNTY#*",
  calendars: "CALENDARS*",
  law: "LAW#*",
  templates: "TEMPLATE#*",
  deliveries: "DELIVERY#*",
  tallies: "TALLY#*",
  refusals: "REFUSALS#*",
  earlierFigures: "EARLIER#*",
  claims: "CLAIM#*",
  people: "PERSON#*",
  subjects: "SUBJECT#*",
  invitations: "INVITATION#*",
  signIns: "SIGNIN#*",
  sessions: "SESSION#*",
  keptForms: "KEPT#*",
  approvals: "APPROVAL#*",
  keyCodes: "KEYCODE#*",
  tokens: "TOKEN#*",
  replays: "REPLAY#*",
  bindings: "BINDING#*",
  digests: "DIGEST#*",
  digestPlans: "DIGESTS#*",
};
type Kind = keyof typeof partitions;

/** The one table: cases, events, parties, organisations. Its stream is the outbox, so it carries whole images. */
export class CaseTable extends Table {
  constructor(scope: Construct, id: string) {
    const key = new EncryptionKey(scope, `${id}Key`, "Encrypts the case table at rest");
    key.usedThrough("dynamodb");
    super(scope, id, {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: "expiresAt",
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    for (const [indexName, { partitionKey, sortKey, projection }] of Object.entries(indexes)) {
      this.addGlobalSecondaryIndex({
        indexName,
        partitionKey: { name: partitionKey, type: AttributeType.STRING },
        sortKey: { name: sortKey, type: AttributeType.STRING },
        projectionType: ProjectionType[projection],
      });
    }
  }

  /** The stream's ARN; the constructor switches the stream on, so it is always there. */
  get streamArn(): string {
    if (this.tableStreamArn === undefined) throw new Error("The case table has no stream");
    return this.tableStreamArn;
  }

  /** Read the stream. It tells the function nothing: Lambda reads on its behalf. */
  streaming(): Access {
    return {
      environment: {},
      statements: [
        allow("dynamodb", ["DescribeStream", "GetRecords", "GetShardIterator"], [this.streamArn]),
        allow("dynamodb", ["ListStreams"], ["*"]),
      ],
      acknowledgments: [
        {
          id: "AwsSolutions-IAM5[Resource::*]",
          reason: "dynamodb:ListStreams cannot be limited to a resource; it shows the names of streams, no items.",
        },
      ],
    };
  }

  /** Read items, and query the named indexes: no scan can be asked for. */
  reading(actions: readonly Read[], queried: readonly IndexName[] = []): Access {
    const queriedArns = queried.map((index) => `${this.tableArn}/index/${index}`);
    return {
      environment: { TABLE_NAME: this.tableName },
      statements: [
        allow("dynamodb", actions, [this.tableArn]),
        ...(queriedArns.length > 0 ? [allow("dynamodb", ["Query"], queriedArns)] : []),
      ],
    };
  }

  /** Ask several partitions of the named indexes, or of the table itself, in one call, and never the whole of one. */
  readingAcross(...asked: readonly [IndexName | "table", ...(IndexName | "table")[]]): Access {
    const arns = asked.map((name) => (name === "table" ? this.tableArn : `${this.tableArn}/index/${name}`));
    const whole = { Bool: { "dynamodb:FullTableScan": "true" } };
    return {
      environment: { TABLE_NAME: this.tableName },
      statements: [
        allow("dynamodb", ["PartiQLSelect"], arns),
        deny("dynamodb", ["PartiQLSelect"], [...new Set([this.tableArn, ...arns])], whole),
      ],
    };
  }

  /** Write items of these kinds, and of no other. */
  writing(actions: readonly Write[], ...kinds: readonly [Kind, ...Kind[]]): Access {
    const keys = { "dynamodb:LeadingKeys": kinds.map((kind) => partitions[kind]) };
    return {
      environment: { TABLE_NAME: this.tableName },
      statements: [allow("dynamodb", actions, [this.tableArn], { "ForAllValues:StringLike": keys })],
    };
  }
}
