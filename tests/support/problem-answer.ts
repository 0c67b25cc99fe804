import { expect } from "vitest";
import * as z from "zod";
import { fieldError, type ProblemCode, problems } from "../../shared/contracts/problems.ts";
import type { Answer } from "./town.ts";

const document = z.looseObject({ errors: z.array(fieldError()).default([]) });

/**
 * Expects a whole problem document of this code in this language, and nothing that would let the answer be kept. Gives the
 * offending fields as `path code`.
 */
export function offendingFields({ status, headers, body }: Answer, code: ProblemCode, language: "en" | "zh" = "en") {
  const { title, action, ...problem } = problems[code];
  expect({ status, body }).toMatchObject({
    status: problem.status,
    body: {
      type: `urn:accord:problem:${code}`,
      title: title[language],
      status: problem.status,
      code,
      action: action[language],
      instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  });
  expect(headers.get("content-type")).toBe("application/problem+json");
  expect(headers.get("cache-control")).toBe("no-store");
  return document
    .parse(body)
    .errors.map((error) => `${error.path} ${error.code}`)
    .toSorted();
}
