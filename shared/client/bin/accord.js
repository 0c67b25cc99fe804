#!/usr/bin/env node
// The command is TypeScript that Node 24 runs by itself. An older Node hands over to the one among the packages.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const command = new URL("../cli/main.ts", import.meta.url);
const [major] = process.versions.node.split(".").map(Number);

if (major >= 24) {
  if (command.pathname.includes("/node_modules/")) await stripTypesInPackages();
  await import(command.href);
} else {
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  const child = spawn(nodeAmongPackages(), args, { stdio: "inherit" });
  // A terminal sends Ctrl-C to both; the command decides how to end, and this process follows it.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => signal === "SIGTERM" && child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
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
