import { globSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

const project = join(import.meta.dirname, "../..");

/** The calls of zod, each with the place in our sources that it came from. */
const built = vi.hoisted((): string[] => []);

vi.mock("zod", async (importOriginal) => {
  const ours = /\/((?:shared|functions)\/[^?:)]+)/;
  const noted = (name: string, value: unknown): unknown =>
    typeof value !== "function" || !/^[a-z]/.test(name)
      ? value
      : (...given: unknown[]) => {
          const caller = new Error().stack?.split("\n").find((line) => ours.test(line));
          built.push(`${name} in ${ours.exec(caller ?? "")?.[1]}`);
          return Reflect.apply(value, undefined, given);
        };
  const notedAll = (module: object) =>
    Object.fromEntries(Object.entries(module).map(([name, value]) => [name, noted(name, value)]));
  const zod = await importOriginal<typeof import("zod")>();
  return { ...notedAll(zod), iso: notedAll(zod.iso), coerce: notedAll(zod.coerce) };
});

/** What functions load. Their entries read the environment at once, by the few schemas of these files. */
const readsEnvironment = [
  "shared/runtime/config.ts",
  "shared/runtime/webhook-reach.ts",
  "shared/runtime/signing-provider.ts",
  "functions/http/identity.ts",
  "functions/people/issuer-settings.ts",
];
const modules = globSync(["shared/{domain,contracts,dynamo,aws,runtime,words}/**/*.ts", "functions/**/*.{ts,tsx}"], {
  cwd: project,
  exclude: [
    "functions/*.ts",
    "functions/*/main.ts",
    "functions/console/browser/*",
    "shared/contracts/{openapi*,write-lifecycle}.ts",
    ...readsEnvironment,
  ],
});

// Other files that share a process with this one load the same modules, and by zod as it is.
beforeAll(() => vi.resetModules());
afterAll(() => {
  vi.doUnmock("zod");
  vi.resetModules();
});

it("builds no schema while modules load", async () => {
  for (const module of modules) await import(/* @vite-ignore */ join(project, module));
  expect(built.filter((call) => !readsEnvironment.some((file) => call.endsWith(file)))).toEqual([]);
  expect(modules.length).toBeGreaterThan(150);
});

it("notes a schema that is built", async () => {
  const { instant } = await import("../../shared/domain/case.ts");
  built.length = 0;
  instant();
  expect(built).toEqual(["datetime in shared/domain/case.ts"]);
});
