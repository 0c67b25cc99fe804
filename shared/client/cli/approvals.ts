import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { given } from "../../domain/given.ts";
import { deadline } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import { aboutApproval, approve } from "../approvals.ts";
import type { Client } from "../client.ts";
import { UsageError } from "./failure.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

const unknown = { en: "nothing waits under that number", zh: "没有此待复核事项" };

/** accord approvals list | approve | refuse */
export const addApprovalCommands: AddCommands = (program, open, language) => {
  const approvals = program.command("approvals").description(
    {
      en: "What one person asked for and another of your organisation has to approve",
      zh: "待复核：由另一名人员复核后办理的事项",
    }[language],
  );
  const named = async (client: Client, approvalId: string) => {
    const waiting = (await client.listApprovals()).body.approvals.filter((one) =>
      one.approvalId.startsWith(approvalId),
    );
    const [one] = waiting;
    if (one === undefined || waiting.length > 1) throw new UsageError(unknown);
    return one;
  };

  approvals
    .command("list")
    .description(routes.listApprovals.summary[language])
    .action(async (_options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listApprovals();
      session.print(body, () =>
        listing(
          headings(language, "id", "by", "facts", "deadline"),
          body.approvals.map((one) => [
            one.approvalId.slice(0, 12),
            one.askedBy.officer ?? one.askedBy.organisationId,
            aboutApproval(one, language),
            deadline(one.until),
          ]),
        ),
      );
    });

  approvals
    .command("approve <approval>")
    .description(
      { en: "Approve it as another person: what was asked for is sent again", zh: "复核通过并办理（须为另一名人员）" }[
        language
      ],
    )
    .action(async (approvalId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const one = await named(client, approvalId);
      const code = await approve(client, one);
      session.print({ approved: one.approvalId, ...given("code", code) }, () =>
        `${one.approvalId}  ✓  ${code ?? ""}`.trim(),
      );
    });

  approvals
    .command("refuse <approval>")
    .description(routes.refuseApproval.summary[language])
    .action(async (approvalId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const one = await named(client, approvalId);
      await client.refuseApproval({ params: { approvalId: one.approvalId } });
      session.print({ refused: one.approvalId }, () => `${one.approvalId}  −`);
    });
};
