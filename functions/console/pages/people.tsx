import type { FC } from "hono/jsx";
import type { Label } from "../../../shared/domain/codes.ts";
import { duties, dutyLabels, type Seat } from "../../../shared/domain/person.ts";
import { clockTime } from "../../../shared/words/format.ts";
import type { Sent } from "../forms/step-form.ts";
import { Frame, type Said } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Props = {
  visit: Visit;
  people: readonly Seat[];
  organisationId: string;
  /** What the organisation is called. */
  name: string;
  address: string;
  mayInvite: boolean;
  said?: Said;
  code?: string;
  problem?: string;
  /** What was typed, where it was refused or comes back. */
  typed?: Sent | undefined;
};

/** The people of an organisation; a lead invites and removes them here. */
export const PeoplePage: FC<Props> = ({ visit, people, name: of, address, mayInvite, said, code, problem, typed }) => {
  const word = (label: Label): string => say(visit, label);
  return (
    <Frame visit={visit} title={say(visit, "people")} of={of} said={said} problem={problem}>
      {code !== undefined && (
        <p class="notice done" role="status">
          {say(visit, "inviteDone")}
          {say(visit, "colon")}
          <b class="code">{code}</b>
        </p>
      )}
      <table class="list">
        <thead>
          <tr>
            <th scope="col">{say(visit, "name")}</th>
            <th scope="col">{say(visit, "duty")}</th>
            <th scope="col">{say(visit, "since")}</th>
            {mayInvite && <th scope="col">{say(visit, "remove")}</th>}
          </tr>
        </thead>
        <tbody>
          {people.map(({ personId, name, duty, since }) => (
            <tr>
              <td>{name}</td>
              <td>{word(dutyLabels[duty])}</td>
              <td>{clockTime(since)}</td>
              {mayInvite && (
                <td>
                  <Form visit={visit} action={`${address}/remove`}>
                    <input type="hidden" name="personId" value={personId} />
                    <button type="submit" aria-label={`${say(visit, "remove")} ${name}`}>
                      {say(visit, "remove")}
                    </button>
                  </Form>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {mayInvite && (
        <section class="next">
          <h2>{say(visit, "invite")}</h2>
          <Form visit={visit} action={address}>
            <div class="field">
              <label for="name">{say(visit, "name")}</label>
              <input id="name" name="name" maxlength={40} required value={typed?.get("name")?.[0]} />
            </div>
            <fieldset class="choices">
              <legend>{say(visit, "duty")}</legend>
              {duties.map((duty) => (
                <label class="tick">
                  <input
                    type="radio"
                    name="duty"
                    value={duty}
                    checked={duty === (typed?.get("duty")?.[0] ?? "clerk")}
                  />{" "}
                  {word(dutyLabels[duty])}
                </label>
              ))}
            </fieldset>
            <button type="submit" class="primary">
              {say(visit, "invite")}
            </button>
          </Form>
        </section>
      )}
    </Frame>
  );
};
