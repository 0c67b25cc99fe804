/** One call of the code under test: the operation's name, such as `GetItem`, and its input with plain values. */
export type Call = { operation: string; input: Record<string, unknown> };
/** Answers a call with plain values, or fails it by throwing. */
export type Answer = (call: Call) => object | Promise<object>;

/** For clients whose calls never leave the test. */
export const config = { region: "us-east-1", credentials: { accessKeyId: "unit", secretAccessKey: "unit" } };
export const outermost = { step: "initialize", priority: "high" } as const;

/** A middleware that answers every call of an SDK client instead of the service; `calls` lists them. */
export function answering(answer: Answer) {
  const calls: Call[] = [];
  const middleware =
    (_next: unknown, { commandName = "" }: { commandName?: string }) =>
    async ({ input }: { input: object }) => {
      const call = { operation: commandName.replace(/Command$/, ""), input: { ...input } };
      calls.push(call);
      return { output: { $metadata: {}, ...(await answer(call)) }, response: {} };
    };
  return { calls, middleware };
}
