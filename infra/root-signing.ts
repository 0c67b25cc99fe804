import { Duration } from "aws-cdk-lib";
import type { Code } from "aws-cdk-lib/aws-lambda";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { CaseTable } from "./case-table.ts";
import { DeadlineClock } from "./deadline-clock.ts";
import { RootArchive } from "./root-archive.ts";
import { RootKey } from "./root-key.ts";
import { ServiceFunction } from "./service-function.ts";

interface RootSigningProps {
  readonly table: CaseTable;
  readonly codeOf: (entry: string) => Code;
  /** By which a function tells who calls. */
  readonly callers: Readonly<Record<string, string>>;
  readonly logTo: (bucket: Bucket) => void;
}

/** What signs a root over the records of each day, and what verifies them: the one cannot answer, the other writes no record. */
export class RootSigning extends Construct {
  readonly signer: DeadlineClock;
  readonly audit: ServiceFunction;

  constructor(scope: Construct, id: string, { table, codeOf, callers, logTo }: RootSigningProps) {
    super(scope, id);
    const key = new RootKey(this, "Key");
    const archive = new RootArchive(this, "Archive", { logTo });
    this.signer = new DeadlineClock(this, "Signing", {
      functionName: "SignRoot",
      code: codeOf("sign-root-when-day-passes.ts"),
      description: "Signs a root over the records that went on in a day, and keeps it where nobody can change it",
      // It asks whether the day has its root already, so that one that failed is made up for within hours.
      every: { rule: "EverySixHours", length: Duration.hours(6) },
      timeout: Duration.minutes(15),
      memorySize: 1_024,
      uses: [
        table.reading(["BatchGetItem"], ["dueNext", "casesByCounty", "organisationsByCounty"]),
        key.access("Sign", "GetPublicKey"),
        archive.access("PutObject", "GetObject"),
      ],
    });
    this.audit = new ServiceFunction(this, "Audit", {
      code: codeOf("audit/main.ts"),
      description: "Answers whether records are as they were written",
      timeout: Duration.seconds(29),
      memorySize: 1_024,
      uses: [
        table.reading(["GetItem", "BatchGetItem", "Query"]),
        table.writing(["UpdateItem"], "cursors", "quotas"),
        key.access("GetPublicKey"),
        archive.access("GetObject"),
      ],
      settings: callers,
    });
  }
}
