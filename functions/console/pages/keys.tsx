import type { FC } from "hono/jsx";
import { clockTime } from "../../../shared/words/format.ts";
import { administration } from "../administration-texts.ts";
import { Frame, type Said, Table } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import type { Administered } from "../rights.ts";

/** The public keys of an organisation, and where another is registered. */
export const KeysPage: FC<{ of: Administered; said?: Said; fault?: string }> = ({ of, said, fault }) => {
  const { visit, organisation } = of;
  const { organisationId, name, keys } = organisation;
  const address = `/console/directory/${organisationId}/keys`;
  const title = say(visit, administration.keys);
  const word = (text: keyof typeof administration): string => say(visit, administration[text]);
  return (
    <Frame visit={visit} title={title} of={name} said={said} isWrong={fault !== undefined}>
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
          heads={[word("thumbprint"), word("algorithm"), word("registeredAt"), word("revoke")]}
          rows={keys.map(({ keyId, alg, registeredAt }) => [
            <code>{keyId}</code>,
            alg,
            <time datetime={registeredAt}>{clockTime(registeredAt)}</time>,
            <a class="button" href={visit.link(`${address}/${keyId}/revoke`)}>
              {word("revoke")}
              <span class="unseen">{` ${keyId}`}</span>
            </a>,
          ])}
        />
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
            />
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
            />
          </div>
          <button type="submit" class="primary">
            {word("addKey")}
          </button>
        </Form>
      </section>
    </Frame>
  );
};
