import type { FC } from "hono/jsx";
import type { CaseView } from "../../../shared/contracts/case-view.ts";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { type ArchivePaper, archivePaper, archivePapers, filedAs } from "../../../shared/domain/archive-list.ts";
import type { DocumentKind } from "../../../shared/domain/codes.ts";
import type { PaperKind } from "../../../shared/domain/official-paper.ts";
import { paperEndings } from "../../../shared/domain/paper-types.ts";
import { draftWords } from "../../../shared/words/drafts.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import type { Language } from "../../../shared/words/language.ts";
import { lawValue } from "../../../shared/words/law.ts";
import { inBrackets } from "../../../shared/words/punctuation.ts";
import { officialTexts } from "../official-texts.ts";
import { Form, Shell, say } from "../parts/shell.tsx";
import { uploadWords } from "../upload-words.ts";
import type { Visit } from "../visit.ts";

type Props = {
  visit: Visit;
  view: CaseView;
  file: OperationAnswer<"listDocuments">;
  names: ReadonlyMap<string, string>;
};

/** What lies in the file of a case, and where more is added. */
export const PapersPage: FC<Props> = ({
  visit,
  view,
  file: { documents, mayAdd, missing, asNeeded, quarantined },
  names,
}) => {
  const { language } = visit;
  const { caseId, state } = view;
  const [{ sourceNumber }] = state.referrals;
  const title = `${say(visit, "papers")} · ${sourceNumber}`;
  return (
    <Shell visit={visit} title={title} current="work">
      <p>
        <a href={visit.link(`/console/cases/${caseId}`)}>{`${say(visit, "backToCase")} ${sourceNumber}`}</a>
      </p>
      <h1>{title}</h1>
      <section>
        {documents.length === 0 && <p>{say(visit, "noPapers")}</p>}
        <ul class="papers">
          {documents.map((document) => {
            const { documentId, kind, paper, madeFrom, name, sizeBytes, addedBy, addedAt } = document;
            const draft = draftWords(document, documents, language);
            return (
              <li>
                <b>{archivePapers[madeFrom?.paper ?? paper ?? kind][language]}</b> {name}
                {inBrackets(sizeText(sizeBytes), language)}
                {draft !== undefined && <span class="dim">{` ${draft} `}</span>}
                <span class="dim">
                  {names.get(addedBy.organisationId) ?? ""} {clockTime(addedAt)}
                </span>{" "}
                <a class="button" href={visit.link(`/console/cases/${caseId}/papers/${documentId}`)}>
                  {say(visit, "download")}
                  <span class="unseen"> {name}</span>
                </a>
              </li>
            );
          })}
        </ul>
        {documents.length > 0 && <p class="hint">{say(visit, "downloadHint")}</p>}
      </section>
      {quarantined.length > 0 && (
        <ul class="notice warning">
          {quarantined.map(({ kind, name, quarantine: { state: found, at } }) => (
            <li>
              <b>{archivePapers[kind][language]}</b> {name} · {say(visit, officialTexts[found])} · {clockTime(at)}
            </li>
          ))}
        </ul>
      )}
      {missing.length > 0 && (
        <p class="notice warning">
          {`${heading(language, "missingPapers")}${say(visit, "colon")}${listed(missing, language)}`}
        </p>
      )}
      {asNeeded.length > 0 && (
        <p class="hint">
          {`${say(visit, officialTexts.asNeeded)}${say(visit, "colon")}${asNeeded.map((paper) => lawValue(paper, "archive.", language)).join({ zh: "、", en: ", " }[language])}`}
        </p>
      )}
      {mayAdd.length > 0 && <AddPapers visit={visit} caseId={caseId} kinds={mayAdd} documents={documents} />}
    </Shell>
  );
};

const listed = (papers: readonly ArchivePaper[], language: Language): string =>
  papers.map((paper) => archivePapers[paper][language]).join({ zh: "、", en: ", " }[language]);

/** Only a script can hash a file and send it straight to the bucket; without one the page says so. */
const AddPapers: FC<{
  visit: Visit;
  caseId: string;
  kinds: readonly DocumentKind[];
  documents: OperationAnswer<"listDocuments">["documents"];
}> = ({ visit, caseId, kinds, documents }) => {
  const drafts = documents.filter(
    ({ documentId, kind, madeFrom }) =>
      madeFrom !== undefined && kinds.includes(kind) && !documents.some(({ supersedes }) => supersedes === documentId),
  );
  // A paper that lies in the file under a wider kind is picked by its form.
  const forms = archivePaper().options.filter((paper) => filedAs(paper).paper && kinds.includes(filedAs(paper).kind));
  const words = Object.fromEntries(Object.entries(uploadWords).map(([word, text]) => [word, say(visit, text)]));
  return (
    <section class="next">
      <h2>{say(visit, "addPapers")}</h2>
      <noscript>
        <p class="notice warning">{say(visit, "needsScript")}</p>
      </noscript>
      <Form visit={visit} action={`/console/cases/${caseId}/papers`} data-papers={JSON.stringify(words)} hidden>
        <div class="field">
          <label for="kind">{say(visit, "paperKind")}</label>
          <select id="kind" name="kind" required>
            <option value="">{say(visit, "choose")}</option>
            {[...kinds, ...forms].map((paper) => (
              <option value={paper} selected={visit.kept?.get("kind")?.[0] === paper}>
                {archivePapers[paper][visit.language]}
              </option>
            ))}
          </select>
        </div>
        {drafts.length > 0 && (
          <div class="field">
            <label for="draft">
              {say(visit, officialTexts.signedDraft)}
              {say(visit, "optional")}
            </label>
            <select id="draft" name="draft">
              <option value="">{say(visit, "choose")}</option>
              {drafts.map(({ documentId, kind, madeFrom, addedAt }) => (
                <option
                  value={documentId}
                  selected={visit.kept?.get("draft")?.[0] === documentId}
                  data-kind={listedAs(kind, madeFrom?.paper)}
                >
                  {`${archivePapers[madeFrom?.paper ?? kind][visit.language]} ${clockTime(addedAt)}`}
                </option>
              ))}
            </select>
          </div>
        )}
        <div class="field">
          <label for="files">{say(visit, "paperFiles")}</label>
          <p class="hint" id="files-hint">
            {say(visit, "paperTypesText")} {say(visit, "paperName")}
          </p>
          <input id="files" type="file" multiple accept={accepted} aria-describedby="files-hint" />
        </div>
        <div class="field">
          <label for="camera">{say(visit, "paperCamera")}</label>
          {/* An iPhone then sends JPEG rather than HEIC. */}
          <input id="camera" type="file" accept="image/jpeg" capture="environment" />
        </div>
        <button type="submit" class="primary">
          {say(visit, "upload")}
        </button>
        <ul id="uploads" class="papers" aria-live="polite" aria-label={say(visit, "uploads")} />
      </Form>
    </section>
  );
};

/** The choice in the list of kinds that a form is filed under. */
const listedAs = (kind: DocumentKind, paper: PaperKind | undefined): ArchivePaper =>
  paper !== undefined && filedAs(paper).paper === paper ? paper : kind;

const accepted = Object.entries(paperEndings)
  .flatMap(([type, endings]) => [type, ...endings])
  .join(",");

const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
