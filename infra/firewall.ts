import { Stack } from "aws-cdk-lib";
import { CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import { limits } from "../shared/domain/limits.ts";
import { problemDocument } from "./gateway-problems.ts";

/** The firewall counts roughly, over the last minute, and stops floods before they cost a call; quotas hold behind it (0054). */
const windowSeconds = 60;
/** As many as an organisation can have set for its systems, which keep a token for minutes. */
const requestsPerToken = limits.requestsAMinute.most;
/** Who shows neither a token nor a session signs in, reads the description, or has no business here. */
const requestsOfStrangers = 2_000;
/** A whole city may stand behind one address: four hundred offices that ask every five seconds are 81 in a second, and this is 333. */
const requestsPerAddress = 20_000;

type RateRule = Pick<CfnWebACL.RateBasedStatementProperty, "aggregateKeyType" | "limit"> &
  Partial<CfnWebACL.RateBasedStatementProperty>;
const whole = [{ priority: 0, type: "NONE" }];
const hasHeader = (name: string): CfnWebACL.StatementProperty => ({
  sizeConstraintStatement: {
    fieldToMatch: { singleHeader: { Name: name } },
    comparisonOperator: "GT",
    size: 0,
    textTransformations: whole,
  },
});
const rateRules: Readonly<Record<string, RateRule>> = {
  RequestsPerToken: {
    aggregateKeyType: "CUSTOM_KEYS",
    limit: requestsPerToken,
    // With the address, so that nobody uses up the count of a token that is not its own.
    customKeys: [{ header: { name: "authorization", textTransformations: whole } }, { ip: {} }],
  },
  RequestsOfStrangers: {
    aggregateKeyType: "IP",
    limit: requestsOfStrangers,
    scopeDownStatement: {
      notStatement: {
        statement: { orStatement: { statements: [hasHeader("authorization"), hasHeader("cookie")] } },
      },
    },
  },
  RequestsPerAddress: { aggregateKeyType: "IP", limit: requestsPerAddress },
};

/** AWS's rule groups, and the rules of them that are only counted because they would refuse lawful callers. */
const managedRuleGroups: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesKnownBadInputsRuleSet: [],
  // Batches exceed its 8 KB limit on bodies, and many agencies' HTTP clients send no User-Agent.
  AWSManagedRulesCommonRuleSet: ["SizeRestrictions_BODY", "NoUserAgent_HEADER"],
};

/** The web ACL in front of the API: limits by token, for strangers and by address, answered with 429, and AWS's managed rules. */
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
        ...Object.entries(rateRules).map(([name, rule], priority) => ({
          name,
          priority,
          statement: { rateBasedStatement: { evaluationWindowSec: windowSeconds, ...rule } },
          action: {
            block: {
              customResponse: {
                responseCode: 429,
                customResponseBodyKey: "Busy",
                responseHeaders: [{ name: "Retry-After", value: "60" }],
              },
            },
          },
          visibilityConfig: this.#visibility(name),
        })),
        ...Object.entries(managedRuleGroups).map(([name, countedOnly], index) => ({
          name,
          priority: Object.keys(rateRules).length + index,
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
