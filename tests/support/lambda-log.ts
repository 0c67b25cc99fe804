import { format } from "node:util";
import { vi } from "vitest";

/**
 * What reaches the log of a function while `work` runs: what it writes to its standard output, line by line, and what goes
 * through the console as Lambda's runtime for Node writes it there, with the time, the request and the level before it.
 */
export async function linesInLog(work: () => Promise<unknown>): Promise<string[]> {
  let output = "";
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    output += String(text);
    return true;
  });
  const request = "5b0bd3c6-0b4d-4c39-9c3c-1d2f3a4b5c6d";
  const console_ = vi.spyOn(console, "log").mockImplementation((...said) => {
    const text = format(...said).replaceAll("\n", "\r");
    process.stdout.write(`2026-01-05T01:02:03.456Z\t${request}\tINFO\t${text}\n`);
  });
  try {
    await work();
  } finally {
    console_.mockRestore();
    stdout.mockRestore();
  }
  return output.split("\n").slice(0, -1);
}
