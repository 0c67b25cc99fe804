import type { Command } from "commander";
import { type OperationAnswer, routes } from "../../contracts/routes.ts";
import type { Label } from "../../domain/codes.ts";
import { triageReasons } from "../../domain/reasons.ts";
import { clockMarks, dayUnits } from "../../words/clocks.ts";
import { groundText } from "../../words/event-facts.ts";
import { heading, headings } from "../../words/headings.ts";
import { nameOf } from "../../words/language.ts";
import { eligibilities, passingReasons, routingRules, traceVerdicts } from "../../words/routing.ts";
import type { Language } from "../errors.ts";
import { bodyFor, jsonHelp, readJson } from "./json-input.ts";
import type { AddCommands } from "./session.ts";
import { listing, sheet } from "./table.ts";

/** accord routing preview FILE */
export const addRoutingCommands: AddCommands = (program, open, language) => {
  program
    .command("routing")
    .description({ en: "Explain where cases go", zh: "说明案件的分派" }[language])
    .command("preview <file>")
    .description(`${routes.previewRouting.summary[language]}${jsonHelp[language]}`)
    .action(async (file: string, _options: unknown, command: Command) => {
      const session = open(command);
      const body = bodyFor(routes.previewRouting.body(), await readJson(file, session), session);
      const answer = await (await session.client()).previewRouting({ body });
      session.print(answer.body, () => previewTable(answer.body, language));
    });
};

type Preview = OperationAnswer<"previewRouting">;
type Period = Preview["clocks"]["answer"];

function previewTable(preview: Preview, language: Language): string {
  const { eligibility, decision, clocks } = preview;
  const grounds = eligibility.grounds.map((ground) => groundText(ground, language));
  const { mediate } = clocks;
  return [
    sheet([
      [heading(language, "eligibility"), [eligibilities[eligibility.verdict][language], ...grounds].join("; ")],
      [heading(language, "outcome"), outcomeText(preview, language)],
      [heading(language, "answer"), periodText(clocks.answer, language)],
      [heading(language, "mediate"), mediate === undefined ? words.ownDate[language] : periodText(mediate, language)],
    ]),
    listing(
      headings(language, "rule", "id", "verdict", "reason"),
      decision.trace.map(({ rule, organisationId, verdict, why }) => [
        nameOf(routingRules, rule, language),
        organisationId ?? "",
        traceVerdicts[verdict][language],
        why === undefined ? "" : nameOf(passingReasons, why, language),
      ]),
    ),
  ].join("\n");
}

/** Who would be asked, or why nobody; after the coordinator's decision where something speaks against mediation. */
export function outcomeText(
  { eligibility: { verdict }, decision }: Pick<Preview, "eligibility" | "decision">,
  language: Language,
): string {
  const routed =
    decision.outcome === "offered"
      ? `${decision.organisationId} (${nameOf(routingRules, decision.rule, language)})`
      : `${triageReasons[decision.reason][language]} (${words.byHand[language]})`;
  return verdict === "ok" ? routed : `${words.decidedFirst[language]}: ${routed}`;
}

/** A period, its last day if it began today, and what it rests on. */
function periodText(period: Period, language: Language): string {
  const { article, by, provisional } = period;
  const length =
    "months" in period
      ? `${period.months} ${words.months[language]}`
      : `${period.days} ${dayUnits[period.unit][language]}`;
  const source = article === "house" ? words.house[language] : article;
  const marks = provisional ? [source, clockMarks.provisional[language]] : [source];
  return `${length}, ${words.fromToday[language]} ${by} (${marks.join(", ")})`;
}

const words = {
  byHand: { zh: "由协调机构人工分派", en: "a coordinator assigns it by hand" },
  decidedFirst: { zh: "先由协调机构审查决定；准予调解的", en: "A coordinator decides first; if it may be mediated" },
  fromToday: { zh: "自今日起算至", en: "from today until" },
  months: { zh: "个月", en: "month(s)" },
  house: { zh: "本地规定", en: "the city's own number" },
  ownDate: { zh: "以移送机关指定的日期为准", en: "the referrer's own date" },
} as const satisfies Record<string, Label>;
