import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, type Environment, Validations } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import * as z from "zod";
import cdk from "../../cdk.json" with { type: "json" };
import { AccordStack } from "../../infra/accord-stack.ts";
import type { PrivateNetwork } from "../../infra/private-network.ts";
import { stageOf } from "../../infra/stage.ts";
import { type Template, template } from "./template.ts";

const validationReport = z.object({ pluginReports: z.array(z.unknown()) });

/** Synthesises the stack as `cdk synth` does, checks and context included, but without bundling the functions. */
export function synthesise(
  env?: Environment,
  webhookNetwork?: PrivateNetwork,
  context: Readonly<Record<string, unknown>> = {},
  reservedForCases?: number,
): { template: Template; findings: readonly unknown[] } {
  const app = appWithoutBundling(context);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const { stackName } = new AccordStack(app, "Accord", {
    stackName: stageOf(app).stackName,
    codeOf: () => Code.fromInline("exports.handler = async () => {}"),
    ...(env && { env }),
    webhookNetwork,
    reservedForCases,
  });
  const assembly = app.synth();
  const report = JSON.parse(readFileSync(join(assembly.directory, "validation-report.json"), "utf8"));
  return {
    template: template.parse(assembly.getStackByName(stackName).template),
    findings: validationReport.parse(report).pluginReports,
  };
}

export function appWithoutBundling(context: Readonly<Record<string, unknown>> = {}): App {
  return new App({ context: { ...cdk.context, "aws:cdk:version-reporting": false, ...context } });
}
