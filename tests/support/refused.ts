import { ApiError } from "../../shared/client/errors.ts";
import type { ProblemDocument } from "../../shared/contracts/problems.ts";

/** The problem document a call was refused with; an error when it was not refused. */
export async function problemOf(call: Promise<unknown>): Promise<ProblemDocument> {
  try {
    const answer = await call;
    throw new Error(`not refused, but answered ${JSON.stringify(answer)}`);
  } catch (error) {
    if (error instanceof ApiError) return error.problem;
    throw error;
  }
}

/** Status and code of the problem, in one line. */
export async function problemCodeOf(call: Promise<unknown>): Promise<string> {
  const { status, code } = await problemOf(call);
  return `${status} ${code}`;
}
