import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { limits as known, limitNames } from "../../../shared/domain/limits.ts";
import { limitNamed } from "../../../shared/words/limits.ts";
import { administration } from "../administration-texts.ts";
import type { FormState } from "../forms/form-state.ts";
import { Entry, Frame, type Said, Table } from "../parts/administration.tsx";
import { Differences } from "../parts/differences.tsx";
import { say } from "../parts/shell.tsx";
import type { Organisation } from "../rights.ts";
import type { Visit } from "../visit.ts";

type Props = {
  visit: Visit;
  of: Organisation;
  limits: OperationAnswer<"showLimits">;
  said: Said;
  /** Absent for those who only read them. */
  form?: FormState;
  fields?: readonly BodyField[];
  /** What the form was opened on. */
  mark?: string;
  isStale?: boolean;
};

/** How much an organisation may use, and where each number comes from. */
export const LimitsPage: FC<Props> = ({ visit, of, limits, said, form, fields = [], mark, isStale = false }) => {
  const address = `/console/directory/${of.organisationId}`;
  return (
    <Frame
      visit={visit}
      title={say(visit, administration.limits)}
      of={of.name}
      back={{ href: address, text: of.name }}
      said={said}
      problem={isStale ? say(visit, administration.changedMeanwhile) : undefined}
      isWrong={form !== undefined && form.errors.size > 0}
    >
      <Table
        caption={say(visit, administration.limits)}
        heads={[
          say(visit, administration.limit),
          say(visit, administration.limitHolds),
          say(visit, administration.limitFrom),
          say(visit, administration.limitRange),
        ]}
        rows={limitNames.map((name) => [
          limitNamed[name][visit.language],
          String(limits.limits[name]),
          say(visit, limits.set[name] === undefined ? administration.limitUsual : administration.limitOwn),
          `${known[name].least}–${known[name].most}`,
        ])}
      />
      {isStale && form !== undefined && <Differences form={form} fields={fields} stored={limits.set} />}
      {form !== undefined && (
        <section class="next">
          <h2>{say(visit, administration.setLimits)}</h2>
          <p>{say(visit, administration.setLimitsText)}</p>
          <Entry
            form={form}
            fields={fields}
            action={`${address}/limits`}
            button={isStale ? administration.saveAnyway : administration.save}
          >
            <input type="hidden" name="form-mark" value={mark} />
          </Entry>
        </section>
      )}
    </Frame>
  );
};
