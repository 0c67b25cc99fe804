import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { synthesise } from "./synthesise.ts";
import { all, properties, type Template } from "./template.ts";

const synthesised = (context: Readonly<Record<string, unknown>>) => synthesise(undefined, undefined, context);
const plain = synthesise();
/** What is in the stack; a deployment of the API is named after all that it holds. */
const idsOf = ({ Resources }: Template) =>
  Object.entries(Resources).map(([id, { Type }]) => (Type === "AWS::ApiGateway::Deployment" ? Type : `${id} ${Type}`));
const ofType = ({ Resources }: Template, ...types: string[]) =>
  Object.entries(Resources).filter(([, { Type }]) => types.includes(Type));
const holdData = ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"];
const defaults = (template: Template) =>
  z.record(z.string(), z.looseObject({ Default: z.unknown() })).parse(template["Parameters"]);

/** Every name that the template gives to something in the account, which two stacks there would fight for. */
const namesIn = ({ Resources }: Template): string[] =>
  Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
    Object.entries(Properties)
      .filter(([key]) => /^(Name|\w+Name)$/.test(key) && !["PolicyName", "MetricName", "StageName"].includes(key))
      .flatMap(([, value]) => (typeof value === "string" ? [`${Type} ${value}`] : [])),
  );

it.each(["docs/deployment.md", "docs/zh/deployment.md"])("every parameter of a deployment stands in %s", (file) => {
  const text = readFileSync(file, "utf8");
  const named = Object.keys(defaults(plain.template)).filter((name) => name !== "BootstrapVersion");
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !text.includes(name))).toEqual([]);
});

describe("a stage", () => {
  const test = synthesised({ stage: "test" });

  it("is the same stack under other names", () => {
    expect(idsOf(test.template)).toEqual(idsOf(plain.template));
    expect(test.findings).toEqual([]);
  });

  it("shares no name with another stage of the account, and no metric", () => {
    const names = namesIn(plain.template);
    expect(names.length).toBeGreaterThan(25);
    // An alarm looks at the metrics of AWS, which are one namespace for all, by the names of what is in this stack.
    const others = namesIn(test.template).filter((name) => !/^AWS::CloudWatch::Alarm|DisplayName/.test(name));
    expect(names.filter((name) => others.includes(name))).toEqual([]);
    const filters = all(test.template, "AWS::Logs::MetricFilter", z.unknown());
    expect(JSON.stringify(filters)).toContain('"MetricNamespace":"Accord-test"');
    const dimensions = all(test.template, "AWS::CloudWatch::Alarm", properties.alarm).flatMap(
      ([, alarm]) => alarm.Dimensions,
    );
    // The API has its name, lines have their unit in a namespace of the stage, all else is named by what CloudFormation called it.
    const named = dimensions.filter(({ Name, Value }) => typeof Value === "string" && Name !== "unit");
    expect(named).toEqual([{ Name: "ApiName", Value: "Accord-test" }]);
  });

  it("keeps what holds data, unless told", () => {
    for (const { template } of [plain, test])
      for (const [id, resource] of ofType(template, ...holdData))
        expect([id, resource["DeletionPolicy"], resource["UpdateReplacePolicy"]]).toEqual([
          id,
          "RetainExceptOnCreate",
          "Retain",
        ]);
  });

  it("lets all go where its cases are invented, and locks no root away for years", () => {
    const { template, findings } = synthesised({ stage: "test", keepsData: "false" });
    expect(idsOf(template)).toEqual(idsOf(plain.template));
    for (const [id, resource] of ofType(template, ...holdData))
      expect([id, resource["DeletionPolicy"], resource["UpdateReplacePolicy"]]).toEqual([id, "Delete", "Delete"]);
    const [[, table] = []] = ofType(template, "AWS::DynamoDB::Table");
    expect(table?.Properties?.["DeletionProtectionEnabled"]).toBe(false);
    expect(JSON.stringify(template)).not.toContain("COMPLIANCE");
    expect(JSON.stringify(template)).toContain('{"Days":1,"Mode":"GOVERNANCE"}');
    expect(findings).toEqual([]);
  });

  it("takes what is set for it in cdk.json, which the command line overrides", () => {
    const stages = { test: { keepsData: false, parameters: { Audience: "accord-test" } } };
    const set = synthesised({ stages, stage: "test" }).template;
    expect(defaults(set)["Audience"]?.Default).toBe("accord-test");
    const retained = (template: Template) =>
      JSON.stringify(template).includes('"DeletionPolicy":"RetainExceptOnCreate"');
    expect(retained(set)).toBe(false);
    expect(retained(synthesised({ stages, stage: "test", keepsData: "true" }).template)).toBe(true);
    expect(synthesised({ stages }).template).toEqual(plain.template);
  });

  it.each([{ stage: "Test" }, { stage: "a-b" }, { stage: "inbox" }, { stage: "" }, { keepsData: "no" }])(
    "is refused as %j",
    (context) => {
      expect(() => synthesised(context)).toThrow(z.ZodError);
    },
  );

  it("is refused with a parameter that there is not", () => {
    const stages = { test: { parameters: { Audiance: "accord-test" } } };
    expect(() => synthesised({ stages, stage: "test" })).toThrow("parameters that there are not: Audiance");
  });
});

describe("a canary", () => {
  const { template, findings } = synthesised({ canary: "true" });
  const aliases = ofType(template, "AWS::Lambda::Alias");
  const functions = ofType(plain.template, "AWS::Lambda::Function").map(([id]) => id);
  const functionOf = new Map(
    all(template, "AWS::Lambda::Alias", z.looseObject({ FunctionName: z.object({ Ref: z.string() }) })).map(
      ([id, { FunctionName }]) => [id, FunctionName.Ref],
    ),
  );

  it("is there for every function, and goes back when calls of the function or of the API fail", () => {
    expect([...functionOf.values()].toSorted()).toEqual(functions.toSorted());
    const groups = all(
      template,
      "AWS::CodeDeploy::DeploymentGroup",
      z.looseObject({
        AlarmConfiguration: z.object({
          Enabled: z.literal(true),
          Alarms: z.array(z.object({ Name: z.object({ Ref: z.string() }) })),
        }),
        AutoRollbackConfiguration: z.looseObject({ Enabled: z.literal(true), Events: z.array(z.string()) }),
        DeploymentConfigName: z.literal("CodeDeployDefault.LambdaCanary10Percent5Minutes"),
      }),
    );
    expect(groups).toHaveLength(functions.length);
    for (const [, { AlarmConfiguration, AutoRollbackConfiguration }] of groups) {
      expect(AutoRollbackConfiguration.Events).toContain("DEPLOYMENT_STOP_ON_ALARM");
      const alarms = AlarmConfiguration.Alarms.map(({ Name }) => template.Resources[Name.Ref]?.Properties);
      expect(alarms.map((alarm) => alarm?.["MetricName"]).toSorted()).toEqual(["5XXError", "Errors"]);
    }
    expect(aliases.every(([, alias]) => "CodeDeployLambdaAliasUpdate" in Object(alias["UpdatePolicy"]))).toBe(true);
  });

  it("is what the front door, the event sources and the schedules call, and never the function itself", () => {
    const callers = ofType(
      template,
      "AWS::ApiGateway::Method",
      "AWS::Lambda::EventSourceMapping",
      "AWS::Events::Rule",
      "AWS::Lambda::Permission",
    );
    expect(callers.length).toBeGreaterThan(60);
    for (const [id, { Properties }] of callers) {
      // Queues that an event source reads or that take failures are not called.
      const { EventSourceArn: _source, DestinationConfig: _to, ...called } = Object(Properties);
      const text = JSON.stringify(called);
      expect([
        id,
        functions.filter(
          (name) => text.includes(`"Fn::GetAtt":["${name}","Arn"]`) || text.includes(`{"Ref":"${name}"}`),
        ),
      ]).toEqual([id, []]);
      expect([id, [...functionOf.keys()].some((alias) => text.includes(alias))]).toEqual([id, true]);
    }
    const tries = ofType(template, "AWS::Lambda::EventInvokeConfig").map(
      ([, { Properties }]) => Properties?.["Qualifier"],
    );
    expect(tries).toHaveLength(2);
    expect(JSON.stringify(tries)).not.toContain("$LATEST");
  });

  it("raises no finding, fits into a stack, and is not there unless asked for", () => {
    expect(findings).toEqual([]);
    expect(Object.keys(template.Resources).length).toBeLessThan(490);
    expect(ofType(plain.template, "AWS::Lambda::Alias", "AWS::CodeDeploy::DeploymentGroup")).toEqual([]);
  });
});

describe("fairness of queues", () => {
  const told = (template: Template) =>
    all(template, "AWS::Lambda::Function", properties.function)
      .filter(([, { Environment }]) => Environment.Variables["FAIR_QUEUES"] === "false")
      .map(([id]) => id);

  it("is switched off, for every function that sends, where standard queues take no groups", () => {
    expect(told(plain.template)).toEqual([]);
    const senders = [
      "Registry",
      "Console",
      "DeliverWebhook",
      "PublishEvents",
      "PublishAgain",
      "ActOnDeadlines",
      "Api",
      "Papers",
    ];
    expect(told(synthesised({ fairQueues: "false" }).template).toSorted()).toEqual(senders.toSorted());
  });
});

describe("tracing", () => {
  it("follows requests through the API and all functions where it is switched on, and is off otherwise", () => {
    const { template, findings } = synthesised({ tracing: "true" });
    const modes = ofType(template, "AWS::Lambda::Function").map(([, { Properties }]) => Properties?.["TracingConfig"]);
    expect(new Set(modes.map((mode) => JSON.stringify(mode)))).toEqual(new Set(['{"Mode":"Active"}']));
    expect(ofType(template, "AWS::ApiGateway::Stage")[0]?.[1].Properties?.["TracingEnabled"]).toBe(true);
    expect(findings).toEqual([]);
    expect(JSON.stringify(plain.template)).not.toMatch(/xray|Tracing/);
  });

  it("is refused in China, where X-Ray follows no function", () => {
    const there = { account: "000000000000", region: "cn-north-1" };
    expect(() => synthesise(there, undefined, { tracing: "true" })).toThrow("X-Ray follows no function in cn-north-1");
  });
});
