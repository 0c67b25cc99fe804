import type { FC } from "hono/jsx";
import type { MonthlyReturn } from "../../../shared/domain/monthly-return.ts";
import { headingNames } from "../../../shared/domain/monthly-return.ts";
import type { Figures } from "../../../shared/domain/tally.ts";
import { yuan } from "../../../shared/words/format.ts";
import { heading, headings } from "../../../shared/words/headings.ts";
import type { Language } from "../../../shared/words/language.ts";
import { nameOf } from "../../../shared/words/language.ts";
import { figureTexts } from "../figure-texts.ts";
import { Paper, Seal } from "../parts/paper.tsx";
import { say } from "../parts/shell.tsx";
import { sheetTexts } from "../sheet-texts.ts";
import type { Visit } from "../visit.ts";

type Line = Figures & { name: string };
type Props = { visit: Visit; filed: MonthlyReturn; names: ReadonlyMap<string, string> };

/** The monthly return on paper: each heading with its lines, as it is filed. */
export const MonthlySheet: FC<Props> = ({ visit, filed, names }) => {
  const { language } = visit;
  const coded = (part: keyof typeof headingNames): Line[] =>
    filed[part].map((line) => ({ ...line, name: nameOf(headingNames[part], line.code, language) }));
  const bodies = filed.byOrganisation.map((line) => ({
    ...line,
    name: names.get(line.organisationId) ?? say(visit, "unnamed"),
  }));
  const back = { href: `/console/figures?period=${filed.month}`, text: say(visit, figureTexts.figures) };
  return (
    <Paper visit={visit} title={say(visit, figureTexts.monthly)} of={filed.month} back={back}>
      <Part language={language} title={heading(language, "total")} lines={[{ ...filed.total, name: filed.month }]} />
      <Part language={language} title={say(visit, figureTexts.byCategory)} lines={coded("byCategory")} />
      <Part language={language} title={say(visit, figureTexts.byHostKind)} lines={coded("byHostKind")} />
      <Part language={language} title={say(visit, figureTexts.bySource)} lines={coded("bySource")} />
      <Part language={language} title={say(visit, figureTexts.byForm)} lines={coded("byForm")} />
      {bodies.length > 0 && <Part language={language} title={say(visit, figureTexts.body)} lines={bodies} />}
      <p>{say(visit, sheetTexts.countedAsOf)}</p>
      <Seal visit={visit} />
    </Paper>
  );
};

const Part: FC<{ language: Language; title: string; lines: readonly Line[] }> = ({ language, title, lines }) => (
  <table class="counted">
    <thead>
      <tr>
        <th scope="col">{title}</th>
        {headings(language, "cases", "parties", "successes", "hard", "performed", "amount").map((name) => (
          <th scope="col">{name}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {lines.map(({ name, cases, parties, successes, hard, performed, amountFen }) => (
        <tr>
          <th scope="row">{name}</th>
          {[cases, parties, successes, hard, performed].map((count) => (
            <td>{count}</td>
          ))}
          <td>{yuan(amountFen)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
