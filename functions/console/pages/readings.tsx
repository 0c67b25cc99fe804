import type { FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import { Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Readings = OperationAnswer<"listReadings">;

/** Who read the parties and papers of a case, when and why, the last first. */
export const ReadingsPage: FC<{ visit: Visit; caseId: string; list: Readings }> = ({ visit, caseId, list }) => {
  const { language } = visit;
  const address = `/console/cases/${caseId}`;
  const title = say(visit, "readings");
  return (
    <Shell visit={visit} title={title} current="cases">
      <p>
        <a href={visit.link(address)}>{say(visit, "backToCase")}</a>
      </p>
      <h1>{title}</h1>
      {list.readings.length === 0 ? (
        <p class="empty">{say(visit, "noReadings")}</p>
      ) : (
        <table class="list">
          <caption class="unseen">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{heading(language, "at")}</th>
              <th scope="col">{heading(language, "by")}</th>
              <th scope="col">{heading(language, "event")}</th>
              <th scope="col">{say(visit, "why")}</th>
            </tr>
          </thead>
          <tbody>
            {list.readings.map(({ at, organisationId, officer, reason, documentId }) => (
              <tr>
                <td>
                  <time datetime={at}>{clockTime(at)}</time>
                </td>
                <td>
                  {list.names[organisationId] ?? say(visit, "unnamed")}
                  {officer !== undefined && <span class="second">{officer}</span>}
                </td>
                <td>{say(visit, documentId === undefined ? "readParties" : "readPaper")}</td>
                <td>{reason ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {list.cursor !== undefined && (
        <p>
          <a class="button" href={visit.link(`${address}/readings?cursor=${encodeURIComponent(list.cursor)}`)}>
            {say(visit, "nextPage")}
          </a>
        </p>
      )}
    </Shell>
  );
};
