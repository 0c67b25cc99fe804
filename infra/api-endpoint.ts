import { Fn } from "aws-cdk-lib";
import {
  CfnBasePathMapping,
  CfnDomainName,
  type EndpointConfiguration,
  EndpointType,
  type RestApi,
  type RestApiProps,
  SecurityPolicy,
} from "aws-cdk-lib/aws-apigateway";
import { InterfaceVpcEndpoint } from "aws-cdk-lib/aws-ec2";
import { AnyPrincipal, PolicyDocument, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct, IConstruct } from "constructs";
import * as z from "zod";
import { settingOf } from "./stage.ts";

const arn = (service: string) => z.string().regex(new RegExp(`^arn:[\\w-]+:${service}:.+`));
const list = z.string().transform((ids) => ids.split(","));

/** Where callers find the API: in a private network alone, under a name of one's own, or where API Gateway puts it. */
const endpointSchema = z.union([
  z.strictObject({
    apiEndpoint: z.literal("private"),
    /** Through which endpoints of networks it is reached, and through no others. */
    vpcEndpoints: list.pipe(z.array(z.string().regex(/^vpce-[0-9a-f]+$/)).min(1)),
  }),
  z.strictObject({
    domainName: z.hostname(),
    /** The certificate of that name, in the region of the API. */
    certificate: arn("acm"),
    /** The authorities whose certificates callers must show, as PEM: `s3://bucket/key`. */
    truststore: z
      .string()
      .regex(/^s3:\/\/[^/]+\/.+$/)
      .optional(),
    truststoreVersion: z.string().optional(),
    /** For a certificate that was not issued by ACM: one that was, and proves that the name is one's own. */
    ownershipCertificate: arn("acm").optional(),
  }),
  z.strictObject({ apiEndpoint: z.literal("regional").optional() }),
]);
const names = [
  "apiEndpoint",
  "vpcEndpoints",
  "domainName",
  "certificate",
  "truststore",
  "truststoreVersion",
  "ownershipCertificate",
];
type Endpoint = z.infer<typeof endpointSchema>;

/** The endpoint that the context asks for, whole or not at all. */
export function endpointOf(scope: IConstruct): Endpoint {
  const asked = names.map((name) => [name, settingOf(scope, name)]).filter(([, value]) => value !== undefined);
  return endpointSchema.parse(Object.fromEntries(asked));
}

/** What the API is told of its endpoint. */
export function endpointProps(scope: Construct, endpoint: Endpoint): Partial<RestApiProps> {
  if ("vpcEndpoints" in endpoint) {
    const { vpcEndpoints } = endpoint;
    return {
      endpointConfiguration: {
        types: [EndpointType.PRIVATE],
        vpcEndpoints: vpcEndpoints.map((vpcEndpointId) =>
          InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, vpcEndpointId, { vpcEndpointId, port: 443 }),
        ),
      },
      policy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            principals: [new AnyPrincipal()],
            actions: ["execute-api:Invoke"],
            resources: ["execute-api:/*"],
            conditions: { StringEquals: { "aws:SourceVpce": vpcEndpoints } },
          }),
        ],
      }),
    };
  }
  const endpointConfiguration: EndpointConfiguration = { types: [EndpointType.REGIONAL] };
  // Beside the name of one's own, API Gateway's would be a door at which nobody asks for a certificate.
  return { endpointConfiguration, ...("domainName" in endpoint && { disableExecuteApiEndpoint: true }) };
}

/** Puts the API under the name of one's own, if there is one; the address at which callers find it then. */
export function nameApi(scope: Construct, endpoint: Endpoint, api: RestApi): string {
  if (!("domainName" in endpoint)) return api.url;
  const { domainName, certificate, truststore, truststoreVersion, ownershipCertificate } = endpoint;
  const domain = new CfnDomainName(scope, "Domain", {
    domainName,
    regionalCertificateArn: certificate,
    endpointConfiguration: { types: [EndpointType.REGIONAL] },
    securityPolicy: SecurityPolicy.TLS_1_2,
    ...(truststore !== undefined && {
      mutualTlsAuthentication: {
        truststoreUri: truststore,
        ...(truststoreVersion !== undefined && { truststoreVersion }),
      },
    }),
    ...(ownershipCertificate !== undefined && { ownershipVerificationCertificateArn: ownershipCertificate }),
  });
  new CfnBasePathMapping(scope, "Mapping", {
    domainName: domain.ref,
    restApiId: api.restApiId,
    stage: api.deploymentStage.stageName,
  });
  return Fn.join("", ["https://", domain.ref, "/"]);
}
