import { App, Validations } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { AwsSolutionsChecks } from "cdk-nag";
import { AccordStack } from "./accord-stack.ts";
import { bundleFunctions } from "./bundles.ts";
import { networkIn } from "./private-network.ts";
import { settingOf, stageOf } from "./stage.ts";

const folderOf = await bundleFunctions();
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
const reserved: unknown = settingOf(app, "reservedForCases");
new AccordStack(app, "Accord", {
  stackName: stageOf(app).stackName,
  description: "Accord: mediation referrals between agencies",
  webhookNetwork: networkIn((name) => settingOf(app, name)),
  reservedForCases: reserved === undefined ? undefined : Number(reserved),
  codeOf: (entry) => Code.fromAsset(folderOf(entry)),
});
