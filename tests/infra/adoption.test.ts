import { describe, expect, it } from "vitest";
import * as z from "zod";
import { adoptionOf } from "../../infra/adoption.ts";
import { synthesise } from "./synthesise.ts";

const { template } = synthesise();
/** What a stack leaves when it is deleted, as CloudFormation tells it. */
const left = Object.entries(template.Resources)
  .filter(([, { DeletionPolicy }]) => /^Retain/.test(String(DeletionPolicy)))
  .map(([logicalId, { Type }]) => ({ logicalId, type: Type, physicalId: `physical-${logicalId}` }));
const parsed = z.object({
  Parameters: z.record(z.string(), z.unknown()),
  Resources: z.record(z.string(), z.looseObject({ DeletionPolicy: z.string() })),
});

describe("the adoption of what a deleted stack left", () => {
  const { template: imported, resources } = adoptionOf(template, left);
  const { Parameters, Resources } = parsed.parse(imported);

  it("takes over all that holds data, each as what it was, and nothing else", () => {
    const types = resources.map(({ ResourceType }) => ResourceType).toSorted();
    expect(types).toEqual([
      "AWS::DynamoDB::Table",
      ...Array<string>(5).fill("AWS::KMS::Key"),
      "AWS::Logs::LogGroup",
      ...Array<string>(3).fill("AWS::S3::Bucket"),
    ]);
    const [table] = resources.filter(({ ResourceType }) => ResourceType === "AWS::DynamoDB::Table");
    const id = table?.LogicalResourceId ?? "";
    expect(table?.ResourceIdentifier).toEqual({ TableName: `physical-${id}` });
    expect(Object.keys(Resources)).toEqual(resources.map(({ LogicalResourceId }) => LogicalResourceId));
    expect(Resources[id]).toEqual({
      ...template.Resources[id],
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
  });

  it("names no resource that is not adopted, and has the parameters that are named", () => {
    expect(Object.keys(Parameters).toSorted()).toEqual(["ConsoleOrigin", "LogDays"]);
    expect(Object.values(Resources).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(resources.map(() => "Retain"));
  });

  it("is refused where a table, bucket or key is missing, since an empty one would take its place", () => {
    const guarded = left.filter(({ type }) => /Table|Bucket|Key/.test(type));
    expect(guarded.length).toBeGreaterThan(3);
    for (const { logicalId } of guarded) {
      const others = left.filter((one) => one.logicalId !== logicalId);
      expect(() => adoptionOf(template, others)).toThrow(`made again, and empty: ${logicalId}`);
    }
  });

  it("is refused where what is adopted names what is not there", () => {
    const others = left.filter(({ type }) => type !== "AWS::Logs::LogGroup");
    const [log] = left.filter(({ type }) => type === "AWS::Logs::LogGroup");
    const [bucket] = left.filter(({ type }) => type === "AWS::S3::Bucket");
    const planted = { ...template.Resources[bucket?.logicalId ?? ""], Metadata: { Ref: log?.logicalId } };
    const changed = {
      ...template,
      Resources: { ...template.Resources, [bucket?.logicalId ?? ""]: { Type: "", ...planted } },
    };
    expect(() => adoptionOf(changed, others)).toThrow(`names what is not there: ${log?.logicalId}`);
  });
});
