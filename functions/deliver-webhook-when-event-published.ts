export async function handler(_event: unknown): Promise<unknown> {
  return { statusCode: 503, body: "not built yet" };
}
