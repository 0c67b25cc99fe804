import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ofProject = fileURLToPath(new URL("../../dist/python/bin/python", import.meta.url));
/** The Python that `.ci/run` makes with what the tests need, else the machine's own. */
export const python = existsSync(ofProject) ? ofProject : "python3";

/** What shows that a program can run here. */
const shown = {
  openssl: ["openssl", "pkeyutl", "-help"],
  python: [python, "-c", "import jwt, cryptography"],
  boto3: [python, "-c", "import boto3"],
  java: ["java", "-version"],
  go: ["go", "version"],
} as const;

/** Why a language cannot be tried here; undefined where it can. `.ci/run` installs all, and there none may lack. */
export function whyNot(language: keyof typeof shown): string | undefined {
  const [command, ...args] = shown[language];
  if (process.env["ACCORD_EVERY_LANGUAGE"] !== undefined || spawnSync(command, args).status === 0) return undefined;
  return `${language} is not installed: ${[command, ...args].join(" ")} fails`;
}
