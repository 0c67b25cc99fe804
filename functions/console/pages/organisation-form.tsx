import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import { administration } from "../administration-texts.ts";
import type { FormState } from "../forms/form-state.ts";
import { Entry, Frame } from "../parts/administration.tsx";
import { Differences } from "../parts/differences.tsx";
import { say } from "../parts/shell.tsx";
import type { Organisation } from "../rights.ts";
import type { Visit } from "../visit.ts";

type Props = {
  visit: Visit;
  form: FormState;
  fields: readonly BodyField[];
  /** The organisation that is changed; absent where a new one is registered. */
  of?: Organisation;
  /** What the form was opened on. */
  mark?: string;
  isStale?: boolean;
  problem?: string | undefined;
};

/** The form of an organisation, new or as it is registered. */
export const OrganisationFormPage: FC<Props> = ({ visit, form, fields, of, mark, isStale = false, problem }) => {
  const title = say(visit, of === undefined ? administration.register : administration.change);
  const own: BodyField = { name: "organisationId", kind: "text", required: true };
  const back =
    of === undefined
      ? { href: "/console/directory", text: say(visit, "directory") }
      : { href: `/console/directory/${of.organisationId}`, text: of.name };
  return (
    <Frame
      visit={visit}
      title={title}
      back={back}
      problem={isStale ? say(visit, administration.changedMeanwhile) : problem}
      isWrong={form.errors.size > 0}
      {...(of === undefined ? {} : { of: of.name })}
    >
      {isStale && of !== undefined && <Differences form={form} fields={fields} stored={of} />}
      <section class="next">
        <Entry
          form={form}
          fields={of === undefined ? [own, ...fields] : fields}
          action={of === undefined ? "/console/register" : `/console/directory/${of.organisationId}/change`}
          button={isStale ? administration.saveAnyway : administration.save}
        >
          {mark !== undefined && <input type="hidden" name="form-mark" value={mark} />}
        </Entry>
      </section>
    </Frame>
  );
};
