import type { FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { statuses } from "../../../shared/domain/case-state.ts";
import { categories } from "../../../shared/domain/codes.ts";
import { heading } from "../../../shared/words/headings.ts";
import { nameOf } from "../../../shared/words/language.ts";
import { Due } from "../parts/clock.tsx";
import { Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Listing = OperationAnswer<"listCases">;

/** A list of cases: a table on a wide screen, cards on a phone. */
export const ListPage: FC<{ visit: Visit; listing: Listing; as: "holder" | "sender"; address: string }> = ({
  visit,
  listing: { cases, cursor },
  as,
  address,
}) => {
  const title = say(visit, as === "holder" ? "work" : "sent");
  return (
    <Shell visit={visit} title={title} current={as === "holder" ? "work" : "cases"}>
      <h1>{title}</h1>
      {cases.length === 0 ? (
        <p class="empty">{say(visit, as === "holder" ? "noWork" : "noCases")}</p>
      ) : (
        <Table visit={visit} cases={cases} as={as} />
      )}
      {cursor !== undefined && (
        <p>
          <a class="button" href={visit.link(`${address}?cursor=${encodeURIComponent(cursor)}`)}>
            {say(visit, "nextPage")}
          </a>
        </p>
      )}
    </Shell>
  );
};

const Table: FC<{ visit: Visit; cases: Listing["cases"]; as: "holder" | "sender" }> = ({ visit, cases, as }) => {
  const { language } = visit;
  const other = as === "holder" ? "category" : "holder";
  return (
    <table class="list">
      <thead>
        <tr>
          <th scope="col">{heading(language, "sourceNumber")}</th>
          <th scope="col">{heading(language, other)}</th>
          <th scope="col">{heading(language, "status")}</th>
          <th scope="col">{say(visit, "deadlines")}</th>
        </tr>
      </thead>
      <tbody>
        {cases.map(({ caseId, sourceNumbers, category, status, holderName, dueAt }) => (
          <tr>
            <td>
              <a href={visit.link(`/console/cases/${caseId}`)}>{sourceNumbers[0] ?? categories[category][language]}</a>
              {as === "sender" && <span class="second">{categories[category][language]}</span>}
            </td>
            <td>{as === "holder" ? categories[category][language] : (holderName ?? "")}</td>
            <td>{nameOf(statuses, status, language)}</td>
            <td>
              <Due visit={visit} dueAt={dueAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
