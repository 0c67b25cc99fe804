import Table from "cli-table3";
import { usdPer1000Cases } from "./cost.ts";
import type { Played } from "./play.ts";

const rules: Readonly<Record<string, string>> = {
  named: "named by the referrer · 指定",
  industry: "industry committee · 行业",
  "stationed-studio": "stationed studio · 派驻",
  place: "place of the dispute · 属地",
  "party-place": "a party's place · 当事人属地",
  centre: "the city's centre · 市级",
  "by-hand": "by hand, from triage · 人工",
};

/** Every promise that did not hold, in words; empty when all did. */
export function brokenPromises(played: Played): string[] {
  const { cases, findings, notes, webhooksRejected } = played;
  const broken = [...notes.problems, ...findings.webhooksMissing.map((delivery) => `webhook never came: ${delivery}`)];
  const promise = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  promise(notes.plans.size === cases, `${cases} referrals were planned, ${notes.plans.size} cases stand`);
  promise(findings.lost === 0, `${findings.lost} cases are not closed and acknowledged`);
  promise(findings.accepted === cases, `${findings.accepted} of ${cases} cases were accepted`);
  promise(findings.agreed + findings.failed === cases, `${findings.agreed} agreed and ${findings.failed} failed`);
  promise(findings.acknowledged === cases, `${findings.acknowledged} of ${cases} results were acknowledged`);
  promise(findings.doubleAccepted === 0, `${findings.doubleAccepted} cases were accepted twice`);
  promise(findings.foreignReads === 0, `${findings.foreignReads} cases could be read by a stranger`);
  promise(webhooksRejected === 0, `${webhooksRejected} webhooks did not verify`);
  return broken;
}

/** The run as one object for programs. */
export function asJson(played: Played) {
  const { cases, findings, meter, notes } = played;
  const visible = [...notes.visibleAt]
    .map(([caseId, at]) => at - (notes.postedAt.get(caseId) ?? at))
    .sort((a, b) => a - b);
  const writeUnits = Object.values(meter).reduce((sum, { writeUnits }) => sum + writeUnits, 0);
  return {
    cases,
    routed: Object.values(findings.routedByRule).reduce((sum, count) => sum + count, 0),
    accepted: findings.accepted,
    declined: findings.declined,
    agreed: findings.agreed,
    failed: findings.failed,
    acknowledged: findings.acknowledged,
    webhooksVerified: played.webhooksVerified,
    lost: findings.lost,
    doubleAccepted: findings.doubleAccepted,
    foreignReads: findings.foreignReads,
    p50VisibleMs: Math.round(percentile(visible, 0.5)),
    p99VisibleMs: Math.round(percentile(visible, 0.99)),
    writeUnitsPerCase: round(writeUnits / cases, 1),
    usdPer1000Cases: round(
      usdPer1000Cases(meter, { cases, memoryMb: played.memoryMb, apiCalls: meter["Api"]?.invocations ?? 0 }),
      4,
    ),
    seconds: round(played.seconds, 1),
  };
}

/** The run as a table for people, with what broke. */
export function asTable(played: Played, broken: readonly string[]): string {
  const figures = asJson(played);
  const table = new Table({ style: { head: [], border: [] }, colAligns: ["left", "right"] });
  const row = (label: string, value: string | number) => table.push([label, String(value)]);
  row("referrals received · 移送", figures.cases);
  for (const [rule, label] of Object.entries(rules)) {
    const count = played.findings.routedByRule[rule];
    if (count !== undefined) row(`  routed to ${label}`, count);
  }
  row("accepted · 受理", figures.accepted);
  row("declined and re-routed · 不予受理后改派", figures.declined);
  row("agreed and performed · 达成协议并履行", figures.agreed);
  row("failed · 调解不成", figures.failed);
  row("results acknowledged · 反馈签收", figures.acknowledged);
  row("webhooks verified · 推送验签", figures.webhooksVerified);
  row("post → in the committee's hands, p50 / p99", `${figures.p50VisibleMs} / ${figures.p99VisibleMs} ms`);
  row("write units a case", figures.writeUnitsPerCase);
  row("USD per 1,000 cases (us-east-1 list prices)", figures.usdPer1000Cases.toFixed(4));
  row("double acceptances", figures.doubleAccepted);
  row("reads by strangers", figures.foreignReads);
  row("lost", figures.lost);
  const functions = new Table({
    head: ["function", "invocations", "DynamoDB calls", "write units", "read units", "SQS calls", "KMS calls"],
    style: { head: [], border: [] },
  });
  for (const [name, each] of Object.entries(played.meter)) {
    const dynamo = Object.entries(each.calls).filter(([call]) => call.startsWith("dynamodb:"));
    const calls = dynamo.reduce((sum, [, count]) => sum + count, 0);
    const units = [each.writeUnits, each.readUnits].map((unit) => round(unit, 1));
    functions.push([name, each.invocations, calls, ...units, each.sqsCalls, each.kmsCalls].map(String));
  }
  const verdict =
    broken.length === 0
      ? "Every promise held."
      : `Broken:\n${broken
          .slice(0, 20)
          .map((line) => `  ${line}`)
          .join("\n")}`;
  return `${table.toString()}\n${functions.toString()}\n${verdict}\n${figures.cases} cases in ${figures.seconds} s.\n`;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
