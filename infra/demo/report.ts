import Table from "cli-table3";
import { closingOutcome, closingOutcomes } from "../../shared/domain/codes.ts";
import { callsTogether } from "../local/meter.ts";
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

function outcomeName(code: string): string {
  const { en, zh } = closingOutcomes[closingOutcome().parse(code)];
  return `${en} · ${zh}`;
}

/** What the functions did for cases: the root of a day is signed once for all of them, and costs as much without any. */
export const ofCases = ({ SignRoot: _, ...others }: Played["meter"]): Played["meter"] => others;

/** Every promise that did not hold, in words; empty when all did. */
export function brokenPromises(played: Played): string[] {
  const { cases, findings, notes, webhooksRejected } = played;
  const broken = [
    ...notes.problems,
    ...findings.astray,
    ...findings.webhooksMissing.map((delivery) => `webhook never came: ${delivery}`),
  ];
  const promise = (holds: boolean, sentence: string) => {
    if (!holds) broken.push(sentence);
  };
  promise(notes.plans.size === cases, `${cases} referrals were planned, ${notes.plans.size} cases stand`);
  promise(findings.lost === 0, `${findings.lost} cases are not closed and acknowledged`);
  promise(findings.acknowledged === cases, `${findings.acknowledged} of ${cases} results were acknowledged`);
  const plans = [...notes.plans.values()];
  const returned = plans.filter(({ sending }) => sending === "returned").length;
  const sentOn = plans.filter(({ sending }) => sending !== undefined).length;
  const { happened } = findings;
  promise((happened["sending.accepted"] ?? 0) >= sentOn, "a case that was sent on was never accepted");
  promise((happened["sending.returned"] ?? 0) >= returned, "no case that was sent on was returned");
  promise(findings.loopsOpen === 0, `${findings.loopsOpen} sendings are not answered and acknowledged`);
  promise(
    findings.bySubOffice > 0 || plans.every(({ isForSubOffice }) => isForSubOffice === undefined),
    "no case came to a sub-office",
  );
  promise(findings.doubleAccepted === 0, `${findings.doubleAccepted} cases were accepted twice`);
  promise(findings.foreignReads === 0, `${findings.foreignReads} cases could be read by a stranger`);
  promise(webhooksRejected === 0, `${webhooksRejected} webhooks did not verify`);
  return broken;
}

/** The run as one object for programs. */
export function asJson(played: Played) {
  const { cases, findings, meter, notes } = played;
  const { happened, outcomes } = findings;
  // A referral that went back to be completed waited for people, not for the platform.
  const visible = [...notes.visibleAt]
    .filter(([caseId]) => notes.plans.get(caseId)?.detour.kind !== "place-later")
    .map(([caseId, at]) => at - (notes.postedAt.get(caseId) ?? at))
    .sort((a, b) => a - b);
  const writeUnits = Object.values(meter).reduce((sum, { writeUnits }) => sum + writeUnits, 0);
  return {
    cases,
    days: played.days,
    channels: findings.channels,
    routed: Object.values(findings.routedByRule).reduce((sum, count) => sum + count, 0),
    triaged: happened["case.triaged"] ?? 0,
    accepted: findings.accepted,
    declined: happened["assignment.declined"] ?? 0,
    lapsed: happened["assignment.lapsed"] ?? 0,
    escalated: happened["assignment.escalated"] ?? 0,
    transferred: happened["case.transferred"] ?? 0,
    suspended: happened["mediation.suspended"] ?? 0,
    extended: happened["mediation.extended"] ?? 0,
    dangersReported: happened["danger.reported"] ?? 0,
    dangersSigned: happened["danger.acknowledged"] ?? 0,
    circumstancesNoted: happened["circumstances.noted"] ?? 0,
    agreed: findings.agreed,
    confirmed: happened["confirmation.granted"] ?? 0,
    confirmationsRefused: happened["confirmation.refused"] ?? 0,
    instalments: happened["instalment.paid"] ?? 0,
    visits: happened["visit.made"] ?? 0,
    performed: outcomes.performed ?? 0,
    defaulted: outcomes.defaulted ?? 0,
    failed: outcomes.failed ?? 0,
    notAccepted: outcomes.not_accepted ?? 0,
    withdrawn: outcomes.withdrawn ?? 0,
    recalled: outcomes.recalled ?? 0,
    merged: outcomes.merged ?? 0,
    void: outcomes.void ?? 0,
    reopened: happened["case.reopened"] ?? 0,
    sentOn: happened["case.sent_on"] ?? 0,
    takenOn: happened["sending.accepted"] ?? 0,
    sendingsReturned: happened["sending.returned"] ?? 0,
    bySubOffice: findings.bySubOffice,
    warned: happened["deadline.warned"] ?? 0,
    breached: happened["deadline.breached"] ?? 0,
    reminded: happened["result.reminded"] ?? 0,
    acknowledged: findings.acknowledged,
    archived: findings.archived,
    paid: notes.paid.size,
    webhooksVerified: played.webhooksVerified,
    lost: findings.lost,
    astray: findings.astray.length,
    doubleAccepted: findings.doubleAccepted,
    foreignReads: findings.foreignReads,
    p50VisibleMs: Math.round(percentile(visible, 0.5)),
    p99VisibleMs: Math.round(percentile(visible, 0.99)),
    writeUnitsPerCase: round(writeUnits / cases, 1),
    awsCallsPerCase: round(callsTogether(ofCases(meter)).reduce((sum, [, count]) => sum + count, 0) / cases, 1),
    awsCalls: Object.fromEntries(Object.entries(meter).map(([name, { calls }]) => [name, calls])),
    usdPer1000Cases: round(
      usdPer1000Cases(ofCases(meter), { cases, memoryMb: played.memoryMb, apiCalls: requestsTo(meter) }),
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
  row("left to a person · 人工分派", figures.triaged);
  row("accepted · 受理", figures.accepted);
  row("declined and re-routed · 不予接受（退回）后改派", figures.declined);
  row("offers that lapsed · 逾期未确认", figures.lapsed);
  row("escalated, transferred · 上报、移交", `${figures.escalated}, ${figures.transferred}`);
  row("suspended, extended · 中止、延期", `${figures.suspended}, ${figures.extended}`);
  row(
    "dangers reported, acknowledged by the police · 向公安机关报告风险、公安机关确认",
    `${figures.dangersReported}, ${figures.dangersSigned}`,
  );
  row("circumstances found meanwhile · 调解中发现的情形", figures.circumstancesNoted);
  row("agreed · 达成协议", figures.agreed);
  row("confirmed, refused by the court · 司法确认、驳回", `${figures.confirmed}, ${figures.confirmationsRefused}`);
  row("instalments, visits · 分期、回访", `${figures.instalments}, ${figures.visits}`);
  for (const [outcome, count] of Object.entries(played.findings.outcomes)) {
    row(`ended: ${outcomeName(outcome)}`, count);
  }
  row("reopened · 重新受理", figures.reopened);
  row(
    "sent on, accepted, returned by the target · 转送、接收、退回",
    `${figures.sentOn}, ${figures.takenOn}, ${figures.sendingsReturned}`,
  );
  row("mediated by a sub-office · 调解工作点", figures.bySubOffice);
  row("deadlines warned of, missed · 期限预警、届满", `${figures.warned}, ${figures.breached}`);
  row("results chased · 催告签收", figures.reminded);
  row("results acknowledged · 反馈签收", figures.acknowledged);
  row("files archived, mediators paid · 归档、以奖代补", `${figures.archived}, ${figures.paid}`);
  row("webhooks verified · 推送验签", figures.webhooksVerified);
  row("post → in the committee's hands, p50 / p99", `${figures.p50VisibleMs} / ${figures.p99VisibleMs} ms`);
  row("write units a case", figures.writeUnitsPerCase);
  row("AWS calls a case", figures.awsCallsPerCase);
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
  const kinds = callsTogether(ofCases(played.meter)).map(
    ([call, count]) => `${call.slice(call.indexOf(":") + 1)} ${round(count / played.cases, 1)}`,
  );
  const verdict =
    broken.length === 0
      ? "Every promise held."
      : `Broken:\n${broken
          .slice(0, 20)
          .map((line) => `  ${line}`)
          .join("\n")}`;
  return `${table.toString()}\n${functions.toString()}\nAWS calls a case: ${kinds.join(", ")}\n${verdict}\n${figures.cases} cases, ${figures.days} days, in ${figures.seconds} s.\n`;
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

/** The requests that came through the front door, by whichever function they were answered. */
const requestsTo = (meter: Played["meter"]): number =>
  ["Api", "Registry", "Office"].reduce((sum, name) => sum + (meter[name]?.invocations ?? 0), 0);
