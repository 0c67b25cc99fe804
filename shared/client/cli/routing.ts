import type { Command } from "commander";
import { type OperationAnswer, routes } from "../../contracts/routes.ts";
import type { Language } from "../errors.ts";
import { bodyFor, readJson } from "./json-input.ts";
import { heading, headings } from "./labels.ts";
import type { AddCommands } from "./session.ts";
import { listing, sheet } from "./table.ts";

/** accord routing preview FILE */
export const addRoutingCommands: AddCommands = (program, open, language) => {
  program
    .command("routing")
    .description("Explain where cases go")
    .command("preview <file>")
    .description(`${routes.previewRouting.summary[language]} (JSON; - : stdin)`)
    .action(async (file: string, _options: unknown, command: Command) => {
      const session = open(command);
      const body = bodyFor(routes.previewRouting.body, await readJson(file, session), session);
      const answer = await (await session.client()).previewRouting({ body });
      session.print(answer.body, () => previewTable(answer.body, language));
    });
};

function previewTable(
  { eligibility, decision, clocks }: OperationAnswer<"previewRouting">,
  language: Language,
): string {
  const offered = decision.outcome === "offered";
  const grounds = eligibility.grounds.map(({ circumstance, article }) => `${circumstance} (${article})`);
  return [
    sheet([
      [heading(language, "eligibility"), [eligibility.verdict, ...grounds].join("; ")],
      [heading(language, "outcome"), offered ? `${decision.organisationId} (${decision.rule})` : decision.reason],
      [heading(language, "answer"), `${clocks.answer.days} ${clocks.answer.unit} (${clocks.answer.article})`],
    ]),
    listing(
      headings(language, "rule", "id", "verdict", "reason"),
      decision.trace.map(({ rule, organisationId, verdict, why }) => [rule, organisationId ?? "", verdict, why ?? ""]),
    ),
  ].join("\n");
}
