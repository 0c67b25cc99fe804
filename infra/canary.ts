import { Stack, Validations } from "aws-cdk-lib";
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import type { ServiceFunction } from "./service-function.ts";
import { stageOf } from "./stage.ts";

interface CanaryProps {
  readonly functions: readonly ServiceFunction[];
  /** The alarms at which new code of a function goes back. */
  readonly alarmsOf: (fn: ServiceFunction) => Alarm[];
}

/** New code of each function first gets a tenth of its calls for five minutes; where an alarm rings, the code of before gets all again. */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, { functions, alarmsOf }: CanaryProps) {
    super(scope, id);
    if (!stageOf(this).canary) return;
    const application = new LambdaApplication(this, "Application", { applicationName: Stack.of(this).stackName });
    const role = new Role(this, "Role", { assumedBy: new ServicePrincipal("codedeploy.amazonaws.com") });
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]",
      reason:
        "CodeDeploy's own policy for shifting the calls of aliases; it reads alarms and changes aliases, no code.",
    });
    for (const fn of functions) {
      if (fn.live === undefined) continue;
      new LambdaDeploymentGroup(this, fn.node.id, {
        application,
        role,
        alias: fn.live,
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        alarms: alarmsOf(fn),
      });
    }
  }
}
