import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import * as z from "zod";
import { dynamoClient } from "../../infra/local/dynamo-client.ts";
import { chooseEngine, type DynamoEngine, type EngineKind, startDynamoEngine } from "../../infra/local/dynamo-engine.ts";
import { LocalFailure } from "../../infra/local/failure.ts";
import { provisionTable } from "../../infra/local/provision.ts";
