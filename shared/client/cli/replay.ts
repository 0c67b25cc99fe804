import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { given } from "../../domain/given.ts";
import { bodyFor } from "./json-input.ts";
import type { AddCommands } from "./session.ts";

/** accord replay */
export const addReplayCommand: AddCommands = (program, open, language) => {
  program
    .command("replay")
    .description(routes.replayEvents.summary[language])
    .requiredOption("--from <time>", texts.from[language])
    .option("--to <time>", texts.to[language])
    .option("--cursor <cursor>", texts.cursor[language])
    .action(async ({ from, to, cursor: begins }: Options, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const range = { from, to: to ?? new Date(session.terminal.now()).toISOString() };
      const body = bodyFor(routes.replayEvents.body(), range, session);
      let cases = 0;
      let cursor = begins;
      do {
        const answer = await client.replayEvents({ body, query: given("cursor", cursor) });
        cases += answer.body.cases;
        ({ cursor } = { cursor: undefined, ...answer.body });
        // Where the next call fails, this is from where to go on.
        if (cursor !== undefined)
          session.terminal.err(`${texts.goOn[language]} --from ${body.from} --to ${body.to} --cursor ${cursor}`);
      } while (cursor !== undefined);
      session.print({ ...body, cases }, () => `${texts.cases[language]} ${cases}`);
    });
};

type Options = { from: string; to?: string; cursor?: string };

const texts = {
  from: { en: "the first moment, such as 2026-11-28T00:00:00Z", zh: "起始时间，如 2026-11-28T00:00:00Z" },
  to: { en: "the last one; now, unless said", zh: "截止时间，默认为当前时间" },
  cursor: { en: "go on where an earlier call broke off", zh: "从上次中断处继续" },
  goOn: { en: "If this breaks off, go on with", zh: "如中断，请接续执行" },
  cases: { en: "Cases looked through, within some minutes:", zh: "几分钟内核查并补发的案件数：" },
} as const;
