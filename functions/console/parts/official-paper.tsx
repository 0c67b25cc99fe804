import type { FC } from "hono/jsx";
import { type PaperKind, paperKinds } from "../../../shared/domain/official-paper.ts";
import { officialTexts } from "../official-texts.ts";
import type { Visit } from "../visit.ts";
import { Form, say } from "./shell.tsx";

type Acts = {
  visit: Visit;
  caseId: string;
  kind: PaperKind;
  files: boolean;
  reason?: string;
  formats: readonly ("pdf" | "docx")[];
};

/** A paper that is due, and as what it comes. */
export type DuePaper = Pick<Acts, "kind" | "formats">;

/** The buttons of one paper: open it as what it comes as, and file it where the file still takes it. */
export const PaperActs: FC<Acts> = ({ visit, caseId, kind, files, formats, reason = "" }) => {
  const action = `/console/cases/${caseId}/official/${kind}`;
  const of = <span class="unseen">{` ${paperKinds[kind][visit.language]}`}</span>;
  return (
    <Form visit={visit} action={action} class="acts">
      <input type="hidden" name="reason" value={reason} />
      {/* With an address of its own, a button leaves the page as it is, ready for the next one. */}
      {formats.map((format) => (
        <button type="submit" name="do" value={format} formaction={visit.link(action)}>
          {format.toUpperCase()}
          {of}
        </button>
      ))}
      {files && (
        <button type="submit" name="do" value="file">
          {say(visit, officialTexts.file)}
          {of}
        </button>
      )}
    </Form>
  );
};

/** The papers of the step that a case is at, on its own page; nothing where the step has none for the reader. */
export const PapersOfStep: FC<{
  visit: Visit;
  caseId: string;
  papers: readonly DuePaper[];
  files: (kind: PaperKind) => boolean;
}> = ({ visit, caseId, papers, files }) => (
  <section class="onscreen">
    <h2>{say(visit, officialTexts.now)}</h2>
    <ul class="papers official">
      {papers.map(({ kind, formats }) => (
        <li>
          <b class="kind">{paperKinds[kind][visit.language]}</b>
          <PaperActs visit={visit} caseId={caseId} kind={kind} formats={formats} files={files(kind)} />
        </li>
      ))}
    </ul>
    <p>
      <a href={visit.link(`/console/cases/${caseId}/official`)}>{say(visit, officialTexts.all)}</a>
      {"　"}
      <a href={visit.link(`/console/cases/${caseId}/particulars`)}>{say(visit, officialTexts.particulars)}</a>
    </p>
  </section>
);
