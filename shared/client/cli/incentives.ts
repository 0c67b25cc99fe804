import { type Command, Option } from "commander";
import type { OperationAnswer } from "../../contracts/routes.ts";
import { routes } from "../../contracts/routes.ts";
import { type ClaimStatus, claimStatus, claimStatuses } from "../../domain/incentive.ts";
import { yuan } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import type { Client } from "../client.ts";
import type { Language } from "../errors.ts";
import { caseIdNamed } from "./case-name.ts";
import { bodyFor } from "./json-input.ts";
import { RequiredOption } from "./required-option.ts";
import type { AddCommands } from "./session.ts";
import { listing, page } from "./table.ts";

type Claim = OperationAnswer<"listClaims">["claims"][number];
type ListOptions = { quarter: string; county?: string; status?: ClaimStatus; limit: string; cursor?: string };

/** accord incentive claim | list | review | approve | reject | pay | reverse */
export const addIncentiveCommands: AddCommands = (program, open, language) => {
  const incentives = program
    .command("incentive")
    .description({ en: "Claim and decide the pay of settled disputes", zh: "以奖代补的申报与审批" }[language]);

  incentives
    .command("claim <case>")
    .description(routes.claimIncentive.summary[language])
    .action(async (named: string, _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const params = { caseId: await caseIdNamed(client, named) };
      const { body } = await client.claimIncentive({ params });
      session.print(body, () => claimTable([body], language));
    });

  incentives
    .command("list")
    .description(routes.listClaims.summary[language])
    .requiredOption(
      "--quarter <quarter>",
      { en: "in which the file was archived, such as 2026Q4", zh: "归档所在季度，如 2026Q4" }[language],
    )
    .option(
      "--county <code>",
      { en: "division code of the county; your own, when absent", zh: "县（市、区）行政区划代码；不填为本县" }[
        language
      ],
    )
    .addOption(
      new Option("--status <status>", { en: "only these", zh: "仅列此状态" }[language]).choices(claimStatus().options),
    )
    .option("--limit <number>", { en: "how many at most", zh: "最多条数" }[language], "50")
    .option("--cursor <cursor>", { en: "where the page before ended", zh: "上一页末尾的游标" }[language])
    .action(async (query: ListOptions, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listClaims({ query });
      session.print(body, () => page(claimTable(body.claims, language), body.cursor));
    });

  const decision = (
    name: string,
    summary: Readonly<Record<Language, string>>,
    send: (client: Client, claimId: string) => Promise<{ body: Claim }>,
  ) =>
    incentives
      .command(`${name} <claim>`)
      .description(summary[language])
      .action(async (claimId: string, _options: unknown, command: Command) => {
        const session = open(command);
        const { body } = await send(await session.client(), claimId);
        session.print(body, () => claimTable([body], language));
      });
  decision("review", routes.reviewClaim.summary, (client, claimId) => client.reviewClaim({ params: { claimId } }));
  decision("approve", routes.approveClaim.summary, (client, claimId) => client.approveClaim({ params: { claimId } }));
  decision("pay", routes.payClaim.summary, (client, claimId) => client.payClaim({ params: { claimId } }));

  incentives
    .command("reject <claim>")
    .description(routes.rejectClaim.summary[language])
    .addOption(new RequiredOption("--reason <text>", { en: "why", zh: "理由" }[language]))
    .action(async (claimId: string, { reason }: { reason?: string }, command: Command) => {
      const session = open(command);
      const body = bodyFor(routes.rejectClaim.body(), { reason }, session);
      const answer = await (await session.client()).rejectClaim({ params: { claimId }, body });
      session.print(answer.body, () => claimTable([answer.body], language));
    });

  incentives
    .command("reverse <claim>")
    .description(routes.reverseClaim.summary[language])
    .addOption(
      new RequiredOption("--cause <cause>", { en: "what happened", zh: "事由" }[language]).choices([
        "agreement_voided",
        "case_reopened",
      ]),
    )
    .addOption(new RequiredOption("--reason <text>", { en: "why", zh: "理由" }[language]))
    .action(async (claimId: string, { cause, reason }: { cause?: string; reason?: string }, command: Command) => {
      const session = open(command);
      const body = bodyFor(routes.reverseClaim.body(), { cause, reason }, session);
      const answer = await (await session.client()).reverseClaim({ params: { claimId }, body });
      session.print(answer.body, () => claimTable([answer.body], language));
    });
};

const claimTable = (claims: readonly Claim[], language: Language): string =>
  listing(
    headings(language, "claim", "holder", "status", "amount", "action"),
    claims.map(({ claimId, organisationId, status, amountFen, possible }) => [
      claimId,
      organisationId,
      claimStatuses[status][language],
      yuan(amountFen),
      possible.join(", "),
    ]),
  );
