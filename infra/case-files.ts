import { Aws, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { Access } from "./access.ts";
import { EncryptionKey } from "./encryption-key.ts";
import { allow } from "./service-function.ts";

/** Where the papers of the cases lie, each under `cases/`, and the log of who fetched which. */
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
          // The same bytes sent twice; a paper is never replaced by others.
          noncurrentVersionExpiration: Duration.days(30),
        },
        // A bound file is made anew whenever it is asked for.
        { prefix: "bundles/", expiration: Duration.days(1), noncurrentVersionExpiration: Duration.days(1) },
      ],
    });
    this.logAccessOf(this.bucket);
  }

  /** Put papers and read them. Not list them: which there are is the table's to say. */
  access(): Access {
    return this.#accessTo(
      "cases",
      "Each case's papers lie under its own id, which is not known beforehand; the prefix is theirs alone.",
    );
  }

  /** Besides, put a bound file where it lies for a day, and hand it out. */
  binding(): Access {
    return this.#accessTo("bundles", "A bound file lies under the id of its case, which is not known beforehand.");
  }

  /** Take papers away. The versions that lie beneath go with the life cycle, thirty days later. */
  erasing(): Access {
    return this.#accessTo("cases", "Whose time of keeping is over is not known beforehand.", ["DeleteObject"]);
  }

  #accessTo(prefix: string, reason: string, actions = ["PutObject", "GetObject"]): Access {
    const logicalId: string = Stack.of(this).resolve(this.#resource.logicalId);
    return {
      environment: {
        DOCUMENT_BUCKET: this.bucket.bucketName,
        DOCUMENT_BUCKET_HOST: this.bucket.bucketRegionalDomainName,
      },
      statements: [allow("s3", actions, [this.bucket.arnForObjects(`${prefix}/*`)])],
      acknowledgments: [{ id: `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/${prefix}/*]`, reason }],
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
