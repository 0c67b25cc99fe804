import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { AccordStack } from "./accord-stack.ts";

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
new AccordStack(app, "Accord", { description: "Accord: mediation referrals between agencies" });
