import type { FC } from "hono/jsx";
import type * as z from "zod";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import type { listCountedQuery } from "../../../shared/contracts/series-routes.ts";
import { shanghaiDate } from "../../../shared/domain/calendar.ts";
import { categories } from "../../../shared/domain/codes.ts";
import { caseSources } from "../../../shared/domain/tally.ts";
import { figureTexts } from "../figure-texts.ts";
import { CaseRow, CaseTable } from "../parts/case-row.tsx";
import { Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";
import { More } from "./lists.tsx";

type Query = Omit<z.output<ReturnType<typeof listCountedQuery>>, "county">;
type Props = { visit: Visit; query: Query; listing: OperationAnswer<"listCountedCases"> };

/** The cases behind one number of the figures, with what the number holds beside them. */
export const CasesBehindPage: FC<Props> = ({ visit, query, listing }) => {
  const { from, to } = query;
  const { cases, names, total, loaded = 0, elsewhere = 0, cursor } = listing;
  const title = say(visit, figureTexts.casesBehind);
  const narrowed = narrowedBy(visit, query, listing.townName);
  const months = from === to ? from : `${from} – ${to}`;
  return (
    <Shell visit={visit} title={[title, months, ...narrowed].join(" · ")} current="figures">
      <p>
        <a href={visit.link(`/console/figures?from=${from}&to=${to}`)}>{say(visit, figureTexts.back)}</a>
      </p>
      <h1>
        {title} <span class="number">{[months, ...narrowed].join(" · ")}</span>
      </h1>
      <p class="dim">
        {`${say(visit, total === undefined ? "onThisPage" : "inAll")} ${total ?? cases.length} ${say(visit, "casesCounted")}`}
      </p>
      {loaded > 0 && <p class="hint">{`${say(visit, figureTexts.loadedBeside)} ${loaded}`}</p>}
      {elsewhere > 0 && <p class="hint">{`${say(visit, figureTexts.ofOtherCounties)} ${elsewhere}`}</p>}
      {cases.length === 0 ? (
        <p class="empty">{say(visit, cursor === undefined ? figureTexts.noneBehind : "noneFitHere")}</p>
      ) : (
        <CaseTable visit={visit} caption={title} times={figureTexts.endedOn}>
          {cases.map((row) => (
            <CaseRow
              visit={visit}
              row={row}
              names={names}
              due={shanghaiDate(row.at)}
              steps={row.next === undefined ? [] : [row.next]}
            />
          ))}
        </CaseTable>
      )}
      <More visit={visit} address={cursor && addressOf(query, cursor)} />
    </Shell>
  );
};

const addressOf = ({ cursor: _cursor, limit: _limit, ...query }: Query, cursor: string): string =>
  `/console/figures/cases?${new URLSearchParams({ ...query, cursor })}`;

/** By what the number is narrowed beside its months, in words. */
function narrowedBy(visit: Visit, { town, category, source, agreed }: Query, townName: string | undefined): string[] {
  const { language } = visit;
  return [
    ...(town === undefined ? [] : [`${townName ?? town}${town.length > 6 ? "" : say(visit, figureTexts.ofCounty)}`]),
    ...(category === undefined ? [] : [categories[category][language]]),
    ...(source === undefined ? [] : [caseSources[source][language]]),
    ...(agreed === undefined ? [] : [say(visit, agreed === "true" ? figureTexts.withAgreement : figureTexts.without)]),
  ];
}
