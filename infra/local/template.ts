import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import * as z from "zod";
import { LocalFailure, messageOf } from "./failure.ts";
import { resolveValue, type Scope } from "./intrinsics.ts";

const manifestSchema = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      properties: z
        .object({ templateFile: z.string().exactOptional(), stackName: z.string().exactOptional() })
        .exactOptional(),
    }),
  ),
});
const assetsSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string().exactOptional() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});
const templateSchema = z.object({
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: z.unknown() })).default({}),
  Conditions: z.record(z.string(), z.unknown()).default({}),
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      // A resource that may be absent cannot be run as if it were there.
      Condition: z.undefined().exactOptional(),
    }),
  ),
});

/** Whether the template of the cloud assembly has a parameter of this name. */
export async function takesParameter(cloudAssembly: string, name: string): Promise<boolean> {
  return name in (await openAssembly(cloudAssembly)).template.Parameters;
}

/** Where the stack lives when it runs here: queues answer under `queueBase`, e.g. `http://127.0.0.1:4000`. */
export type Place = { region: string; accountId: string; queueBase: string };

/** A resource whose properties hold no intrinsic functions any more. */
export type Resource = { id: string; type: string; properties: Record<string, unknown>; name: string; arn: string };

export type ResolvedTemplate = {
  stackName: string;
  resources: Resource[];
  /** The folder of a file asset, by the key it would have in its bucket. */
  assetDirectory(objectKey: string): string | undefined;
};

const nameProperties: Record<string, string> = {
  "AWS::DynamoDB::Table": "TableName",
  "AWS::SQS::Queue": "QueueName",
  "AWS::S3::Bucket": "BucketName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::IAM::Role": "RoleName",
  "AWS::Events::Rule": "Name",
  "AWS::Logs::LogGroup": "LogGroupName",
  "AWS::ApiGateway::Stage": "StageName",
};

/** Reads the one stack of a cloud assembly and resolves it for this place; throws LocalFailure when it cannot. */
export async function readTemplate(
  cloudAssembly: string,
  place: Place,
  overrides: Readonly<Record<string, string>> = {},
): Promise<ResolvedTemplate> {
  const { directory, artifactId, artifact, template } = await openAssembly(cloudAssembly);
  const assets = join(directory, `${artifactId}.assets.json`);
  const files = existsSync(assets) ? Object.values((await readJson(assets, assetsSchema)).files) : [];
  const stackName = artifact.properties?.stackName ?? artifactId;
  return {
    stackName,
    resources: resolveResources(template, stackName, place, overrides),
    assetDirectory(objectKey) {
      const file = files.find(({ destinations }) =>
        Object.values(destinations).some((to) => to.objectKey === objectKey),
      );
      return file?.source.path && join(directory, file.source.path);
    },
  };
}

/** The one stack of a cloud assembly with its template, as it stands there. */
async function openAssembly(cloudAssembly: string) {
  const directory = resolve(cloudAssembly);
  const manifest = await readJson(join(directory, "manifest.json"), manifestSchema);
  const stacks = Object.entries(manifest.artifacts).filter(
    ([, artifact]) => artifact.type === "aws:cloudformation:stack",
  );
  const [stack] = stacks;
  if (!stack || stacks.length > 1) {
    throw new LocalFailure(`${directory} holds ${stacks.length} stacks; the local runner runs exactly one.`);
  }
  const [artifactId, artifact] = stack;
  const template = await readJson(join(directory, artifact.properties?.templateFile ?? ""), templateSchema);
  return { directory, artifactId, artifact, template };
}

async function readJson<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new LocalFailure(
      `${file} cannot be read (${messageOf(error)}). Synthesise the stack first: npx cdk synth -q`,
    );
  }
}

function resolveResources(
  template: z.infer<typeof templateSchema>,
  stackName: string,
  place: Place,
  overrides: Readonly<Record<string, string>>,
): Resource[] {
  const unknown = Object.keys(overrides).find((name) => !(name in template.Parameters));
  if (unknown) throw new LocalFailure(`The stack ${stackName} has no parameter ${unknown}.`);
  const { region, accountId, queueBase } = place;
  const pseudo: Record<string, unknown> = {
    "AWS::Partition": "aws",
    "AWS::Region": region,
    "AWS::AccountId": accountId,
    "AWS::StackName": stackName,
    "AWS::URLSuffix": "amazonaws.com",
  };
  const resourceOf = (id: string) => {
    const resource = template.Resources[id];
    if (!resource) throw new Error(`The template names ${id} but does not define it`);
    return resource;
  };
  const nameOf = (id: string): string => {
    const { Type, Properties } = resourceOf(id);
    const given = Properties[nameProperties[Type] ?? ""];
    if (given !== undefined) return String(resolveValue(given, scope));
    // A bucket's name is part of a host name.
    if (Type === "AWS::S3::Bucket") return `${stackName}-${id}`.toLowerCase().slice(-63);
    return `${stackName}-${id}`.slice(-80);
  };
  const arnOf = (id: string) => arn(resourceOf(id).Type, nameOf(id), place);
  const scope: Scope = {
    ref(name) {
      if (name in pseudo) return pseudo[name];
      const parameter = template.Parameters[name];
      if (parameter) return overrides[name] ?? parameter.Default;
      if (resourceOf(name).Type === "AWS::SQS::Queue") return `${queueBase}/${accountId}/${nameOf(name)}`;
      return nameOf(name);
    },
    attribute(id, attribute) {
      if (attribute === "Arn") return arnOf(id);
      if (attribute === "QueueName") return nameOf(id);
      if (attribute === "QueueUrl") return scope.ref(id);
      if (attribute === "StreamArn") return `${arnOf(id)}/stream/local`;
      return `${nameOf(id)}.${attribute}`;
    },
    condition(name) {
      if (!(name in template.Conditions))
        throw new Error(`The template names the condition ${name} but does not define it`);
      return resolveValue(template.Conditions[name], scope) === true;
    },
  };
  return Object.entries(template.Resources).map(([id, { Type, Properties }]) => ({
    id,
    type: Type,
    properties: z.record(z.string(), z.unknown()).parse(resolveValue(Properties, scope)),
    name: nameOf(id),
    arn: arnOf(id),
  }));
}

function arn(type: string, name: string, { region, accountId }: Place): string {
  const here = `${region}:${accountId}`;
  switch (type) {
    case "AWS::DynamoDB::Table":
      return `arn:aws:dynamodb:${here}:table/${name}`;
    case "AWS::SQS::Queue":
      return `arn:aws:sqs:${here}:${name}`;
    case "AWS::Lambda::Function":
      return `arn:aws:lambda:${here}:function:${name}`;
    case "AWS::S3::Bucket":
      return `arn:aws:s3:::${name}`;
    case "AWS::KMS::Key":
      return `arn:aws:kms:${here}:key/${name}`;
    case "AWS::IAM::Role":
      return `arn:aws:iam::${accountId}:role/${name}`;
    case "AWS::Events::Rule":
      return `arn:aws:events:${here}:rule/${name}`;
    case "AWS::Logs::LogGroup":
      return `arn:aws:logs:${here}:log-group:${name}:*`;
    default:
      return `arn:aws:${(type.split("::")[1] ?? "").toLowerCase()}:${here}:${name}`;
  }
}
