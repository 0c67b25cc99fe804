import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

// A call must give up well before its function does, or the function dies without an answer.
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true };
const patient = { ...requestHandler, requestTimeout: 25_000 };

export const documentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ requestHandler, maxAttempts: 4 }), {
    marshallOptions: { removeUndefinedValues: true },
  });

/** A receive may wait 20 s for a message, so this client waits longer. */
export const queueClient = (): SQSClient => new SQSClient({ requestHandler: patient, maxAttempts: 4 });

export const keyClient = (): KMSClient => new KMSClient({ requestHandler, maxAttempts: 4 });
