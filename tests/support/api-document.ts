import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { openApiDocument } from "../../shared/contracts/openapi.ts";
import { routes } from "../../shared/contracts/routes.ts";

const token = (part: string): string => part.replaceAll("~", "~0").replaceAll("/", "~1");

/** A JSON pointer with a hash before it. */
export const pointer = (...parts: string[]): string => `#/${parts.map(token).join("/")}`;

export type ApiDocument = {
  document: Record<string, unknown>;
  /** What the schema at the pointer finds wrong with the value; throws when there is no schema that compiles. */
  faultsOf(schemaPointer: string, value: unknown): ErrorObject[];
  describe(faults: ErrorObject[]): string;
};

/** The OpenAPI document with its schemas compiled, as a reader in another language would use it. */
export function openDocument(document = openApiDocument()): ApiDocument {
  // The document around the schemas is no schema, and formats are asserted, as the API does.
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  formats.default(ajv);
  ajv.addSchema(document, "accord");
  return {
    document,
    faultsOf(schemaPointer, value) {
      const validate = ajv.getSchema(`accord${schemaPointer.replaceAll("%", "%25").replaceAll("{", "%7B")}`);
      if (validate === undefined) throw new Error(`the document has no schema ${schemaPointer}`);
      validate(value);
      return validate.errors ?? [];
    },
    describe: (faults) => ajv.errorsText(faults).slice(0, 500),
  };
}

const templates = [...new Set(Object.values(routes).map(({ path }) => path))].map((path) => ({
  path,
  expression: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
}));

/** A fetch that compares each answer with what the document promises, and keeps what differs. */
export function checkedFetch(api: ApiDocument): { fetch: typeof fetch; answers: string[]; faults: string[] } {
  const answers: string[] = [];
  const faults: string[] = [];
  return {
    answers,
    faults,
    async fetch(input, init) {
      const response = await fetch(input, init);
      const text = await response.clone().text();
      const method = (init?.method ?? "GET").toLowerCase();
      const { pathname } = new URL(String(input));
      const path = templates.find(({ expression }) => expression.test(pathname))?.path ?? pathname;
      const type = response.headers.get("content-type") ?? "";
      const here = `${method} ${path} ${response.status}`;
      answers.push(here);
      const answer = ["paths", path, method, "responses", String(response.status)];
      if (text !== "") {
        try {
          const schema = pointer(...answer, "content", type, "schema");
          const wrong = api.faultsOf(schema, JSON.parse(text));
          if (wrong.length > 0) faults.push(`${here}: ${api.describe(wrong)}`);
        } catch (error) {
          faults.push(`${here} ${type}: ${String(error)}`);
        }
      }
      return response;
    },
  };
}
