import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

// The functions of the fixture stack, bundled by the tests as the real ones are: submit → stream → queue → route.

const dynamodb = new DynamoDBClient({ maxAttempts: 3 });
const sqs = new SQSClient({});
const kms = new KMSClient({});
const { TABLE_NAME = "", INTAKE_QUEUE_URL = "", INBOX_PREFIX = "", KEY_ID = "" } = process.env;

type ApiEvent = { path: string; body: string | null; isBase64Encoded: boolean };
type Answer = {
  statusCode: number;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  body: string;
};

const answer = (statusCode: number, body: unknown): Answer => ({ statusCode, body: JSON.stringify(body) });

const pages: Record<string, (event: ApiEvent, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>> = {
  "/echo": async (event, context) => ({
    ...answer(200, {
      event,
      remainingMs: context.getRemainingTimeInMillis(),
      now: Date.now(),
      region: process.env["AWS_REGION"],
      secret: process.env["HOME"],
    }),
    multiValueHeaders: { "set-cookie": ["a=1", "b=2"] },
  }),
  async "/submit"({ body }) {
    const id = String(body);
    const put = (sk: string) => ({
      Put: { TableName: TABLE_NAME, Item: { pk: { S: id }, sk: { S: sk }, holder: { S: "h" } } },
    });
    const { ConsumedCapacity } = await dynamodb.send(
      new TransactWriteItemsCommand({ TransactItems: [put("CASE"), put("EVENT#1")] }),
    );
    return answer(201, { id, ConsumedCapacity });
  },
  async "/put"({ body }) {
    const [pk = "", note = ""] = String(body).split(" ");
    const Item = { pk: { S: pk }, sk: { S: "CASE" }, holder: { S: "h" }, note: { S: note } };
    await dynamodb.send(new PutItemCommand({ TableName: TABLE_NAME, Item }));
    return answer(200, {});
  },
  /** Reads an item in each way there is; the body is its key, and "consistently" where wanted. */
  async "/read"({ body }) {
    const [pk = "", how] = String(body).split(" ");
    const ConsistentRead = how === "consistently";
    const Key = { pk: { S: pk }, sk: { S: "CASE" } };
    const names = { ProjectionExpression: "#n", ExpressionAttributeNames: { "#n": "note" } };
    const one = await dynamodb.send(new GetItemCommand({ TableName: TABLE_NAME, Key, ConsistentRead, ...names }));
    const batch = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [TABLE_NAME]: { Keys: [Key], ConsistentRead } } }),
    );
    const query = await dynamodb.send(
      new QueryCommand({
        TableName: TABLE_NAME,
        KeyConditionExpression: "pk = :p",
        ExpressionAttributeValues: { ":p": { S: pk } },
        ConsistentRead,
      }),
    );
    const notes = [one.Item, batch.Responses?.[TABLE_NAME]?.[0], query.Items?.[0]].map((item) => item?.["note"]?.S);
    return answer(200, notes);
  },
  async "/holder"() {
    const { Items = [] } = await dynamodb.send(
      new QueryCommand({
        TableName: TABLE_NAME,
        IndexName: "byHolder",
        KeyConditionExpression: "holder = :h",
        ExpressionAttributeValues: { ":h": { S: "h" } },
      }),
    );
    return answer(200, Items.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`).sort());
  },
  async "/inbox"({ body }) {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${INBOX_PREFIX}one` }));
    if (body) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    const { Messages: [message] = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const { ReceiptHandle } = message ?? {};
    if (message) await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    return answer(200, { QueueUrl, body: message?.Body });
  },
  async "/not-granted"() {
    await sqs.send(new SendMessageCommand({ QueueUrl: INTAKE_QUEUE_URL, MessageBody: "{}" }));
    return answer(200, {});
  },
  async "/seal"() {
    const key = await kms.send(
      new GenerateDataKeyCommand({ KeyId: KEY_ID, KeySpec: "AES_256", EncryptionContext: { caseId: "1" } }),
    );
    return answer(200, { plain: base64(key.Plaintext), sealed: base64(key.CiphertextBlob) });
  },
  async "/open"({ body }) {
    const CiphertextBlob = Buffer.from(String(body), "base64");
    const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { caseId: "1" } }));
    return answer(200, { plain: base64(Plaintext) });
  },
  "/long": async ({ body }) => answer(200, "x".repeat(Number(body))),
  "/malformed": async () => ({ body: "no status" }),
  "/hang": () => new Promise(() => {}),
};

export async function api(event: ApiEvent, context: { getRemainingTimeInMillis(): number }): Promise<unknown> {
  try {
    return (await pages[event.path]?.(event, context)) ?? answer(404, {});
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return answer(500, { name: error.name });
  }
}

type StreamEvent = { Records: { dynamodb: { Keys: { pk: { S: string } } } }[] };

export async function publish({ Records }: StreamEvent): Promise<unknown> {
  console.log(`publishing ${Records.length}`);
  const Entries = Records.map(({ dynamodb: { Keys } }, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify({ id: Keys.pk.S }),
  }));
  await sqs.send(new SendMessageBatchCommand({ QueueUrl: INTAKE_QUEUE_URL, Entries }));
  return { batchItemFailures: [] };
}

type QueueEvent = { Records: { messageId: string; body: string; attributes: { ApproximateReceiveCount: string } }[] };

export async function route({ Records }: QueueEvent): Promise<unknown> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body, attributes } of Records) {
    const { id } = JSON.parse(body);
    const fails = id === "never" || (id === "later" && attributes.ApproximateReceiveCount === "1");
    if (fails) batchItemFailures.push({ itemIdentifier: messageId });
    else
      await dynamodb.send(
        new PutItemCommand({ TableName: TABLE_NAME, Item: { pk: { S: id }, sk: { S: "ROUTED" }, holder: { S: "h" } } }),
      );
  }
  return { batchItemFailures };
}

export async function tick({ time }: { time: string }): Promise<void> {
  await dynamodb.send(
    new PutItemCommand({ TableName: TABLE_NAME, Item: { pk: { S: "tick" }, sk: { S: time }, holder: { S: "clock" } } }),
  );
}

function base64(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString("base64");
}
