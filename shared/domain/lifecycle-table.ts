import { type CaseStatus, statuses } from "./case-state.ts";
import { channel, channels } from "./codes.ts";
import { possibleVerbs } from "./decide.ts";
import { type ChannelRules, type PeriodRule, type RulePack, rulesFor, sendingRule } from "./rule-pack.ts";
import type { Who } from "./verb.ts";
import { isForCallers, lifecycle, verbNames } from "./verbs.ts";

/** A body that has put the case down may only say again what it did, which is no transition. */
const whoIs: Readonly<Record<Who, string | undefined>> = {
  platform: "the platform",
  coordinator: "the coordinator",
  "former-coordinator": undefined,
  holder: "the body that has it",
  "former-holder": undefined,
  referrer: "the referrer",
  "former-referrer": undefined,
  court: "the court",
  station: "the police station that was told",
  "recalled-body": "the body it was recalled from",
  target: "the body it was sent on to",
  "sending-body": "the one that sent it on",
};
const everyStatus = Object.keys(statuses).filter((key): key is CaseStatus => key in statuses);
const beforeClose = everyStatus.filter((status) => status !== "closed" && status !== "archived");

/** The whole lifecycle as a Markdown document: states, transitions, and the clocks of a rule pack with their articles. */
export const lifecycleDocument = (pack: RulePack): string => `# The life of a case

This page is written from the code by \`npm run docs\`; a test keeps it current.

## States

${table(
  ["State", "中文", "English", "What people can do"],
  everyStatus.map((status) => [
    code(status),
    statuses[status].zh,
    statuses[status].en,
    possibleVerbs(status).filter(isForCallers).map(code).join(" "),
  ]),
)}

## Transitions

A command in a state that it does not start from is refused as \`illegal-transition\`, with the state and what the
caller could do instead. One that has already had its effect changes nothing.

${table(["No.", "Command", "From", "By", "Article"], [["1", code("submit"), "nothing", "the referrer", ""], ...transitions()])}

## Clocks

By the rules of ${pack.effectiveFrom} (version \`${pack.version}\`). The day on which a clock starts does not count; a
last day on a rest day rolls to the next working day, and ends at 24:00 in Shanghai. Warnings go out at
${pack.warnShares.map((share) => `${share * 100} %`).join(", ")} and on the last day. A number marked house is the city's own, not the law's.
The clocks in the last column run at the referrers' own houses: the platform only warns of them.

${table(
  ["Channel", "中文", "Answer", "Call the parties", "Mediate", "Also shown"],
  channel().options.map((name) => [channels[name].en, channels[name].zh, ...clocksOf(rulesFor(pack, name), pack)]),
)}

${table(
  ["Other clock", "Length"],
  [
    ["Supply what is missing", length(pack.supplyInfo)],
    ["Decide by hand where a case goes", length(pack.triage)],
    ["Mediate, where the period was over before it began", length(pack.mediateOtherwise)],
    ["Perform, where no day was agreed", length(pack.performOtherwise)],
    [
      "Apply for confirmation",
      `${pack.confirmationWindowDays} days from effect (${pack.articles.confirmationWindowDays})`,
    ],
    ["Answer a case that was sent on", length(sendingRule(pack))],
    ["Confirmation: docket", length(pack.confirmation.accept)],
    ["Confirmation: decide", length(pack.confirmation.decide)],
    ["Confirmation: at the latest", length(pack.confirmation.outer)],
    ...pack.sectors.map(({ categories, channels: from, mediateAs, article }) => [
      `Mediate in category ${categories.join(", ")} from ${from.map((name) => channels[name].en).join(", ")}`,
      `as ${channels[mediateAs].en} (${article})`,
    ]),
    ["Route again", `${pack.routingGuardMinutes} minutes (${pack.articles.routingGuardMinutes})`],
    [
      "Remind of a danger report",
      `after ${pack.dangerGuardHours} hours, then each time after twice as long (${pack.articles.dangerGuardHours})`,
    ],
    ["Remind of a result", `every ${pack.resultGuardHours} hours (${pack.articles.resultGuardHours})`],
  ],
)}
`;

const code = (text: string): string => `\`${text}\``;

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map(row).join("\n");

const transitions = (): string[][] =>
  verbNames
    .map((name) => ({ name, ...lifecycle[name] }))
    .toSorted((one, other) => one.transition - other.transition)
    .map(({ name, transition, from, by, article = "" }) => [
      `${transition}`,
      code(name),
      origin(from),
      by.flatMap((who) => whoIs[who] ?? []).join(", "),
      article,
    ]);

function origin(from: readonly CaseStatus[]): string {
  if (from.length === everyStatus.length) return "any";
  return from.length === beforeClose.length && beforeClose.every((status) => from.includes(status))
    ? "any before it closes"
    : from.map(code).join(" ");
}

function length(rule: PeriodRule): string {
  if ("months" in rule) return `${rule.months} ${rule.months === 1 ? "month" : "months"} (${rule.article})`;
  const { days, unit, extendableByDays, article } = rule;
  const more = extendableByDays === undefined ? "" : ` (+${extendableByDays})`;
  return `${days}${more} ${unit === "working" ? "working days" : "days"} (${article})`;
}

function clocksOf(rules: ChannelRules, pack: RulePack): string[] {
  const { accept, contact, mediate, mediateSummary, mediateFrom, alsoShow } = rules;
  const mediation = [
    mediate === null ? "until the referrer's own date" : length(mediate),
    ...(mediateFrom === "receipt" ? ["from receipt"] : []),
    ...(mediateSummary === undefined ? [] : [`summary procedure ${length(mediateSummary)}`]),
  ];
  const shown = alsoShow.map((clock) => `${clock.what.replaceAll("_", " ")}: ${length(clock)}`);
  const call = contact === null ? "" : length(contact);
  return [length(accept ?? pack.acceptOtherwise), call, mediation.join("; "), shown.join("; ")];
}
