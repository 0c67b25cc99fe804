import { describe, expect, it } from "vitest";
import { synthesise } from "./synthesise.ts";
import { actionsOf, all, properties, rightsOf } from "./template.ts";

const { template } = synthesise();
const buckets = Object.entries(template.Resources).filter(([, { Type }]) => Type === "AWS::S3::Bucket");
const files = buckets.find(([id]) => id.startsWith("CaseFilesBucket"));
const log = buckets.find(([id]) => id.startsWith("CaseFilesAccessLog"));
const roots = buckets.find(([id]) => id.startsWith("RootsArchiveBucket"));

describe("a scanner", () => {
  it("is known to the functions that file what was uploaded or signed, by a parameter that names none at first", () => {
    const knowing = Object.entries(template.Resources).filter(([, resource]) =>
      JSON.stringify(resource).includes('"SCANNER_ADDRESS":{"Ref":"ScannerAddress"}'),
    );
    expect(knowing.map(([id]) => id).toSorted()).toEqual(["Api", "Console", "Papers", "TendPapers"]);
    expect(JSON.stringify(template)).toContain('"ScannerAddress":{"Type":"String","Default":""');
  });
});

describe("a bucket", () => {
  it("is one of the three: the case files, the roots, and the log of who fetched which", () => {
    expect(buckets.map(([id]) => id).toSorted()).toEqual([log?.[0], files?.[0], roots?.[0]]);
  });

  it.each(buckets)("%s is closed to the public, without lists of its own, and outlives the stack", (_id, bucket) => {
    expect(bucket).toMatchObject({
      DeletionPolicy: "RetainExceptOnCreate",
      UpdateReplacePolicy: "Retain",
      Properties: {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      },
    });
    expect(bucket.Properties).not.toHaveProperty("WebsiteConfiguration");
  });

  it.each(buckets)("%s refuses what does not come over TLS", (id) => {
    const denials = all(template, "AWS::S3::BucketPolicy", properties.bucketPolicy)
      .filter(([, { Bucket }]) => Bucket.Ref === id)
      .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement)
      .filter(({ Effect }) => Effect === "Deny");
    expect(denials).toContainEqual(
      expect.objectContaining({
        Action: ["s3:*"],
        Principal: { AWS: "*" },
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
  });
});

describe("the pages of other origins", () => {
  it("reach no log, and of the case files only to send a paper, from where the console is", () => {
    expect(log?.[1].Properties).not.toHaveProperty("CorsConfiguration");
    expect(files?.[1].Properties).toMatchObject({
      CorsConfiguration: {
        CorsRules: [
          {
            AllowedOrigins: [{ Ref: "ConsoleOrigin" }],
            AllowedMethods: ["PUT"],
            AllowedHeaders: ["content-type", "x-amz-checksum-sha256"],
            MaxAge: 3600,
          },
        ],
      },
    });
  });
});

describe("the case files", () => {
  it("are encrypted with a key of their own, versioned, logged, and rid of what was never finished", () => {
    const keyId = Object.keys(template.Resources).find((id) => id.startsWith("CaseFilesKey"));
    expect(files?.[1].Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            BucketKeyEnabled: true,
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: "aws:kms",
              KMSMasterKeyID: { "Fn::GetAtt": [keyId, "Arn"] },
            },
          },
        ],
      },
      VersioningConfiguration: { Status: "Enabled" },
      LoggingConfiguration: { DestinationBucketName: { Ref: log?.[0] } },
      LifecycleConfiguration: {
        Rules: [
          { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
          { Prefix: "pending/", ExpirationInDays: 7, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
          { Prefix: "bundles/", ExpirationInDays: 1, NoncurrentVersionExpiration: { NoncurrentDays: 1 } },
        ],
      },
    });
  });

  it("are put and read by the API, papers and the pages alone, under pending/ and cases/, bound by the latter two under bundles/, and listed and taken away by the office alone, which puts none", () => {
    const users = Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === "AWS::Lambda::Function")
      .map(([id]) => [id, actionsOf(template, id, "s3", `"${files?.[0]}"`)] as const)
      .filter(([, actions]) => actions.length > 0);
    const putting = ["Api", "Papers", "Console"];
    expect(Object.fromEntries(users)).toEqual({
      Api: ["GetObject", "PutObject"],
      Papers: ["GetObject", "PutObject"],
      Console: ["GetObject", "PutObject"],
      Office: ["DeleteObject", "ListBucket"],
      TendPapers: ["GetObject", "GetObjectRetention", "PutObject", "PutObjectRetention"],
    });
    const objects = (prefix: string) => ({ "Fn::Join": ["", [{ "Fn::GetAtt": [files?.[0], "Arn"] }, `/${prefix}/*`]] });
    for (const name of [...putting, "Office"]) {
      const rights = rightsOf(template, name).filter(({ Action }) => Action.some((action) => action.startsWith("s3:")));
      const prefixes = { Api: ["cases", "pending"], Office: ["cases"] }[name] ?? ["bundles", "cases", "pending"];
      const ofObjects = rights.filter(({ Action }) => !Action.includes("s3:ListBucket"));
      const resources = new Map(ofObjects.flatMap(({ Resource }) => Resource).map((one) => [JSON.stringify(one), one]));
      expect([...resources.values()]).toEqual(prefixes.map(objects));
      const listing = rights.filter((one) => !ofObjects.includes(one)).map(({ Condition }) => Condition);
      expect(listing).toEqual(name === "Office" ? [{ StringLike: { "s3:prefix": "cases/*" } }] : []);
    }
  });

  it("can be locked one by one: by who tends them, in the manner that the owner of the account can lift", () => {
    expect(files?.[1].Properties).toMatchObject({ ObjectLockEnabled: true });
    expect(files?.[1].Properties).not.toHaveProperty("ObjectLockConfiguration");
    const [locking] = rightsOf(template, "TendPapers").filter(({ Action }) => Action.includes("s3:PutObjectRetention"));
    expect(locking).toMatchObject({
      Condition: { StringEquals: { "s3:object-lock-mode": "GOVERNANCE" } },
      Resource: [{ "Fn::Join": ["", [{ "Fn::GetAtt": [files?.[0], "Arn"] }, "/cases/*"]] }],
    });
  });

  it("are never replaced: nobody puts a paper where one may lie", () => {
    const denials = all(template, "AWS::S3::BucketPolicy", properties.bucketPolicy)
      .filter(([, { Bucket }]) => Bucket.Ref === files?.[0])
      .flatMap(([, { PolicyDocument }]) => PolicyDocument.Statement)
      .filter(({ Effect, Action }) => Effect === "Deny" && Action.includes("s3:PutObject"));
    expect(denials).toEqual([
      expect.objectContaining({
        Principal: { AWS: "*" },
        Condition: { Null: { "s3:if-none-match": "true" } },
        Resource: [{ "Fn::Join": ["", [{ "Fn::GetAtt": [files?.[0], "Arn"] }, "/cases/*"]] }],
      }),
    ]);
  });

  it("are found by the API at the host that the region and partition give them", () => {
    const { Variables } = properties.function.parse(template.Resources["Api"]?.Properties).Environment;
    expect(Variables["DOCUMENT_BUCKET"]).toEqual({ Ref: files?.[0] });
    expect(Variables["DOCUMENT_BUCKET_HOST"]).toEqual({ "Fn::GetAtt": [files?.[0], "RegionalDomainName"] });
  });
});
