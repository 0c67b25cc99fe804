import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import * as z from "zod";
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

const record = z.record(z.string(), z.unknown());
const schemasAt = "#/components/schemas/";

/**
 * The document as it stands today: its answers may come to hold more than is described, and a test must see it when they do. A schema that is
 * composed of a component needs it open.
 */
function closed(document: Record<string, unknown>): Record<string, unknown> {
  const { schemas, ...components } = record.parse(document["components"]);
  const opened = (schema: Record<string, unknown>): Record<string, unknown> => {
    const { allOf } = schema;
    if (!Array.isArray(allOf)) return schema;
    const parts = allOf.map((part) => {
      const { $ref, ...own } = record.parse(part);
      return typeof $ref === "string" ? { $ref: $ref.replace(schemasAt, `${schemasAt}Open.`) } : own;
    });
    return { ...schema, allOf: parts };
  };
  const isObject = (schema: Record<string, unknown>): boolean => "allOf" in schema || "properties" in schema;
  const all = Object.entries(record.parse(schemas)).flatMap(([name, value]) => {
    const schema = opened(record.parse(value));
    const isOpen = !isObject(schema) || schema["additionalProperties"] !== undefined;
    return [
      [`Open.${name}`, schema],
      [name, isOpen ? schema : { ...schema, unevaluatedProperties: false }],
    ];
  });
  return { ...document, components: { ...components, schemas: Object.fromEntries(all) } };
}

/** The OpenAPI document with its schemas compiled, as a reader in another language would use it. */
export function openDocument(document = closed(openApiDocument())): ApiDocument {
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

/** The headers of which the description speaks. */
const toldHeaders = ["etag", "location", "content-location", "accord-effect", "retry-after", "content-disposition"];

/** That any GET has an ETag is told once for all. */
const isToldOnce = (method: string, header: string): boolean => method === "get" && header === "etag";

export const valueAt = (document: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (node, part) => (typeof node === "object" && node !== null ? Reflect.get(node, part) : undefined),
    document,
  );

/** Where the description speaks of an answer; undefined where it does not. */
function answerIn(document: unknown, path: string, method: string, status: number): string[] | undefined {
  const responses = ["paths", path, method, "responses"];
  const found = [String(status), "default"].find((key) => valueAt(document, [...responses, key]) !== undefined);
  if (found === undefined) return undefined;
  const { $ref } = record.parse(valueAt(document, [...responses, found]));
  return typeof $ref === "string" ? $ref.slice(2).split("/") : [...responses, found];
}

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
      const answer = answerIn(api.document, path, method, response.status);
      if (answer === undefined) faults.push(`${here}: is not described`);
      else if (text !== "") {
        try {
          const schema = pointer(...answer, "content", type, "schema");
          const wrong = api.faultsOf(schema, JSON.parse(text));
          if (wrong.length > 0) faults.push(`${here}: ${api.describe(wrong)}`);
        } catch (error) {
          faults.push(`${here} ${type}: ${String(error)}`);
        }
      }
      const described = Object.keys(record.parse(valueAt(api.document, [...(answer ?? []), "headers"]) ?? {}));
      const unsaid = [...response.headers.keys()].filter(
        (name) =>
          toldHeaders.includes(name) &&
          !isToldOnce(method, name) &&
          !described.some((one) => one.toLowerCase() === name),
      );
      if (answer !== undefined && unsaid.length > 0) faults.push(`${here}: does not describe ${unsaid.join(", ")}`);
      return response;
    },
  };
}
