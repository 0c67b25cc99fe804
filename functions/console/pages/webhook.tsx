import type { FC } from "hono/jsx";
import { addCalendarDays, shanghaiDate } from "../../../shared/domain/calendar.ts";
import { eventName } from "../../../shared/words/event-facts.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import { healthWords } from "../../../shared/words/webhook-health.ts";
import { administration } from "../administration-texts.ts";
import { labelOf } from "../forms/form-state.ts";
import type { Sent } from "../forms/step-form.ts";
import { Frame, type Said, Table } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";
import type { Attempt } from "../webhook.tsx";
import { webhookTexts } from "../webhook-texts.ts";
import type { Endpoint } from "../webhooks.tsx";
import { NewSecret } from "./new-secret.tsx";

/** Why there was no answer, in words; what has none is told as the machine said it. */
function failureText(visit: Visit, failure: string): string {
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN/.test(failure))
    return say(visit, webhookTexts.notReached);
  if (/TIMEDOUT|TIMEOUT|timed? ?out/i.test(failure)) return say(visit, webhookTexts.noAnswerInTime);
  if (/ECONNRESET|EPIPE|socket/i.test(failure)) return say(visit, webhookTexts.notConnected);
  if (/CERT|SSL|TLS/.test(failure)) return say(visit, webhookTexts.badCertificate);
  return failure;
}

type Props = {
  visit: Visit;
  endpoint: Endpoint;
  attempts: readonly Attempt[];
  said?: Said;
  problem?: string;
  /** The secret that was just made. */
  secret?: string;
  /** What came of sending again. */
  told?: string;
  failedAlone: boolean;
  /** The days that were typed, where nothing was sent again. */
  typed?: Sent | undefined;
};

/** How one address does, what was sent to it last, and what can be done about it. */
export const WebhookPage: FC<Props> = (props) => {
  const { visit, endpoint, attempts, said, problem, secret, told, failedAlone, typed } = props;
  const { language, link } = visit;
  const { endpointId, url, description, health, publicKey, headerNames = [], rotated = [] } = endpoint;
  const path = `/console/webhooks/${endpointId}`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [heading(language, "address"), url],
    [labelOf("createWebhookEndpoint", "description", language), description],
    [heading(language, "health"), healthWords(health, language)],
    [say(visit, administration.publicKey), publicKey],
    [say(visit, administration.fixedHeaders), headerNames.length === 0 ? undefined : headerNames.join(", ")],
    ...rotated.map(({ until }) => [say(visit, administration.rotatedUntil), clockTime(until)] as const),
  ];
  const today = shanghaiDate(new Date(visit.now).toISOString());
  const isOff = health.off !== undefined || health.failingSince !== undefined;
  return (
    <Frame
      visit={visit}
      title={say(visit, administration.webhook)}
      of={description ?? new URL(url).host}
      back={{ href: "/console/webhooks", text: say(visit, administration.webhooks) }}
      said={said}
      problem={problem}
    >
      {told !== undefined && (
        <p class="notice done" role="status">
          {told}
        </p>
      )}
      {secret !== undefined && <NewSecret visit={visit} url={url} secret={secret} />}
      <section>
        <dl>
          {facts.map(
            ([name, value]) =>
              value !== undefined && (
                <div>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
      </section>
      <section class="next">
        <Form visit={visit} action={`${path}/test`}>
          <p>{say(visit, administration.testWebhookText)}</p>
          <button type="submit">{say(visit, administration.testWebhook)}</button>
        </Form>
        {health.off === undefined && (
          <Form visit={visit} action={`${path}/pause`}>
            <p>{say(visit, administration.pauseWebhookText)}</p>
            <button type="submit">{say(visit, administration.pauseWebhook)}</button>
          </Form>
        )}
        {isOff && (
          <Form visit={visit} action={`${path}/resume`}>
            <button type="submit">{say(visit, administration.resumeWebhook)}</button>
          </Form>
        )}
        <Form visit={visit} action={`${path}/replay`}>
          <h2>{say(visit, webhookTexts.replayWebhook)}</h2>
          <p>{say(visit, webhookTexts.replayWebhookText)}</p>
          {(["from", "to"] as const).map((name) => (
            <div class="field">
              <label for={name}>{say(visit, name === "from" ? webhookTexts.replayFrom : webhookTexts.replayTo)}</label>
              <input
                id={name}
                name={name}
                type="date"
                required
                max={today}
                value={typed?.get(name)?.[0] ?? (name === "from" ? addCalendarDays(today, -1) : today)}
              />
            </div>
          ))}
          <button type="submit">{say(visit, webhookTexts.replayWebhook)}</button>
        </Form>
        <p class="actions">
          <a class="button" href={link(`${path}/change`)}>
            {say(visit, administration.change)}
          </a>{" "}
          <a class="button" href={link(`${path}/rotate`)}>
            {say(visit, administration.rotateSecret)}
          </a>{" "}
          <a class="button" href={link(`${path}/remove`)}>
            {say(visit, administration.remove)}
          </a>
        </p>
      </section>
      <section>
        <h2>{say(visit, administration.attempts)}</h2>
        <nav class="tabs" aria-label={say(visit, administration.attempts)}>
          <a href={link(path)} aria-current={failedAlone ? undefined : "page"}>
            {say(visit, webhookTexts.allAttempts)}
          </a>
          <a href={link(`${path}?failed=true`)} aria-current={failedAlone ? "page" : undefined}>
            {say(visit, webhookTexts.failedAttempts)}
          </a>
        </nav>
        {attempts.length === 0 ? (
          <p class="empty">{say(visit, administration.noAttempts)}</p>
        ) : (
          <Table
            caption={say(visit, administration.attempts)}
            heads={[
              heading(language, "at"),
              heading(language, "event"),
              say(visit, administration.attemptNumber),
              say(visit, administration.answered),
              say(visit, webhookTexts.replayOne),
            ]}
            acts
            rows={attempts.map(({ at, type, eventId, attempt, status, failure, excerpt, milliseconds }) => [
              <time datetime={at}>{clockTime(at)}</time>,
              type === "endpoint.test" ? say(visit, administration.testEvent) : eventName(type, language),
              attempt,
              [status, `${milliseconds} ms`, failure === undefined ? excerpt : failureText(visit, failure)]
                .filter((text) => text !== undefined && text !== "")
                .join(" · "),
              type !== "endpoint.test" && (
                <Form visit={visit} action={`${path}/replay`}>
                  <input type="hidden" name="event" value={eventId} />
                  <button type="submit">{say(visit, webhookTexts.replayOne)}</button>
                </Form>
              ),
            ])}
          />
        )}
      </section>
    </Frame>
  );
};
