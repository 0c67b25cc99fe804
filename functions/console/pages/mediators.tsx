import type { FC } from "hono/jsx";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import { categories } from "../../../shared/domain/codes.ts";
import { heading } from "../../../shared/words/headings.ts";
import { listed } from "../../../shared/words/punctuation.ts";
import { administration } from "../administration-texts.ts";
import type { FormState } from "../forms/form-state.ts";
import type { Mediator } from "../mediators.tsx";
import { Entry, Frame, type Said, Table } from "../parts/administration.tsx";
import { Differences } from "../parts/differences.tsx";
import { say } from "../parts/shell.tsx";
import type { Administered } from "../rights.ts";

type ListProps = {
  of: Administered;
  address: string;
  mediators: readonly Mediator[];
  form: FormState;
  fields: readonly BodyField[];
  said: Said;
  mayAdd: boolean;
  mayRetire: boolean;
};

/** The mediators of an organisation; those who have retired come last. */
export const MediatorsPage: FC<ListProps> = ({ of, address, mediators, form, fields, said, mayAdd, mayRetire }) => {
  const { visit, organisation } = of;
  const { language, link } = visit;
  const title = say(visit, administration.mediators);
  const own: BodyField = { name: "mediatorId", kind: "text", required: true };
  const sorted = mediators.toSorted((one, other) => Number(one.retired) - Number(other.retired));
  const notes = ({ lead, publicEmployee, retired }: Mediator): string =>
    [
      lead ? say(visit, administration.chief) : "",
      publicEmployee ? say(visit, administration.payroll) : "",
      retired ? say(visit, administration.retired) : "",
    ]
      .filter((text) => text !== "")
      .join(" · ");
  return (
    <Frame
      visit={visit}
      title={title}
      of={organisation.name}
      back={{ href: `/console/directory/${organisation.organisationId}`, text: organisation.name }}
      said={said}
      isWrong={form.errors.size > 0}
    >
      {sorted.length === 0 ? (
        <p class="empty">{say(visit, administration.noMediators)}</p>
      ) : (
        <Table
          acts={mayRetire}
          caption={title}
          heads={[
            say(visit, "name"),
            heading(language, "category"),
            heading(language, "openCases"),
            ...(mayRetire ? [say(visit, administration.retire)] : []),
          ]}
          rows={sorted.map((one) => [
            <>
              {mayAdd ? <a href={link(`${address}/${one.mediatorId}`)}>{one.name}</a> : one.name}
              <span class="second">{notes(one)}</span>
            </>,
            listed(
              one.categories.map((code) => categories[code][language]),
              language,
            ),
            String(one.openCases ?? ""),
            ...(mayRetire
              ? [
                  <a class="button" href={link(`${address}/${one.mediatorId}/${one.retired ? "reinstate" : "retire"}`)}>
                    {say(visit, one.retired ? administration.takeBack : administration.retire)}
                    <span class="unseen">{` ${one.name}`}</span>
                  </a>,
                ]
              : []),
          ])}
        />
      )}
      {mayAdd && (
        <section class="next">
          <h2>{say(visit, administration.addMediator)}</h2>
          <Entry form={form} fields={[own, ...fields]} action={address} button={administration.addMediator} />
        </section>
      )}
    </Frame>
  );
};

type OneProps = {
  of: Administered;
  address: string;
  mediator: Mediator;
  form: FormState;
  fields: readonly BodyField[];
  mark: string;
  isStale?: boolean;
};

/** What is known of one mediator, to be changed. */
export const MediatorPage: FC<OneProps> = ({ of, address, mediator, form, fields, mark, isStale = false }) => {
  const { visit } = of;
  return (
    <Frame
      visit={visit}
      title={say(visit, administration.change)}
      of={mediator.name}
      back={{ href: address, text: say(visit, administration.mediators) }}
      problem={isStale ? say(visit, administration.changedMeanwhile) : undefined}
      isWrong={form.errors.size > 0}
    >
      {isStale && <Differences form={form} fields={fields} stored={mediator} />}
      <section class="next">
        <Entry
          form={form}
          fields={fields}
          action={`${address}/${mediator.mediatorId}`}
          button={isStale ? administration.saveAnyway : administration.save}
        >
          <input type="hidden" name="form-mark" value={mark} />
        </Entry>
      </section>
    </Frame>
  );
};
