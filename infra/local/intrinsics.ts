/** Where intrinsic functions find what they name. */
export type Scope = {
  /** Answers `Ref` of a parameter, pseudo parameter or resource. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  mapping(name: string, first: string, second: string): unknown;
};

/** Stands for `AWS::NoValue`: the property or element that resolves to it is left out. */
export const noValue = Symbol("AWS::NoValue");

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value with every intrinsic function in it replaced by what it stands for; throws on one it does not know. */
export function resolveValue(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, scope)).filter((item) => item !== noValue);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1 && isIntrinsic(only[0])) return callIntrinsic(only[0], only[1], scope);
  const resolved = entries.map(([key, item]) => [key, resolveValue(item, scope)]);
  return Object.fromEntries(resolved.filter(([, item]) => item !== noValue));
}

function isIntrinsic(name: string): boolean {
  return name === "Ref" || name.startsWith("Fn::");
}

function callIntrinsic(name: string, argument: unknown, scope: Scope): unknown {
  const resolve = (value: unknown) => resolveValue(value, scope);
  const list = () => listOf(name, resolve(argument));
  switch (name) {
    case "Ref":
      return scope.ref(String(argument));
    case "Fn::GetAtt": {
      const [logicalId, ...path] = typeof argument === "string" ? argument.split(".") : listOf(name, argument);
      return scope.attribute(String(logicalId), path.map((part) => String(resolve(part))).join("."));
    }
    case "Fn::Join": {
      const [separator, parts] = list();
      return listOf(name, parts).map(String).join(String(separator));
    }
    case "Fn::Split": {
      const [separator, text] = list();
      return String(text).split(String(separator));
    }
    case "Fn::Select": {
      const [index, items] = list();
      const item = listOf(name, items)[Number(index)];
      if (item === undefined) throw new Error(`Fn::Select finds no element ${index}`);
      return item;
    }
    case "Fn::Sub":
      return substitute(argument, scope);
    case "Fn::Base64":
      return Buffer.from(String(resolve(argument))).toString("base64");
    case "Fn::FindInMap": {
      const [map, first, second] = list();
      return scope.mapping(String(map), String(first), String(second));
    }
    case "Fn::If": {
      const [condition, whenTrue, whenFalse] = listOf(name, argument);
      return resolve(scope.condition(String(condition)) ? whenTrue : whenFalse);
    }
    default:
      return evaluateCondition({ [name]: argument }, scope);
  }
}

/** The truth of a condition expression (`Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, `Condition`). */
export function evaluateCondition(expression: unknown, scope: Scope): boolean {
  const [name, argument] = (isRecord(expression) && Object.entries(expression)[0]) || ["nothing", undefined];
  const terms = () => listOf(name, argument).map((term) => evaluateCondition(term, scope));
  switch (name) {
    case "Condition":
      return scope.condition(String(argument));
    case "Fn::Equals": {
      const [left, right] = listOf(name, resolveValue(argument, scope));
      return String(left) === String(right);
    }
    case "Fn::And":
      return terms().every(Boolean);
    case "Fn::Or":
      return terms().some(Boolean);
    case "Fn::Not":
      return !terms()[0];
    default:
      throw new Error(`The template uses ${name}, which the local runner does not know`);
  }
}

function substitute(argument: unknown, scope: Scope): string {
  const [text, given] = Array.isArray(argument) ? argument : [argument, {}];
  const variables = resolveValue(given, scope);
  return String(text).replaceAll(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (isRecord(variables) && name in variables) return String(variables[name]);
    const [logicalId = "", ...path] = name.split(".");
    return String(path.length > 0 ? scope.attribute(logicalId, path.join(".")) : scope.ref(name));
  });
}

function listOf(name: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${name} needs a list`);
  return value;
}
