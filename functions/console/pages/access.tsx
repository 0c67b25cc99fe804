import type { FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { accessActs } from "../../../shared/domain/access.ts";
import { aboutOf } from "../../../shared/words/access-facts.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import { administration } from "../administration-texts.ts";
import { Frame, Table } from "../parts/administration.tsx";
import { say } from "../parts/shell.tsx";
import type { Administered } from "../rights.ts";

/** Who came in at an organisation, and who changed its people, keys and webhooks; the last first. */
export const AccessPage: FC<{ of: Administered; log: OperationAnswer<"listAccess"> }> = ({ of, log }) => {
  const { visit, organisation } = of;
  const { language, link } = visit;
  const { organisationId, name } = organisation;
  const address = `/console/directory/${organisationId}`;
  const title = say(visit, administration.access);
  const whoOf = ({ by }: (typeof log.entries)[number]) => (
    <>
      {by.officer ?? say(visit, by.personId === undefined ? administration.bySystem : administration.byFormer)}
      {by.organisationId !== organisationId && (
        <span class="second">{log.names[by.organisationId] ?? say(visit, "unnamed")}</span>
      )}
    </>
  );
  return (
    <Frame visit={visit} title={title} of={name} back={{ href: address, text: name }}>
      {log.entries.length === 0 ? (
        <p class="empty">{say(visit, administration.noEntries)}</p>
      ) : (
        <Table
          caption={title}
          heads={[
            heading(language, "at"),
            heading(language, "by"),
            heading(language, "event"),
            heading(language, "facts"),
          ]}
          rows={log.entries.map((entry) => [
            <time datetime={entry.at}>{clockTime(entry.at)}</time>,
            whoOf(entry),
            accessActs[entry.act][language],
            aboutOf(entry, language),
          ])}
        />
      )}
      {log.cursor !== undefined && (
        <p>
          <a class="button" href={link(`${address}/access?cursor=${encodeURIComponent(log.cursor)}`)}>
            {say(visit, "nextPage")}
          </a>
        </p>
      )}
    </Frame>
  );
};
