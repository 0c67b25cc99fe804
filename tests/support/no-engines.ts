/** For a gateway whose callers never get as far as an engine. */
export const noEngines = {
  dynamodb: "http://127.0.0.1:1",
  sqs: { ask: () => Promise.reject(new Error("There is no SQS here")) },
};
