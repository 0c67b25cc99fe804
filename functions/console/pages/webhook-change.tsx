import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import { administration } from "../administration-texts.ts";
import type { FormState } from "../forms/form-state.ts";
import { Entry, Frame } from "../parts/administration.tsx";
import { Differences } from "../parts/differences.tsx";
import { say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";
import { webhookTexts } from "../webhook-texts.ts";
import type { Endpoint } from "../webhooks.tsx";

type Props = {
  visit: Visit;
  endpoint: Endpoint;
  form: FormState;
  fields: readonly BodyField[];
  /** What the form was made of. */
  mark: string;
  isStale?: boolean;
  problem?: string | undefined;
};

/** One address of the own organisation, to be changed. */
export const WebhookChangePage: FC<Props> = ({ visit, endpoint, form, fields, mark, isStale = false, problem }) => {
  const { endpointId, url, description, headerNames = [] } = endpoint;
  const path = `/console/webhooks/${endpointId}`;
  return (
    <Frame
      visit={visit}
      title={say(visit, administration.change)}
      of={description ?? new URL(url).host}
      back={{ href: path, text: say(visit, administration.webhook) }}
      problem={isStale ? say(visit, administration.changedMeanwhile) : problem}
      isWrong={form.errors.size > 0}
    >
      {isStale && (
        <Differences form={form} fields={fields.filter(({ name }) => name !== "headers")} stored={endpoint} />
      )}
      <section class="next">
        <Entry
          form={form}
          fields={fields}
          action={`${path}/change`}
          button={isStale ? administration.saveAnyway : administration.save}
        >
          <input type="hidden" name="form-mark" value={mark} />
          {headerNames.length > 0 && (
            <>
              <p>{say(visit, webhookTexts.headersStay)}</p>
              <div class="field">
                <label class="tick">
                  <input type="checkbox" name="dropHeaders" value="yes" checked={form.sent.has("dropHeaders")} />{" "}
                  {`${say(visit, webhookTexts.dropHeaders)}${say(visit, "colon")}${headerNames.join(", ")}`}
                </label>
              </div>
            </>
          )}
        </Entry>
      </section>
    </Frame>
  );
};
