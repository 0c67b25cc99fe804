// Stands in for the parts of zod that make JSON schemas, which every schema names and no function calls.

const refuse = (): never => {
  throw new Error("JSON schemas are made at build time, not in a function");
};

export const createToJSONSchemaMethod = () => refuse;
export const createStandardJSONSchemaMethod = () => refuse;
export const toJSONSchema = refuse;
export const fromJSONSchema = refuse;
export const JSONSchemaGenerator = refuse;
