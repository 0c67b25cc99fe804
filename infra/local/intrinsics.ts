/** Where intrinsic functions find what they name. */
export type Scope = {
  /** Answers `Ref` of a parameter, pseudo parameter or resource. */
  ref(name: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  /** Whether a condition of the template holds. */
  condition(name: string): boolean;
};

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value with every intrinsic function in it replaced by what it stands for; throws on one it does not know. */
export function resolveValue(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolveValue(item, scope));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  const [only] = entries;
  if (only && entries.length === 1 && (only[0] === "Ref" || only[0].startsWith("Fn::"))) {
    return callIntrinsic(only[0], only[1], scope);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, resolveValue(item, scope)]));
}

function callIntrinsic(name: string, argument: unknown, scope: Scope): unknown {
  switch (name) {
    case "Ref":
      return scope.ref(String(argument));
    case "Fn::GetAtt": {
      const [logicalId, ...path] = listOf(name, argument);
      return scope.attribute(String(logicalId), path.map(String).join("."));
    }
    case "Fn::Join": {
      const [separator, parts] = listOf(name, resolveValue(argument, scope));
      return listOf(name, parts).map(String).join(String(separator));
    }
    case "Fn::Equals": {
      const [one, other] = listOf(name, resolveValue(argument, scope));
      return one === other;
    }
    case "Fn::If": {
      const [condition, then, otherwise] = listOf(name, argument);
      return resolveValue(scope.condition(String(condition)) ? then : otherwise, scope);
    }
    case "Fn::Sub":
      if (typeof argument !== "string") throw new Error("The local runner knows Fn::Sub with a text alone");
      return argument.replaceAll(/\$\{([^}]+)\}/g, (_whole, reference: string) => String(scope.ref(reference)));
    default:
      throw new Error(`The template uses ${name}, which the local runner does not know`);
  }
}

function listOf(name: string, value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${name} needs a list`);
  return value;
}
