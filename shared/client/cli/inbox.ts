import type { Command } from "commander";
import type { InboxCredentials } from "../../contracts/inbox.ts";
import { routes } from "../../contracts/routes.ts";
import { UsageError } from "./failure.ts";
import { ackLeases, ackShown, messageTable, type ReceiveOptions, receiving, reportFailed } from "./inbox-messages.ts";
import { watchInbox } from "./inbox-watch.ts";
import { bodyFor } from "./json-input.ts";
import type { AddCommands } from "./session.ts";

/** accord inbox receive | ack */
export const addInboxCommands: AddCommands = (program, open, language) => {
  const inbox = program.command("inbox").description(texts.inbox[language]);

  inbox
    .command("receive")
    .description(routes.receiveMessages.summary[language])
    .option("--max <number>", texts.max[language], "10")
    .option("--wait <seconds>", texts.wait[language])
    .option("--lease <seconds>", texts.lease[language], "300")
    .option("--ack", texts.ack[language])
    .option("--watch", texts.watch[language])
    .action(async (options: ReceiveOptions, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const shown = session.shownLeases();
      if (options.watch === true) return watchInbox(session, client, shown, options);
      const { body } = await client.receiveMessages({ body: receiving(session, options) });
      await shown.add(body.messages);
      session.print(body, () => messageTable(body.messages, session));
      if (options.ack === true) await ackShown(session, client, shown, body.messages);
      else if (body.messages.length > 0 && !session.json) session.terminal.err(texts.howToAck[language]);
    });

  inbox
    .command("credentials")
    .description(routes.lendInbox.summary[language])
    .option("--seconds <number>", texts.seconds[language])
    .action(async ({ seconds }: { seconds?: string }, command: Command) => {
      const session = open(command);
      const asked = bodyFor(
        routes.lendInbox.body(),
        seconds === undefined ? {} : { seconds: Number(seconds) },
        session,
      );
      const { body } = await (await session.client()).lendInbox({ body: asked });
      session.print(body, () => shellVariables(body));
    });

  inbox
    .command("ack [leases...]")
    .description(routes.ackMessages.summary[language])
    .option("--shown", texts.shown[language])
    .action(async (named: string[], options: { shown?: boolean }, command: Command) => {
      const session = open(command);
      const shown = session.shownLeases();
      if (options.shown !== true && named.length === 0) throw new UsageError(texts.nothingNamed);
      const leases = options.shown === true ? (await shown.list()).map(({ lease }) => lease) : named;
      const all = [...new Set([...leases, ...named])];
      const result = await ackLeases(session, await session.client(), shown, all);
      session.print(result, () => `${result.acked}/${all.length}`);
      reportFailed(session, result);
    });
};

/** As the command line of AWS and its SDKs read them; the last two are for the reader. */
const shellVariables = (lent: InboxCredentials): string =>
  [
    `export AWS_ACCESS_KEY_ID=${lent.accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${lent.secretAccessKey}`,
    `export AWS_SESSION_TOKEN=${lent.sessionToken}`,
    `export AWS_REGION=${lent.region}`,
    `export ACCORD_INBOX=${lent.queueUrl}`,
    `# ${lent.expiresAt}`,
  ].join("\n");

const texts = {
  inbox: { en: "Receive what waits for your organisation", zh: "领取本机构的待办消息" },
  max: { en: "messages at most, 1 to 10", zh: "最多领取几条（1 至 10）" },
  wait: { en: "how long to wait for one, 0 to 5", zh: "没有消息时等待的秒数（0 至 5）" },
  lease: { en: "how long they are yours to handle", zh: "租约的秒数：在此期间由您办理" },
  seconds: { en: "how long they are valid, 900 to 3600", zh: "有效秒数（900 至 3600）" },
  ack: { en: "confirm them at once: they do not come again", zh: "显示后即确认，不再重复出现" },
  watch: {
    en: "go on until Ctrl-C, each message once; with --json one message a line",
    zh: "持续领取直至 Ctrl-C，每条消息只显示一次；加 --json 时每行一条",
  },
  shown: {
    en: "everything that receive has shown and nobody has confirmed",
    zh: "确认 receive 显示过而尚未确认的全部消息",
  },
  howToAck: {
    en: "Handled? Confirm what was shown: accord inbox ack --shown. Otherwise it comes again.",
    zh: "办理后请确认所显示的消息：accord inbox ack --shown；否则租约到期后会再次出现。",
  },
  nothingNamed: { en: "say which leases, or --shown", zh: "请指明租约，或使用 --shown" },
} as const;
