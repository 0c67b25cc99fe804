import type { FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { daysAfter, endsSoonDays } from "../../../shared/domain/key-expiry.ts";
import { clockTime, deadline } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import { administration } from "../administration-texts.ts";
import type { Sent } from "../forms/step-form.ts";
import { Frame, type Said, Table } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import type { Administered } from "../rights.ts";
import type { Visit } from "../visit.ts";

/** When a key ends, and whether that is soon or was. */
const KeyEnd: FC<{ visit: Visit; expiresAt: string | undefined }> = ({ visit, expiresAt }) => {
  const now = new Date(visit.now).toISOString();
  const isSoon = expiresAt !== undefined && expiresAt <= daysAfter(now, endsSoonDays);
  const state = expiresAt !== undefined && expiresAt <= now ? administration.ended : administration.endsSoon;
  return (
    <>
      <time datetime={expiresAt}>{deadline(expiresAt)}</time>
      {isSoon && <span class="second">{say(visit, state)}</span>}
    </>
  );
};

type Ending = OperationAnswer<"listEndingKeys">["keys"];

/** The keys of a county that end soon or have ended: whose systems will be refused. */
export const EndingKeysPage: FC<{ visit: Visit; keys: Ending }> = ({ visit, keys }) => {
  const title = say(visit, administration.endingKeys);
  return (
    <Frame visit={visit} title={title}>
      {keys.length === 0 ? (
        <p class="empty">{say(visit, administration.noEndingKeys)}</p>
      ) : (
        <Table
          caption={title}
          heads={[
            heading(visit.language, "organisation"),
            say(visit, administration.thumbprint),
            say(visit, administration.endsAt),
          ]}
          rows={keys.map(({ organisationId, name, keyId, expiresAt }) => [
            <a href={visit.link(`/console/directory/${organisationId}/keys`)}>{name}</a>,
            <code>{keyId}</code>,
            <KeyEnd visit={visit} expiresAt={expiresAt} />,
          ])}
        />
      )}
    </Frame>
  );
};

type KeysProps = {
  of: Administered;
  said?: Said;
  fault?: string;
  code?: string;
  /** A public key and its proof that were not registered. */
  typed?: Sent | undefined;
};

/** The public keys of an organisation, and where another is registered. */
export const KeysPage: FC<KeysProps> = (props) => {
  const { of, said, fault, code, typed } = props;
  const { visit, organisation } = of;
  const { organisationId, name, keys } = organisation;
  const address = `/console/directory/${organisationId}/keys`;
  const title = say(visit, administration.keys);
  const word = (text: keyof typeof administration): string => say(visit, administration[text]);
  return (
    <Frame visit={visit} title={title} of={name} said={said} isWrong={fault !== undefined}>
      {code !== undefined && (
        <p class="notice done" role="status">
          {`${word("keyCode")}${say(visit, "colon")}`}
          <b class="code">{code}</b>
        </p>
      )}
      {fault !== undefined && (
        <div class="summary" role="alert" tabindex={-1} id="errors">
          <ul>
            <li>
              <a href="#jwk">{`${word("keyText")}${say(visit, "colon")}${fault}`}</a>
            </li>
          </ul>
        </div>
      )}
      {keys.length === 0 ? (
        <p class="empty">{word("noKeys")}</p>
      ) : (
        <Table
          acts
          caption={title}
          heads={[word("thumbprint"), word("algorithm"), word("registeredAt"), word("endsAt"), word("revoke")]}
          rows={keys.map(({ keyId, alg, registeredAt, expiresAt }) => [
            <code>{keyId}</code>,
            alg,
            <time datetime={registeredAt}>{clockTime(registeredAt)}</time>,
            <KeyEnd visit={visit} expiresAt={expiresAt} />,
            <a class="button" href={visit.link(`${address}/${keyId}/revoke`)}>
              {word("revoke")}
              <span class="unseen">{` ${keyId}`}</span>
            </a>,
          ])}
        />
      )}
      {!of.isOwn && (
        <section class="next">
          <h2>{word("keyCode")}</h2>
          <p class="hint">{word("keyCodeText")}</p>
          <Form visit={visit} action={`${address}/code`}>
            <button type="submit">{word("keyCode")}</button>
          </Form>
        </section>
      )}
      <section class="next">
        <h2>{word("addKey")}</h2>
        <p class="hint" id="key-hint">
          {word("keyHint")}
        </p>
        <Form visit={visit} action={address} enctype="multipart/form-data">
          <div class={fault === undefined ? "field" : "field wrong"}>
            <label for="jwk">{word("keyText")}</label>
            <textarea
              id="jwk"
              name="jwk"
              rows={5}
              class="code"
              spellcheck={false}
              autocomplete="off"
              aria-describedby={fault === undefined ? "key-hint" : "jwk-error"}
              aria-invalid={fault === undefined ? undefined : "true"}
            >
              {typed?.get("jwk")?.[0]}
            </textarea>
            {fault !== undefined && (
              <p class="error" id="jwk-error">
                {fault}
              </p>
            )}
          </div>
          <div class="field">
            <label for="file">{word("keyFile")}</label>
            <input id="file" type="file" name="file" accept=".json,.jwk,.pem,.pub" />
          </div>
          <div class="field">
            <label for="proof">{word("keyProof")}</label>
            <p class="hint" id="proof-hint">
              {word("proofHint")}
            </p>
            <textarea
              id="proof"
              name="proof"
              rows={3}
              class="code"
              spellcheck={false}
              autocomplete="off"
              required
              aria-describedby="proof-hint"
            >
              {typed?.get("proof")?.[0]}
            </textarea>
          </div>
          <button type="submit" class="primary">
            {word("addKey")}
          </button>
        </Form>
      </section>
    </Frame>
  );
};
