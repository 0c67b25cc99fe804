import { RemovalPolicy, Size, Stack, Validations } from "aws-cdk-lib";
import {
  AccessLogField,
  AccessLogFormat,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { endpointOf, endpointProps, nameApi } from "./api-endpoint.ts";
import { Firewall } from "./firewall.ts";
import { answerInProblemDocuments } from "./gateway-problems.ts";
import type { ServiceFunction } from "./service-function.ts";
import { stageOf } from "./stage.ts";

const stageName = "live";

interface FrontDoorProps {
  /** Which function answers at each resource, whatever the method. */
  readonly mounts: readonly { readonly resource: string; readonly function: ServiceFunction }[];
}

/** The REST API, public unless its endpoint is private: the services' functions behind the firewall, with throttling and an access log. */
export class FrontDoor extends Construct {
  readonly api: RestApi;
  /** Where callers find it. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: FrontDoorProps) {
    super(scope, id);
    const accessLog = new LogGroup(this, "AccessLog", {
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const endpoint = endpointOf(this);
    this.api = new RestApi(this, "Api", {
      // The alarms know it by this name, which in one account and region only one stage has.
      restApiName: Stack.of(this).stackName,
      // A report is a file; API Gateway passes its bytes on whatever the caller says it accepts.
      binaryMediaTypes: ["*/*"],
      ...endpointProps(this, endpoint),
      minCompressionSize: Size.kibibytes(1),
      cloudWatchRole: true,
      deployOptions: {
        stageName,
        throttlingRateLimit: 500,
        throttlingBurstLimit: 1000,
        // The execution log names failures only, and never a body: bodies hold personal data.
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        metricsEnabled: true,
        ...(stageOf(this).tracing && { tracingEnabled: true }),
        accessLogDestination: new LogGroupLogDestination(accessLog),
        accessLogFormat: accessLogFormat(),
      },
    });
    for (const { resource, function: fn } of props.mounts) {
      // One permission for a function: one for each address would be a fifth of the resources that a stack may have.
      const integration = new LambdaIntegration(fn.called, { scopePermissionToMethod: false });
      this.api.root.resourceForPath(resource).addMethod("ANY", integration);
    }
    for (const permission of this.api.node.findAll()) {
      // Tests from the console of API Gateway would pass the firewall by.
      if (permission instanceof CfnPermission) permission.sourceArn = this.api.arnForExecuteApi("*", "/*", stageName);
    }
    answerInProblemDocuments(this.api);
    this.#acknowledgeFindings();
    this.url = nameApi(this, endpoint, this.api);
    new Firewall(this, "Firewall", this.api.deploymentStage.stageArn);
  }

  #acknowledgeFindings(): void {
    Validations.of(this.api).acknowledge(
      {
        id: "AwsSolutions-APIG2",
        reason: "Each function checks every path, query and body against the schemas of its route table.",
      },
      {
        id: "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]",
        reason: "API Gateway's logging role is one for the whole account, so it cannot be narrowed to this API's log.",
      },
    );
    for (const method of this.api.methods) {
      Validations.of(method).acknowledge(
        {
          id: "AwsSolutions-APIG4",
          reason: "The function verifies the bearer token each caller signs itself, with the caller's registered key.",
        },
        {
          id: "AwsSolutions-COG4",
          reason: "Callers are systems that sign their own tokens; AWS China has no user pools.",
        },
      );
    }
  }
}

/** Who called what and how it ended; no query string, body or token. */
function accessLogFormat(): AccessLogFormat {
  return AccessLogFormat.custom(
    JSON.stringify({
      requestId: AccessLogField.contextRequestId(),
      time: AccessLogField.contextRequestTime(),
      sourceIp: AccessLogField.contextIdentitySourceIp(),
      userAgent: AccessLogField.contextIdentityUserAgent(),
      method: AccessLogField.contextHttpMethod(),
      path: AccessLogField.contextPath(),
      status: AccessLogField.contextStatus(),
      responseBytes: AccessLogField.contextResponseLength(),
      latencyMilliseconds: AccessLogField.contextResponseLatency(),
      functionMilliseconds: AccessLogField.contextIntegrationLatency(),
      wafAnswer: AccessLogField.contextWafResponseCode(),
      error: AccessLogField.contextErrorMessage(),
    }),
  );
}
