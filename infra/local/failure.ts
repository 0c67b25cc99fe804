/** A failure that the person at the keyboard can act on: its message is shown as it stands, without a stack. */
export class LocalFailure extends Error {
  override readonly name = "LocalFailure";
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
