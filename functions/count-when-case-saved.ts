import { unmarshall } from "@aws-sdk/util-dynamodb";
import { documentClient } from "../shared/aws/clients.ts";
import { publishedEvent } from "../shared/dynamo/case-items.ts";
import { readConfig, text } from "../shared/runtime/config.ts";
import { countCase } from "../shared/runtime/count-case.ts";
import { eachNewImage } from "../shared/runtime/each-record.ts";

const config = readConfig({ TABLE_NAME: text });
const table = { client: documentClient(), name: config.TABLE_NAME };

/** Keeps the figures of the monthly return up to the cases that end, or go on after their end. */
export const handler = eachNewImage("count-when-case-saved", (image) =>
  countCase(table, publishedEvent(unmarshall(image))),
);
