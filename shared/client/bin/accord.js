#!/usr/bin/env node
// The command is TypeScript, which Node 24 bundles once and then loads as one file. An older Node hands over to the one
// among the packages.
import { spawn } from "node:child_process";
import { createRequire, enableCompileCache } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const [major] = process.versions.node.split(".").map(Number);

if (major >= 24) {
  enableCompileCache();
  if (import.meta.url.includes("/node_modules/")) await stripTypesInPackages();
  await import(await command());
} else {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(nodeAmongPackages(), args, { stdio: "inherit" });
  // A terminal sends Ctrl-C to both; the command decides how to end, and this process follows it.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => signal === "SIGTERM" && child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
}

// Without esbuild, or in a folder that cannot be written, the sources run as they are, only more slowly.
async function command() {
  try {
    const { bundledCommand } = await import("../bundle.ts");
    return pathToFileURL(await bundledCommand()).href;
  } catch {
    return new URL("../cli/main.ts", import.meta.url).href;
  }
}

function nodeAmongPackages() {
  try {
    return createRequire(import.meta.url).resolve("node/bin/node");
  } catch {
    console.error(`accord needs Node 24; this is ${process.version}.`);
    process.exit(1);
  }
}

// Node does not strip types below node_modules, where npx puts this package when it is fetched.
async function stripTypesInPackages() {
  const { readFileSync } = await import("node:fs");
  const { registerHooks, stripTypeScriptTypes } = await import("node:module");
  const { emitWarning } = process;
  process.emitWarning = (warning, ...rest) =>
    String(warning).includes("stripTypeScriptTypes") ? undefined : emitWarning.call(process, warning, ...rest);
  registerHooks({
    load(url, context, next) {
      if (!url.endsWith(".ts")) return next(url, context);
      const source = stripTypeScriptTypes(readFileSync(fileURLToPath(url), "utf8"));
      return { format: "module", source, shortCircuit: true };
    },
  });
}
