import type { FC } from "hono/jsx";
import type { Label } from "../../../shared/domain/codes.ts";
import { duties, dutyLabels, type Seat } from "../../../shared/domain/person.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { Form, Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

/** The people of the own organisation; a lead invites and removes them here. */
export const PeoplePage: FC<{ visit: Visit; people: readonly Seat[]; code?: string; problem?: string }> = ({
  visit,
  people,
  code,
  problem,
}) => {
  const isLead = visit.session?.seat?.duty === "lead";
  const word = (label: Label): string => say(visit, label);
  return (
    <Shell visit={visit} title={say(visit, "people")} current="people">
      <h1>{say(visit, "people")}</h1>
      {problem !== undefined && (
        <p class="notice warning" role="alert">
          {problem}
        </p>
      )}
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
            {isLead && <th scope="col">{say(visit, "remove")}</th>}
          </tr>
        </thead>
        <tbody>
          {people.map(({ personId, name, duty, since }) => (
            <tr>
              <td>{name}</td>
              <td>{word(dutyLabels[duty])}</td>
              <td>{clockTime(since)}</td>
              {isLead && (
                <td>
                  <Form visit={visit} action="/console/people/remove">
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
      {isLead && (
        <section class="next">
          <h2>{say(visit, "invite")}</h2>
          <Form visit={visit} action="/console/people">
            <div class="field">
              <label for="name">{say(visit, "name")}</label>
              <input id="name" name="name" maxlength={40} required />
            </div>
            <fieldset class="choices">
              <legend>{say(visit, "duty")}</legend>
              {duties.map((duty) => (
                <label class="tick">
                  <input type="radio" name="duty" value={duty} checked={duty === "clerk"} /> {word(dutyLabels[duty])}
                </label>
              ))}
            </fieldset>
            <button type="submit" class="primary">
              {say(visit, "invite")}
            </button>
          </Form>
        </section>
      )}
    </Shell>
  );
};
