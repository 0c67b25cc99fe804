import type { FC } from "hono/jsx";
import type { CaseView } from "../../../shared/contracts/case-view.ts";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { paperKinds } from "../../../shared/domain/official-paper.ts";
import { papersNow } from "../../../shared/papers/papers-now.ts";
import { inBrackets } from "../../../shared/words/punctuation.ts";
import type { PaperRights } from "../official-rights.ts";
import { officialTexts } from "../official-texts.ts";
import { Drafts, type Signings } from "../parts/drafts.tsx";
import { PaperActs } from "../parts/official-paper.tsx";
import { Form, Shell, say } from "../parts/shell.tsx";
import { problemText } from "../problem-words.ts";
import type { Visit } from "../visit.ts";

type ShownPaper = OperationAnswer<"listPapers">["papers"][number];

type Props = {
  visit: Visit;
  view: CaseView;
  rights: PaperRights;
  papers: readonly ShownPaper[];
  signing: Signings;
  reason: string;
  /** Whether it must say why before it sees them. */
  asks: boolean;
  said: string | undefined;
  /** The code of what was refused. */
  problem: string | undefined;
};

const notices = {
  filed: { text: officialTexts.filed, kind: "done" },
  there: { text: officialTexts.there, kind: "unchanged" },
  done: { text: officialTexts.saidDone, kind: "done" },
  unchanged: { text: officialTexts.saidUnchanged, kind: "unchanged" },
  sent: { text: officialTexts.sent, kind: "done" },
  signedAlready: { text: officialTexts.signedAlready, kind: "unchanged" },
  takenBack: { text: officialTexts.takenBack, kind: "done" },
} as const;
const isNotice = (said: string): said is keyof typeof notices => Object.hasOwn(notices, said);

/** The papers that can be made of a case: first those of the step that it is at. */
export const OfficialPage: FC<Props> = ({ visit, view, rights, papers, signing, reason, asks, said = "", problem }) => {
  const { caseId, state } = view;
  const [{ sourceNumber }] = state.referrals;
  const title = `${say(visit, asks ? officialTexts.reason : officialTexts.title)} · ${sourceNumber}`;
  const due = papersNow(state);
  const notice = isNotice(said) ? notices[said] : undefined;
  const isDue = ({ kind }: ShownPaper): boolean => due.includes(kind);
  const parts = [
    { heading: officialTexts.now, of: due.flatMap((kind) => papers.filter((paper) => paper.kind === kind)) },
    { heading: officialTexts.others, of: papers.filter((paper) => !isDue(paper)) },
  ];
  return (
    <Shell visit={visit} title={title} current="work">
      <p>
        <a href={visit.link(`/console/cases/${caseId}`)}>{`${say(visit, "backToCase")} ${sourceNumber}`}</a>
        {"　"}
        <a href={visit.link(`/console/cases/${caseId}/papers`)}>{say(visit, "papersOf")}</a>
      </p>
      {notice !== undefined && (
        <p class={`notice ${notice.kind}`} role="status">
          {say(visit, notice.text)}
        </p>
      )}
      {problem !== undefined && (
        <p class="notice warning" role="alert">
          {problemText(problem, visit.language)}
        </p>
      )}
      <h1>{title}</h1>
      {asks ? <Why visit={visit} caseId={caseId} /> : <p class="hint">{say(visit, officialTexts.hint)}</p>}
      {!asks && rights.keeps && (
        <p>
          <a class="button" href={visit.link(`/console/cases/${caseId}/particulars`)}>
            {say(visit, officialTexts.particulars)}
          </a>
        </p>
      )}
      {!asks && rights.keeps && <WholeFile visit={visit} caseId={caseId} reason={reason} />}
      {parts
        .filter(({ of }) => of.length > 0)
        .map(({ heading, of }) => (
          <section>
            <h2>{say(visit, heading)}</h2>
            <ul class="papers official">
              {of.map((paper) => (
                <li>
                  <b class="kind">{paperKinds[paper.kind][visit.language]}</b>
                  <PaperActs
                    visit={visit}
                    caseId={caseId}
                    kind={paper.kind}
                    files={rights.files(paper.kind)}
                    formats={paper.formats}
                    reason={reason}
                  />
                  <Lacking visit={visit} view={view} paper={paper} />
                  <Drafts
                    visit={visit}
                    caseId={caseId}
                    paper={paper}
                    signing={signing}
                    signs={rights.signs && rights.files(paper.kind)}
                    reason={reason}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </Shell>
  );
};

/** The buttons by which the whole file is bound and downloaded. */
const WholeFile: FC<{ visit: Visit; caseId: string; reason: string }> = ({ visit, caseId, reason }) => {
  const action = `/console/cases/${caseId}/bundle`;
  return (
    <section>
      <h2>{say(visit, officialTexts.bundle)}</h2>
      <p class="hint">{say(visit, officialTexts.bundleHint)}</p>
      <Form visit={visit} action={action}>
        <input type="hidden" name="reason" value={reason} />
        {["pdf", "zip"].map((format) => (
          <>
            <button type="submit" name="do" value={format}>
              {`${say(visit, officialTexts.bundle)} ${format.toUpperCase()}`}
            </button>{" "}
          </>
        ))}
      </Form>
    </section>
  );
};

/** A coordinator says why before it makes anything that names the parties. */
const Why: FC<{ visit: Visit; caseId: string }> = ({ visit, caseId }) => (
  <section class="next">
    <p>{say(visit, officialTexts.why)}</p>
    <Form visit={visit} action={`/console/cases/${caseId}/official`}>
      <div class="field">
        <label for="reason">{say(visit, officialTexts.reason)}</label>
        <input id="reason" name="reason" maxlength={500} required value={visit.kept?.get("reason")?.[0]} />
      </div>
      <button type="submit" class="primary">
        {say(visit, officialTexts.show)}
      </button>
    </Form>
  </section>
);

/** What the form asks for in vain, each with the way to the page on which it is said, as far as the reader may say it now. */
const Lacking: FC<{ visit: Visit; view: CaseView; paper: ShownPaper }> = ({
  visit,
  view: { caseId, possible },
  paper: { missing, unshown },
}) => {
  const { language } = visit;
  const pageOf = (step: string): string | undefined =>
    step === "say-particulars" ? "particulars" : possible.find((verb) => verb === step);
  return (
    <>
      {missing.length > 0 && (
        <details class="plain">
          <summary>{`${say(visit, officialTexts.lacks)}${inBrackets(missing.length, visit.language)}`}</summary>
          {missing.map(({ name, step }, index) => {
            const page = pageOf(step);
            return (
              <>
                {index > 0 && { zh: "、", en: ", " }[language]}
                {page === undefined ? (
                  name[language]
                ) : (
                  <a href={visit.link(`/console/cases/${caseId}/${page}`)}>{name[language]}</a>
                )}
              </>
            );
          })}
        </details>
      )}
      {unshown.length > 0 && (
        <p class="hint">{`${say(visit, officialTexts.unshown)}${say(visit, "colon")}${unshown.join(" ")}`}</p>
      )}
    </>
  );
};
