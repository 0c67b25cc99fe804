import * as z from "zod";

const tableSchema = z.object({
  Table: z.object({
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.string() })),
    GlobalSecondaryIndexes: z.array(z.object({ IndexName: z.string() })).default([]),
    LatestStreamArn: z.string().exactOptional(),
  }),
});
const errorSchema = z.object({ __type: z.string().default(""), message: z.string().default("") });

type TableDescription = z.infer<typeof tableSchema>["Table"];

/** The runner's own line to the DynamoDB engine, past the gateway: no policy, no metering. */
export type DynamoClient = {
  /** One call; throws DynamoError on an error answer. */
  call(operation: string, body: Record<string, unknown>): Promise<unknown>;
  stream(operation: string, body: Record<string, unknown>): Promise<unknown>;
  /** Undefined when there is no such table. */
  describeTable(name: string): Promise<TableDescription | undefined>;
};

export class DynamoError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** A client for the engine at the URL, in the region. */
export function dynamoClient(url: string, region: string): DynamoClient {
  const post = async (target: string, body: Record<string, unknown>): Promise<unknown> => {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": target,
        "x-amz-date": "20260101T000000Z",
        // The engines want a signature to be there and do not check it.
        authorization: `AWS4-HMAC-SHA256 Credential=local/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const { __type, message } = errorSchema.parse(answer);
    throw new DynamoError(__type.split("#").at(-1) ?? "", message);
  };
  const call = (operation: string, body: Record<string, unknown>) => post(`DynamoDB_20120810.${operation}`, body);
  return {
    call,
    stream: (operation, body) => post(`DynamoDBStreams_20120810.${operation}`, body),
    async describeTable(TableName) {
      try {
        return tableSchema.parse(await call("DescribeTable", { TableName })).Table;
      } catch (error) {
        if (error instanceof DynamoError && error.code === "ResourceNotFoundException") return undefined;
        throw error;
      }
    },
  };
}
