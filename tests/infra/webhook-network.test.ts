import { describe, expect, it } from "vitest";
import * as z from "zod";
import { networkIn } from "../../infra/private-network.ts";
import { mayConnect } from "../../shared/runtime/webhook-address.ts";
import { reachOf } from "../../shared/runtime/webhook-reach.ts";
import { synthesise } from "./synthesise.ts";
import { actionsOf } from "./template.ts";

const network = { subnetIds: ["subnet-0123abcd", "subnet-0456abcd"], securityGroupIds: ["sg-0789abcd"] };
const plain = synthesise();
const inside = synthesise(undefined, network);
const functionOf = ({ template }: typeof plain, name: string) =>
  z
    .object({
      VpcConfig: z.unknown().optional(),
      Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
    })
    .parse(template.Resources[name]?.Properties);
const parameters = z.object({ WebhookNetworks: z.object({ Default: z.string(), AllowedPattern: z.string() }) });
const names = Object.entries(plain.template.Resources)
  .filter(([, { Type }]) => Type === "AWS::Lambda::Function")
  .map(([name]) => name);

describe("a deployed stack", () => {
  it("has no function that could take this machine for one that webhooks may reach", () => {
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const variables = Object.keys(functionOf(plain, name).Environment.Variables);
      expect(variables.filter((one) => /^AWS_ENDPOINT_URL$|LOOPBACK/.test(one))).toEqual([]);
    }
  });

  it("reaches this machine and the addresses of secrets under no value of its parameter", () => {
    for (const networks of ["127.0.0.0/8,::1/128", "0.0.0.0/0,::/0", "169.254.0.0/16,fd00:ec2::/32"]) {
      const reach = reachOf({ WEBHOOK_ALLOW_LOOPBACK: "true", WEBHOOK_NETWORKS: networks });
      for (const address of ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "169.254.169.254", "fd00:ec2::254"])
        expect([networks, address, mayConnect(address, reach)]).toEqual([networks, address, false]);
    }
  });

  it("opens no private network unless told, and tells it to those alone that judge addresses", () => {
    const { Default, AllowedPattern } = parameters.parse(plain.template["Parameters"]).WebhookNetworks;
    expect(Default).toBe("");
    const isAllowed = (value: string) => new RegExp(AllowedPattern).test(value);
    expect(["", "10.0.0.0/8", "10.0.0.0/8,fd00::/8"].map(isAllowed)).toEqual([true, true, true]);
    expect(["10.0.0.0", "intranet", "10.0.0.0/8,", "10.0.0.0/8 "].map(isAllowed)).toEqual(Array(4).fill(false));
    const told = names.filter((name) => "WEBHOOK_NETWORKS" in functionOf(plain, name).Environment.Variables);
    expect(told.sort()).toEqual(["Console", "DeliverWebhook", "Papers", "Registry"]);
  });

  it("runs in no network of its own unless told, and then with the function alone that calls webhooks", () => {
    for (const name of names) expect(functionOf(plain, name).VpcConfig).toBeUndefined();
    for (const name of names)
      expect([name, functionOf(inside, name).VpcConfig]).toEqual([
        name,
        name === "DeliverWebhook"
          ? { SubnetIds: network.subnetIds, SecurityGroupIds: network.securityGroupIds }
          : undefined,
      ]);
    expect(actionsOf(plain.template, "DeliverWebhook", "ec2")).toEqual([]);
    expect(actionsOf(inside.template, "DeliverWebhook", "ec2")).toContain("CreateNetworkInterface");
    expect(inside.findings).toEqual(plain.findings);
  });

  it("takes its network whole or not at all", () => {
    const contextOf = (context: Record<string, string>) => () => networkIn((name) => context[name]);
    expect(contextOf({})()).toBeUndefined();
    expect(
      contextOf({ webhookSubnets: "subnet-0123abcd,subnet-0456abcd", webhookSecurityGroups: "sg-0789abcd" })(),
    ).toEqual(network);
    expect(contextOf({ webhookSubnets: "subnet-0123abcd" })).toThrow();
    expect(contextOf({ webhookSecurityGroups: "sg-0789abcd" })).toThrow();
    expect(contextOf({ webhookSubnets: "", webhookSecurityGroups: "sg-0789abcd" })).toThrow();
  });
});
