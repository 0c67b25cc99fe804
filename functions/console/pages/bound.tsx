import type { FC } from "hono/jsx";
import type { CaseView } from "../../../shared/contracts/case-view.ts";
import type { BoundFile } from "../../../shared/contracts/paper-routes.ts";
import { archivePapers } from "../../../shared/domain/archive-list.ts";
import { documentKinds } from "../../../shared/domain/codes.ts";
import { heading } from "../../../shared/words/headings.ts";
import { inBrackets, inClauses } from "../../../shared/words/punctuation.ts";
import { officialTexts } from "../official-texts.ts";
import { Shell, say } from "../parts/shell.tsx";
import { problemText } from "../problem-words.ts";
import type { Visit } from "../visit.ts";

type Props = {
  visit: Visit;
  view: CaseView;
  bound?: BoundFile;
  problem?: string;
  runningAt?: string;
  isKept?: boolean;
};

/** What the bound file holds, what it does not, and where it is fetched. */
export const BoundPage: FC<Props> = ({ visit, view: { caseId, state }, bound, problem, runningAt, isKept }) => {
  const { language } = visit;
  const [{ sourceNumber }] = state.referrals;
  const stage = bound !== undefined ? "bound" : runningAt !== undefined ? "binding" : "bundle";
  const title = `${say(visit, officialTexts[stage])} · ${sourceNumber}`;
  const list = (texts: readonly string[]): string => texts.join({ zh: "、", en: ", " }[language]);
  return (
    <Shell visit={visit} title={title} current="work">
      <p>
        <a href={visit.link(`/console/cases/${caseId}/official`)}>{say(visit, officialTexts.title)}</a>
      </p>
      <h1>{title}</h1>
      {runningAt !== undefined && (
        <section class="next" id="running">
          <p role="status">{say(visit, officialTexts.bindingText)}</p>
          <p>
            <a class="button" href={visit.link(runningAt)}>
              {say(visit, officialTexts.lookAgain)}
            </a>
          </p>
        </section>
      )}
      {problem !== undefined && (
        <p class="notice warning" role="alert">
          {problemText(problem, language)}
        </p>
      )}
      {bound !== undefined && <Bound visit={visit} bound={bound} isKept={isKept === true} list={list} />}
    </Shell>
  );
};

const Bound: FC<{ visit: Visit; bound: BoundFile; isKept: boolean; list: (texts: readonly string[]) => string }> = ({
  visit,
  bound: { name, sizeBytes, downloadUrl, papers, missing, contentType },
  isKept,
  list,
}) => {
  const { language } = visit;
  const pages = papers.reduce((sum, paper) => sum + (paper.pages ?? 0), 0);
  const apart = papers.filter((paper) => paper.pages === undefined);
  return (
    <>
      <section class="next">
        <p>
          <a class="button" href={downloadUrl}>
            {`${say(visit, officialTexts.download)} ${name}`}
          </a>
        </p>
        <p class="hint">
          {inClauses(
            [
              `${(sizeBytes / 1024 / 1024).toFixed(1)} MB`,
              `${papers.length} ${say(visit, officialTexts.paperCount)}`,
              `${pages} ${say(visit, officialTexts.pageCount)}`,
            ],
            language,
          )}
        </p>
        <p class="hint">{say(visit, isKept ? officialTexts.downloadHintKept : officialTexts.downloadHint)}</p>
      </section>
      {contentType === "application/pdf" && apart.length > 0 && (
        <p class="notice warning">{`${say(visit, officialTexts.apart)}${list(apart.map((paper) => paper.name))}`}</p>
      )}
      {missing.length > 0 && (
        <p class="notice warning">
          {`${heading(language, "missingPapers")}${say(visit, "colon")}${list(missing.map((kind) => archivePapers[kind][language]))}`}
        </p>
      )}
      <section>
        <ol>
          {papers.map(({ kind, name: paper, draft, page }) => (
            <li>
              <b>{documentKinds[kind][language]}</b> {paper}
              {draft && inBrackets(say(visit, officialTexts.draftMark), visit.language)}
              {page !== undefined && <span class="dim">{` ${page}`}</span>}
            </li>
          ))}
        </ol>
      </section>
    </>
  );
};
