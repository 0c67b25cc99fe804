import type { FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { heading } from "../../../shared/words/headings.ts";
import { healthWords } from "../../../shared/words/webhook-health.ts";
import { Frame, type Said, Table } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";
import { webhookTexts } from "../webhook-texts.ts";

type Found = OperationAnswer<"listCountyWebhooks">;
type Props = { visit: Visit; found: Found; names: ReadonlyMap<string, string>; mayHold: boolean; said: Said };

/** The addresses of a county's organisations: whose, at which host, and whether they work. */
export const CountyWebhooksPage: FC<Props> = ({ visit, found, names, mayHold, said }) => {
  const { language, link } = visit;
  const title = say(visit, webhookTexts.countyWebhooks);
  return (
    <Frame visit={visit} title={title} said={said}>
      <p>{say(visit, webhookTexts.countyWebhooksText)}</p>
      {found.endpoints.length === 0 ? (
        <p class="empty">{say(visit, webhookTexts.noCountyWebhooks)}</p>
      ) : (
        <Table
          acts={mayHold}
          caption={title}
          heads={[
            heading(language, "organisation"),
            heading(language, "address"),
            heading(language, "health"),
            ...(mayHold ? [say(visit, webhookTexts.holdWebhook)] : []),
          ]}
          rows={found.endpoints.map(({ organisationId, endpointId, host, description, health }) => {
            const act = health.held === undefined ? "hold" : "release";
            return [
              <a href={link(`/console/directory/${organisationId}`)}>{names.get(organisationId) ?? organisationId}</a>,
              <>
                {host}
                {description !== undefined && <span class="second">{description}</span>}
              </>,
              healthWords(health, language),
              ...(mayHold
                ? [
                    <Form visit={visit} action={`/console/directory/${organisationId}/webhooks/${endpointId}/${act}`}>
                      <button type="submit">
                        {say(visit, webhookTexts[act === "hold" ? "holdWebhook" : "releaseWebhook"])}
                        <span class="unseen">{` ${host}`}</span>
                      </button>
                    </Form>,
                  ]
                : []),
            ];
          })}
        />
      )}
      {found.cursor !== undefined && (
        <p>
          <a class="button" href={link(`/console/county-webhooks?${new URLSearchParams({ cursor: found.cursor })}`)}>
            {say(visit, "nextPage")}
          </a>
        </p>
      )}
    </Frame>
  );
};
