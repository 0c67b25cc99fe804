import { Stack } from "aws-cdk-lib";
import { CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import { problemDocument } from "./gateway-problems.ts";

/** A whole city's agencies may share one address, so this stops floods, not heavy use. */
const requestsPerAddressInFiveMinutes = 10_000;

/** AWS's rule groups, and the rules of them that are only counted because they would refuse lawful callers. */
const managedRuleGroups: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesKnownBadInputsRuleSet: [],
  // Batches exceed its 8 KB limit on bodies, and many agencies' HTTP clients send no User-Agent.
  AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY", "NoUserAgent_HEADER"],
};

/** The web ACL in front of the API: AWS's managed rules, and a limit per address answered with 429. */
export class Firewall extends Construct {
  constructor(scope: Construct, id: string, protectedArn: string) {
    super(scope, id);
    const acl = new CfnWebACL(this, "WebAcl", {
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: this.#visibility("Firewall"),
      customResponseBodies: {
        Busy: { contentType: "APPLICATION_JSON", content: problemDocument("busy", 429) },
      },
      rules: [
        {
          name: "RequestsPerAddress",
          priority: 0,
          statement: { rateBasedStatement: { aggregateKeyType: "IP", limit: requestsPerAddressInFiveMinutes } },
          action: {
            block: {
              customResponse: {
                responseCode: 429,
                customResponseBodyKey: "Busy",
                responseHeaders: [{ name: "Retry-After", value: "60" }],
              },
            },
          },
          visibilityConfig: this.#visibility("RequestsPerAddress"),
        },
        ...Object.entries(managedRuleGroups).map(([name, countedOnly], index) => ({
          name,
          priority: index + 1,
          statement: {
            managedRuleGroupStatement: {
              vendorName: "AWS",
              name,
              ruleActionOverrides: countedOnly.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
            },
          },
          overrideAction: { none: {} },
          visibilityConfig: this.#visibility(name),
        })),
      ],
    });
    new CfnWebACLAssociation(this, "Association", { resourceArn: protectedArn, webAclArn: acl.attrArn });
  }

  #visibility(name: string): CfnWebACL.VisibilityConfigProperty {
    return {
      metricName: `${Stack.of(this).stackName}-${name}`,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: true,
    };
  }
}
