import { type Command, Option } from "commander";
import { routes } from "../../contracts/routes.ts";
import { accessActs } from "../../domain/access.ts";
import { type Duty, duties, dutyLabels } from "../../domain/person.ts";
import { aboutOf } from "../../words/access-facts.ts";
import { clockTime } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import type { AddCommands } from "./session.ts";
import { listing } from "./table.ts";

/** accord people list | invite | seat | remove | access */
export const addPeopleCommands: AddCommands = (program, open, language) => {
  const people = program.command("people").description(
    {
      en: "Who acts for an organisation after signing in: invite, list, change, remove",
      zh: "本机构人员：邀请、查询、变更、移除",
    }[language],
  );
  const duty = new Option(
    "--duty <duty>",
    {
      en: "reader: reads; clerk: takes steps as well; lead: also people, keys and webhooks",
      zh: "reader 查阅；clerk 经办；lead 负责（并管理人员、密钥和推送）",
    }[language],
  )
    .choices(duties)
    .makeOptionMandatory();
  const mediator = new Option(
    "--mediator <id>",
    { en: "the same person in the register of mediators", zh: "该人员的调解员标识" }[language],
  );

  people
    .command("list <organisation>")
    .description(routes.listPeople.summary[language])
    .action(async (organisationId: string, _options: unknown, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listPeople({ params: { organisationId } });
      session.print(body, () =>
        listing(
          headings(language, "person", "name", "duty", "mediator"),
          body.people.map(({ personId, name, duty: held, mediatorId }) => [
            personId,
            name,
            dutyLabels[held][language],
            mediatorId ?? "",
          ]),
        ),
      );
    });

  people
    .command("invite <organisation>")
    .description(routes.invitePerson.summary[language])
    .requiredOption("--name <name>", { en: "as it stands in every record", zh: "姓名，载入办案记录" }[language])
    .addOption(duty)
    .addOption(mediator)
    .action(async (organisationId: string, given: Given & { name: string }, command: Command) => {
      const session = open(command);
      const body = { name: given.name, ...seatOf(given) };
      const { body: invitation } = await (await session.client()).invitePerson({ params: { organisationId }, body });
      session.print(invitation, () => `${invitation.code}  ${invitation.endsAt}`);
    });

  people
    .command("seat <organisation> <person>")
    .description(routes.putSeat.summary[language])
    .addOption(duty)
    .addOption(mediator)
    .action(async (organisationId: string, personId: string, given: Given, command: Command) => {
      const session = open(command);
      const client = await session.client();
      const { body } = await client.putSeat({ params: { organisationId, personId }, body: seatOf(given) });
      session.print(body, () => `${body.name}  ${dutyLabels[body.duty][language]}`);
    });

  people
    .command("remove <organisation> <person>")
    .description(routes.removeSeat.summary[language])
    .action(async (organisationId: string, personId: string, _options: unknown, command: Command) => {
      const session = open(command);
      await (await session.client()).removeSeat({ params: { organisationId, personId } });
      session.print({ organisationId, personId, removed: true }, () => `${organisationId}  ${personId}  −`);
    });

  people
    .command("access <organisation>")
    .description(routes.listAccess.summary[language])
    .option("--cursor <cursor>", { en: "where the page before ended", zh: "上一页末尾的位置" }[language])
    .action(async (organisationId: string, query: { cursor?: string }, command: Command) => {
      const session = open(command);
      const { body } = await (await session.client()).listAccess({ params: { organisationId }, query });
      session.print(body, () =>
        [
          listing(
            headings(language, "at", "by", "officer", "event", "facts"),
            body.entries.map((entry) => [
              clockTime(entry.at),
              body.names[entry.by.organisationId] ?? entry.by.organisationId,
              entry.by.officer ?? "",
              accessActs[entry.act][language],
              aboutOf(entry, language),
            ]),
          ),
          ...(body.cursor === undefined ? [] : [`--cursor ${body.cursor}`]),
        ].join("\n"),
      );
    });
};

type Given = { duty: Duty; mediator?: string };
const seatOf = ({ duty, mediator }: Given) => ({ duty, ...(mediator === undefined ? {} : { mediatorId: mediator }) });
