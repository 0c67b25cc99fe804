import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AnyPrincipal, type PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { Access } from "./access.ts";
import { allow, deny } from "./service-function.ts";

/**
 * How long nobody, the account's owner included, can take a root away. A choice of the house: papers of a mediation are kept for
 * years, and a root is worth something only as long as the records under it. A longer time can be set later, a shorter one not.
 */
const keptFor = Duration.days(3653);

/** Where the signed roots lie, and what each covers: ids and hashes alone. An object there is never changed. */
export class RootArchive extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { logTo }: { logTo: (bucket: Bucket) => void }) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      // It can be checked for as long as it is kept, with no key that could be lost before.
      encryption: BucketEncryption.S3_MANAGED,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention: ObjectLockRetention.compliance(keptFor),
    });
    logTo(this.bucket);
    // The lock keeps each version for its time; what is read is the newest one. So nobody may hide a version behind a mark of
    // deletion or behind another one, or loosen the lock for those to come, without changing this policy first.
    const everyone = (statement: PolicyStatement) => {
      statement.addPrincipals(new AnyPrincipal());
      this.bucket.addToResourcePolicy(statement);
    };
    const objects = [this.bucket.arnForObjects("*")];
    everyone(deny("s3", ["DeleteObject", "DeleteObjectVersion"], objects));
    everyone(deny("s3", ["PutObject"], objects, { Null: { "s3:if-none-match": "true" } }));
    everyone(deny("s3", ["PutBucketObjectLockConfiguration", "PutLifecycleConfiguration"], [this.bucket.bucketArn]));
  }

  /** Add roots and read them, or read them alone. Nobody is given the right to take one away. */
  access(...actions: readonly ("PutObject" | "GetObject")[]): Access {
    const { defaultChild } = this.bucket.node;
    if (!(defaultChild instanceof CfnBucket)) throw new Error("The bucket has no resource");
    const logicalId: string = Stack.of(this).resolve(defaultChild.logicalId);
    const prefixes = ["roots/*", "manifests/*"];
    return {
      environment: {
        ROOT_BUCKET: this.bucket.bucketName,
        ROOT_BUCKET_HOST: this.bucket.bucketRegionalDomainName,
      },
      statements: [
        allow(
          "s3",
          actions,
          prefixes.map((prefix) => this.bucket.arnForObjects(prefix)),
        ),
        // Without it what is not there is answered like what is refused, and nobody could tell the last root from a lost right.
        allow("s3", ["ListBucket"], [this.bucket.bucketArn]),
      ],
      acknowledgments: prefixes.map((prefix) => ({
        id: `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/${prefix}]`,
        reason: "Each day adds a root, and each county what it covers; the prefix is theirs alone.",
      })),
    };
  }
}
