import { execFile } from "node:child_process";

type Ran = { status: number; stdout: string; stderr: string };

/** Runs a program to its end, within four minutes. */
export const run = (
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, timeout: 240_000, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : typeof error.code === "number" ? error.code : 1, stdout, stderr }),
    );
  });

/** Throws with the end of what the program said when it fails. */
export async function need(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { status, stdout, stderr } = await run(command, args, cwd);
  if (status !== 0) throw new Error(`${command} ended with ${status}:\n${`${stdout}${stderr}`.slice(-3000)}`);
}
