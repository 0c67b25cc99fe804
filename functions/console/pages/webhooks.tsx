import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import { eventName } from "../../../shared/words/event-facts.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import { healthWords } from "../../../shared/words/webhook-health.ts";
import { administration } from "../administration-texts.ts";
import type { FormState } from "../forms/form-state.ts";
import { Entry, Frame, type Said, Table } from "../parts/administration.tsx";
import { say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";
import type { Endpoint } from "../webhooks.tsx";
import { NewSecret } from "./new-secret.tsx";

type Props = {
  visit: Visit;
  endpoints: readonly Endpoint[];
  form: FormState;
  fields: readonly BodyField[];
  said?: Said;
  problem?: string | undefined;
  /** The secret of an address that was just added. */
  secret?: { url: string; secret: string };
};

/** Where the own organisation lets itself be told of steps, and where another address is added. */
export const WebhooksPage: FC<Props> = ({ visit, endpoints, form, fields, said, problem, secret }) => {
  const { language, link } = visit;
  const title = say(visit, administration.webhooks);
  const mediators = new Map((form.picks.mediator ?? []).map(({ id, name }) => [id, name]));
  return (
    <Frame visit={visit} title={title} said={said} problem={problem} isWrong={form.errors.size > 0}>
      {secret !== undefined && <NewSecret visit={visit} {...secret} />}
      {endpoints.length === 0 ? (
        <p class="empty">{say(visit, administration.noWebhooks)}</p>
      ) : (
        <Table
          acts
          caption={title}
          heads={[
            heading(language, "address"),
            heading(language, "event"),
            heading(language, "health"),
            heading(language, "at"),
            say(visit, administration.remove),
          ]}
          rows={endpoints.map(({ endpointId, url, types, mediatorId, createdAt, description, health }) => [
            <>
              <a href={link(`/console/webhooks/${endpointId}`)}>{url}</a>
              {description !== undefined && <span class="second">{description}</span>}
              {mediatorId !== undefined && (
                <span class="second">
                  {`${say(visit, administration.onlyMediator)} ${mediators.get(mediatorId) ?? mediatorId}`}
                </span>
              )}
            </>,
            types === undefined ? (
              say(visit, administration.allTypes)
            ) : (
              <details class="group">
                <summary>{`${types.length} ${say(visit, administration.typesCounted)}`}</summary>
                <ul>
                  {types.map((type) => (
                    <li>{eventName(type, language)}</li>
                  ))}
                </ul>
              </details>
            ),
            healthWords(health, language),
            <time datetime={createdAt}>{clockTime(createdAt)}</time>,
            <a class="button" href={link(`/console/webhooks/${endpointId}/remove`)}>
              {say(visit, administration.remove)}
              <span class="unseen">{` ${url}`}</span>
            </a>,
          ])}
        />
      )}
      <section class="next">
        <h2>{say(visit, administration.addWebhook)}</h2>
        <Entry form={form} fields={fields} action="/console/webhooks" button={administration.addWebhook} />
      </section>
    </Frame>
  );
};
