import type { FC } from "hono/jsx";
import { shanghaiDate } from "../../../shared/domain/calendar.ts";
import type { Supervised } from "../figure-data.ts";
import { figureTexts } from "../figure-texts.ts";
import { addressOf } from "../forms/list-filter.ts";
import { say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

const dayMilliseconds = 86_400_000;
const daysSince = (at: string, now: number): number => Math.floor((now - Date.parse(at)) / dayMilliseconds);

/** What is overdue, by the body that must act, and the results that nobody has acknowledged. Every number leads to its list. */
export const Supervision: FC<{ visit: Visit; supervised: Supervised }> = ({ visit, supervised }) => {
  const { bodies, isPart, chase } = supervised;
  const late = bodies.filter(({ overdue }) => overdue > 0);
  return (
    <section>
      <h2>{say(visit, figureTexts.supervision)}</h2>
      <h3>{say(visit, figureTexts.overdueByBody)}</h3>
      {late.length === 0 ? (
        <p>{say(visit, figureTexts.noneOverdue)}</p>
      ) : (
        <table class="figures">
          <thead>
            <tr>
              {(["body", "open", "overdue", "longest"] as const).map((name) => (
                <th scope="col">{say(visit, figureTexts[name])}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {late.map(({ organisationId, name, open, overdue, longestAt }) => (
              <tr>
                <th scope="row">
                  <a href={visit.link(`/console/directory/${organisationId}`)}>{name}</a>
                </th>
                <td>
                  <a href={visit.link(addressOf("county", { holder: organisationId }))}>{open}</a>
                </td>
                <td>
                  <a class="over" href={visit.link(addressOf("county", { holder: organisationId, due: "overdue" }))}>
                    {overdue}
                  </a>
                </td>
                <td>{longestAt === undefined ? "" : daysSince(longestAt, visit.now)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isPart && <p class="hint">{say(visit, figureTexts.notAllCounted)}</p>}
      {chase !== undefined && <Chase visit={visit} chase={chase} />}
    </section>
  );
};

const Chase: FC<{ visit: Visit; chase: NonNullable<Supervised["chase"]> }> = ({ visit, chase }) => (
  <>
    <h3>{say(visit, figureTexts.chase)}</h3>
    {chase.cases.length === 0 ? (
      <p>{say(visit, figureTexts.noneToChase)}</p>
    ) : (
      <table class="list">
        <thead>
          <tr>
            {(["agency", "number", "since", "waited"] as const).map((name) => (
              <th scope="col">{say(visit, figureTexts[name])}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chase.cases.map(({ caseId, agencyId, sourceNumbers, at }) => (
            <tr>
              <td>
                <a href={visit.link(`/console/directory/${agencyId}`)}>
                  {chase.names[agencyId] ?? say(visit, "unnamed")}
                </a>
              </td>
              <td>
                <a href={visit.link(`/console/cases/${caseId}`)}>{sourceNumbers[0]}</a>
              </td>
              <td>{shanghaiDate(at)}</td>
              <td>{`${daysSince(at, visit.now)} ${say(visit, figureTexts.dayUnit)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    {chase.cursor !== undefined && <p class="hint">{say(visit, figureTexts.moreToChase)}</p>}
  </>
);
