import { CfnFunction } from "aws-cdk-lib/aws-lambda";
import * as z from "zod";
import { allow, type ServiceFunction } from "./service-function.ts";

/** The subnets in which a function gets its addresses, and the security groups that say what it may reach from there. */
export type PrivateNetwork = { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };

const idsOf = (begins: string) =>
  z
    .string()
    .transform((ids) => ids.split(","))
    .pipe(z.array(z.string().regex(new RegExp(`^${begins}-[0-9a-f]+$`))).min(1));

/** The network that the context names, such as `-c webhookSubnets=subnet-1,subnet-2 -c webhookSecurityGroups=sg-1`; none without. */
export function networkIn(contextOf: (name: string) => unknown): PrivateNetwork | undefined {
  const [subnets, groups] = [contextOf("webhookSubnets"), contextOf("webhookSecurityGroups")];
  if (subnets === undefined && groups === undefined) return undefined;
  return { subnetIds: idsOf("subnet").parse(subnets), securityGroupIds: idsOf("sg").parse(groups) };
}

/** Lets a function run in a network, with the right to the interfaces that Lambda makes there in its name. */
export function runIn({ subnetIds, securityGroupIds }: PrivateNetwork, fn: ServiceFunction): void {
  const resource = fn.node.defaultChild;
  if (!(resource instanceof CfnFunction)) throw new Error(`${fn.node.id} is no function`);
  resource.vpcConfig = { subnetIds: [...subnetIds], securityGroupIds: [...securityGroupIds] };
  const interfaces = [
    "CreateNetworkInterface",
    "DescribeNetworkInterfaces",
    "DescribeSubnets",
    "DeleteNetworkInterface",
  ];
  fn.uses({
    environment: {},
    statements: [allow("ec2", [...interfaces, "AssignPrivateIpAddresses", "UnassignPrivateIpAddresses"], ["*"])],
    acknowledgments: [
      {
        id: "AwsSolutions-IAM5[Resource::*]",
        reason:
          "Lambda makes its network interfaces under names that nobody knows before, and asks for the rights to all.",
      },
    ],
  });
}
