import * as z from "zod";

/** A resource that a deleted stack left behind. */
export type Left = { readonly logicalId: string; readonly type: string; readonly physicalId: string };

const resourceSchema = z.looseObject({ Type: z.string() });
const templateSchema = z.looseObject({
  Parameters: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(z.string(), resourceSchema),
});

/** By what CloudFormation knows what it is to take over, for the types that hold what cannot be made again. */
const identifiers: Readonly<Record<string, string>> = {
  "AWS::DynamoDB::Table": "TableName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::KMS::Key": "KeyId",
  "AWS::Logs::LogGroup": "LogGroupName",
};

/** The change set of type IMPORT by which a new stack takes over what another left: its template, and what is what. */
export type Adoption = {
  readonly template: { readonly Parameters: object; readonly Resources: object };
  readonly resources: readonly {
    readonly ResourceType: string;
    readonly LogicalResourceId: string;
    readonly ResourceIdentifier: Readonly<Record<string, string>>;
  }[];
};

/**
 * The adoption of what was left, into the stack that this template describes: of it the resources taken over and the
 * parameters that they name. Throws when one of them needs what was not left, and when a table, bucket or key of the template
 * is missing: the stack would make an empty one in its place.
 */
export function adoptionOf(template: unknown, left: readonly Left[]): Adoption {
  const { Parameters, Resources } = templateSchema.parse(template);
  const taken = left.filter(({ logicalId, type }) => type in identifiers && Resources[logicalId]?.Type === type);
  const ids = taken.map(({ logicalId }) => logicalId);
  const missing = Object.entries(Resources)
    .filter(([id, { Type }]) => Type in identifiers && Type !== "AWS::Logs::LogGroup" && !ids.includes(id))
    .map(([id]) => id);
  if (missing.length > 0) throw new Error(`These would be made again, and empty: ${missing.join(", ")}`);
  const adopted = Object.fromEntries(
    // Until the adoption is through, nothing may take away what was adopted.
    ids.map((id) => [id, { ...Resources[id], DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" }]),
  );
  const named = namesIn(adopted).filter((name) => !name.startsWith("AWS::") && !ids.includes(name));
  const unknown = named.filter((name) => !(name in Parameters));
  if (unknown.length > 0) throw new Error(`What is adopted names what is not there: ${unknown.join(", ")}`);
  return {
    template: {
      Parameters: Object.fromEntries(Object.entries(Parameters).filter(([name]) => named.includes(name))),
      Resources: adopted,
    },
    resources: taken.map(({ logicalId, type, physicalId }) => ({
      ResourceType: type,
      LogicalResourceId: logicalId,
      ResourceIdentifier: { [identifiers[type] ?? ""]: physicalId },
    })),
  };
}

const reference = z.union([
  z.strictObject({ Ref: z.string() }).transform(({ Ref }) => Ref),
  z.strictObject({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) }).transform(({ "Fn::GetAtt": [id] }) => id),
]);

/** The resources and parameters that a part of a template names. */
function namesIn(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  const { success, data } = reference.safeParse(part);
  return success ? [data] : Object.values(part).flatMap(namesIn);
}
