import { describe, expect, it } from "vitest";
import * as z from "zod";
import { synthesise } from "./synthesise.ts";
import type { Template } from "./template.ts";

const synthesised = (context: Readonly<Record<string, unknown>>) => synthesise(undefined, undefined, context);
const ofType = ({ Resources }: Template, type: string) =>
  Object.values(Resources).flatMap(({ Type, Properties }) => (Type === type ? [Properties ?? {}] : []));
const apiOf = (template: Template) => ofType(template, "AWS::ApiGateway::RestApi")[0];
const urlOf = (template: Template): string =>
  JSON.stringify(z.looseObject({ ApiUrl: z.object({ Value: z.unknown() }) }).parse(template["Outputs"]).ApiUrl.Value);

const domain = {
  domainName: "accord.example.gov.cn",
  certificate: "arn:aws-cn:acm:cn-north-1:000000000000:certificate/0",
};
const truststore = "s3://accord-trust/callers.pem";

describe("the API's endpoint", () => {
  const plain = synthesised({}).template;

  it("is open in its region unless told otherwise", () => {
    expect(apiOf(plain)).toMatchObject({ EndpointConfiguration: { Types: ["REGIONAL"] } });
    expect(apiOf(plain)).not.toHaveProperty("Policy");
    expect(apiOf(plain)).not.toHaveProperty("DisableExecuteApiEndpoint");
    expect(ofType(plain, "AWS::ApiGateway::DomainName")).toEqual([]);
    expect(synthesised({ apiEndpoint: "regional" }).template).toEqual(plain);
  });

  it("is private when told, and takes calls through the endpoints named alone", () => {
    const { template, findings } = synthesised({ apiEndpoint: "private", vpcEndpoints: "vpce-0123abcd,vpce-0456abcd" });
    const vpcEndpoints = ["vpce-0123abcd", "vpce-0456abcd"];
    expect(apiOf(template)).toMatchObject({
      EndpointConfiguration: { Types: ["PRIVATE"], VpcEndpointIds: vpcEndpoints },
      Policy: {
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: "execute-api:Invoke",
            Resource: "execute-api:/*",
            Condition: { StringEquals: { "aws:SourceVpce": vpcEndpoints } },
          },
        ],
      },
    });
    expect(
      z.looseObject({ Policy: z.object({ Statement: z.array(z.unknown()) }) }).parse(apiOf(template)).Policy.Statement,
    ).toHaveLength(1);
    expect(findings).toEqual([]);
  });

  it("has a name of its own when told, and then no other door", () => {
    const { template, findings } = synthesised(domain);
    expect(ofType(template, "AWS::ApiGateway::DomainName")).toEqual([
      {
        DomainName: domain.domainName,
        RegionalCertificateArn: domain.certificate,
        EndpointConfiguration: { Types: ["REGIONAL"] },
        SecurityPolicy: "TLS_1_2",
      },
    ]);
    expect(ofType(template, "AWS::ApiGateway::BasePathMapping")).toMatchObject([
      { DomainName: { Ref: expect.any(String) }, Stage: { Ref: expect.stringMatching(/live/) } },
    ]);
    expect(apiOf(template)).toMatchObject({ DisableExecuteApiEndpoint: true });
    expect(urlOf(template)).not.toContain("execute-api");
    expect(findings).toEqual([]);
  });

  it("asks callers for a certificate of the authorities named, when told", () => {
    const ownershipCertificate = "arn:aws-cn:acm:cn-north-1:000000000000:certificate/1";
    const { template } = synthesised({ ...domain, truststore, truststoreVersion: "v1", ownershipCertificate });
    expect(ofType(template, "AWS::ApiGateway::DomainName")).toMatchObject([
      {
        MutualTlsAuthentication: { TruststoreUri: truststore, TruststoreVersion: "v1" },
        OwnershipVerificationCertificateArn: ownershipCertificate,
      },
    ]);
    expect(apiOf(template)).toMatchObject({ DisableExecuteApiEndpoint: true });
  });

  it.each([
    { apiEndpoint: "private" },
    { apiEndpoint: "private", vpcEndpoints: "" },
    { vpcEndpoints: "vpce-0123abcd" },
    { apiEndpoint: "edge" },
    { domainName: domain.domainName },
    { ...domain, domainName: "https://accord.example.gov.cn" },
    { ...domain, certificate: "accord.pem" },
    // API Gateway asks for no certificate at a private API, so nobody may believe that it does.
    { ...domain, apiEndpoint: "private", vpcEndpoints: "vpce-0123abcd", truststore },
    { truststore },
    { ...domain, truststore: "accord-trust/callers.pem" },
  ])("is whole or refused: %j", (context) => {
    expect(() => synthesised(context)).toThrow(z.ZodError);
  });
});
