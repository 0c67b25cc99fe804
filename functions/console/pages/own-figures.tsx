import type { FC } from "hono/jsx";
import { figureTexts } from "../figure-texts.ts";
import type { Period } from "../forms/period.ts";
import { type OwnCases, ownTables } from "../own-figures.ts";
import { say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";
import { Chart, FiguresFrame } from "./figures.tsx";

/** Figures of an organisation that sees its own cases alone. */
export const OwnFiguresPage: FC<{ visit: Visit; period: Period; cases: OwnCases }> = ({ visit, period, cases }) => {
  const tables = ownTables(cases, period, visit.language);
  const isPart = cases.sent.isPart || cases.held.isPart;
  return (
    <FiguresFrame visit={visit} period={period}>
      {tables.length === 0 && <p class="empty">{say(visit, figureTexts.emptyOwn)}</p>}
      {isPart && <p class="hint">{say(visit, figureTexts.tooMany)}</p>}
      <div class="charts">
        {tables.map((table) => (
          <Chart visit={visit} period={period} table={table} />
        ))}
      </div>
    </FiguresFrame>
  );
};
