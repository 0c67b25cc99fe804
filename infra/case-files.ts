import { Aws, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { papersPrefix, pendingDays, pendingPrefix } from "../shared/runtime/paper-places.ts";
import type { Access } from "./access.ts";
import { EncryptionKey } from "./encryption-key.ts";
import { allow, deny } from "./service-function.ts";

/**
 * Where the papers of the cases lie, each under `cases/`, with what was sent and not judged yet under `pending/`, and the log of who
 * fetched which.
 */
export class CaseFiles extends Construct {
  readonly bucket: Bucket;
  readonly #accessLog: Bucket;

  /** `pagesFrom` is the origin of the pages from which papers are sent. */
  constructor(scope: Construct, id: string, { pagesFrom }: { pagesFrom: string }) {
    super(scope, id);
    const key = new EncryptionKey(this, "Key", "Encrypts the case files at rest");
    key.usedThrough("s3");
    const shut = {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    };
    this.#accessLog = new Bucket(this, "AccessLog", {
      ...shut,
      // S3 can deliver its logs to no bucket with a key of the customer's.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(365) }],
    });
    this.bucket = new Bucket(this, "Bucket", {
      ...shut,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      versioned: true,
      // A paper of an archived case is locked; what is not archived is not.
      objectLockEnabled: true,
      // A browser sends papers only where the bucket lets its page in; what it may send is signed into the address.
      cors: [
        {
          allowedOrigins: [pagesFrom],
          allowedMethods: [HttpMethods.PUT],
          allowedHeaders: ["content-type", "x-amz-checksum-sha256"],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        {
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(30),
        },
        // Files that were sent and never became papers; those that did lie elsewhere by then.
        {
          prefix: pendingPrefix,
          expiration: Duration.days(pendingDays),
          noncurrentVersionExpiration: Duration.days(1),
        },
        // A bound file is made again whenever it is asked for.
        { prefix: "bundles/", expiration: Duration.days(1), noncurrentVersionExpiration: Duration.days(1) },
      ],
    });
    this.logAccessOf(this.bucket);
    // A paper is never replaced: what is put under it once stays what is read.
    const replacing = deny("s3", ["PutObject"], [this.bucket.arnForObjects(`${papersPrefix}*`)], {
      Null: { "s3:if-none-match": "true" },
    });
    replacing.addPrincipals(new AnyPrincipal());
    this.bucket.addToResourcePolicy(replacing);
  }

  /** Take what is sent, put papers and read both. Not list them: which there are is the table's to say. */
  access(): Access {
    return this.#accessTo(
      [pendingPrefix, papersPrefix],
      "Each case's papers lie under its own id, which is not known beforehand; the prefix is theirs alone.",
    );
  }

  /** Besides, put a bound file where it lies for a day, and hand it out. */
  binding(): Access {
    return this.#accessTo(["bundles/"], "A bound file lies under the id of its case, which is not known beforehand.");
  }

  /** Read what was sent, and put papers. */
  judging(): Access {
    const papers = this.#accessTo([papersPrefix], "Which cases have papers is not known beforehand.");
    const sent = this.#accessTo([pendingPrefix], "Which cases papers are sent for is not known beforehand.");
    return {
      environment: papers.environment,
      statements: [...papers.statements, allow("s3", ["GetObject"], [this.bucket.arnForObjects(`${pendingPrefix}*`)])],
      acknowledgments: [...(papers.acknowledgments ?? []), ...(sent.acknowledgments ?? [])],
    };
  }

  /** Lock papers, in the manner that the account's owner can lift, and see how long they are locked. */
  locking(): Access {
    const mode = { StringEquals: { "s3:object-lock-mode": "GOVERNANCE" } };
    const objects = [this.bucket.arnForObjects(`${papersPrefix}*`)];
    const reason = "Which cases are archived is not known beforehand; the prefix is that of papers alone.";
    return {
      ...this.#accessTo([papersPrefix], reason),
      statements: [allow("s3", ["PutObjectRetention"], objects, mode), allow("s3", ["GetObjectRetention"], objects)],
    };
  }

  /** See which papers there are, and take them away. The versions that lie beneath go with the life cycle, thirty days later. */
  erasing(): Access {
    const taking = this.#accessTo([papersPrefix], "Whose time of keeping is over is not known beforehand.", [
      "DeleteObject",
    ]);
    // Bytes that a broken-off completion left there are in no list of the table.
    const under = { StringLike: { "s3:prefix": `${papersPrefix}*` } };
    return {
      ...taking,
      statements: [...taking.statements, allow("s3", ["ListBucket"], [this.bucket.bucketArn], under)],
    };
  }

  #accessTo(prefixes: readonly string[], reason: string, actions = ["PutObject", "GetObject"]): Access {
    const logicalId: string = Stack.of(this).resolve(this.#resource.logicalId);
    const objects = prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`));
    return {
      environment: {
        DOCUMENT_BUCKET: this.bucket.bucketName,
        DOCUMENT_BUCKET_HOST: this.bucket.bucketRegionalDomainName,
      },
      statements: [allow("s3", actions, objects)],
      acknowledgments: prefixes.map((prefix) => ({
        id: `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/${prefix}*]`,
        reason,
      })),
    };
  }

  get #resource(): CfnBucket {
    return resourceOf(this.bucket);
  }

  /** Lets the log have who fetched what from a bucket. */
  logAccessOf(bucket: Bucket): void {
    resourceOf(bucket).loggingConfiguration = { destinationBucketName: this.#accessLog.bucketName };
    this.#accessLog.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("logging.s3.amazonaws.com")],
        actions: ["s3:PutObject"],
        resources: [this.#accessLog.arnForObjects("*")],
        conditions: {
          ArnLike: { "aws:SourceArn": bucket.bucketArn },
          StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
        },
      }),
    );
  }
}

function resourceOf({ node: { defaultChild } }: Bucket): CfnBucket {
  if (defaultChild instanceof CfnBucket) return defaultChild;
  throw new Error("The bucket has no resource");
}
