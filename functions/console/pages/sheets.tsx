import type { Child, FC } from "hono/jsx";
import type { CaseHistory, CaseParties, CaseView } from "../../../shared/contracts/case-view.ts";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { archivePapers } from "../../../shared/domain/archive-list.ts";
import type { Assignment } from "../../../shared/domain/case.ts";
import { allClocks } from "../../../shared/domain/case-clocks.ts";
import { statuses } from "../../../shared/domain/case-state.ts";
import { categories, channels, closingOutcomes, documentKinds, riskGrades } from "../../../shared/domain/codes.ts";
import { gravest } from "../../../shared/domain/gravest.ts";
import { clockKinds } from "../../../shared/words/clocks.ts";
import { eventName } from "../../../shared/words/event-facts.ts";
import { clockTime, deadline, yuan } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import { nameOf } from "../../../shared/words/language.ts";
import { partySides } from "../../../shared/words/mediation.ts";
import { inBrackets, labelled, listed } from "../../../shared/words/punctuation.ts";
import { type Row, resultRows } from "../../../shared/words/results.ts";
import { Paper, Seal } from "../parts/paper.tsx";
import { say } from "../parts/shell.tsx";
import { type SheetName, sheetNames, sheetTexts } from "../sheet-texts.ts";
import type { Visit } from "../visit.ts";

type SheetProps = { visit: Visit; view: CaseView; names: ReadonlyMap<string, string> };

/** A sheet about a case. */
const Sheet: FC<Omit<SheetProps, "names"> & { name: SheetName; children?: Child }> = ({
  visit,
  view,
  name,
  children,
}) => {
  const [{ sourceNumber }] = view.state.referrals;
  const back = {
    href: `/console/cases/${view.caseId}`,
    text: `${say(visit, "backToCase")} ${sourceNumber}`,
  };
  return (
    <Paper visit={visit} title={say(visit, sheetNames[name])} of={sourceNumber} back={back}>
      {children}
    </Paper>
  );
};

/** Names with what they say; in pairs beside each other where a page must hold more. */
const Rows: FC<{ rows: readonly Row[]; across?: number }> = ({ rows, across = 1 }) => {
  const said = rows.filter(([, value]) => value !== undefined && value !== "");
  const lines = Array.from({ length: Math.ceil(said.length / across) }, (_, line) =>
    said.slice(line * across, (line + 1) * across),
  );
  return (
    <table class={across > 1 ? "pairs" : undefined}>
      <tbody>
        {lines.map((line) => (
          <tr>
            {line.map(([name, value]) => (
              <>
                <th scope="row">{name}</th>
                <td colspan={line.length < across ? 2 * across - 1 : undefined}>{value}</td>
              </>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const bodyOf = ({ state }: CaseView): Assignment | undefined => ("assignment" in state ? state.assignment : undefined);

/** What the referrers sent, under its names. */
function sentRows({ visit: { language }, view: { state }, names }: SheetProps): Row[] {
  const dispute = gravest(state);
  const sent = state.referrals.flatMap(({ agencyId, channel, sourceNumber, requestedAt }): Row[] => [
    [heading(language, "source"), names.get(agencyId)],
    [heading(language, "channel"), channels[channel][language]],
    [heading(language, "sourceNumber"), sourceNumber],
    [sheetTexts.requestedAt[language], clockTime(requestedAt)],
  ]);
  return [
    ...sent,
    [sheetTexts.receivedAt[language], clockTime(state.submittedAt)],
    [heading(language, "category"), categories[dispute.category][language]],
    [heading(language, "risk"), riskGrades[dispute.riskGrade][language]],
    [heading(language, "parties"), `${dispute.partyCount}`],
    [heading(language, "amount"), yuan(dispute.amountFen)],
  ];
}

/** That a referral has arrived, and where it lies. */
export const ReceiptSheet: FC<SheetProps> = (props) => {
  const { visit, view, names } = props;
  const { language } = visit;
  const body = bodyOf(view);
  const answer = view.state.clocks.find(({ kind }) => kind === "answer");
  return (
    <Sheet visit={visit} view={view} name="receipt">
      <Rows
        rows={[
          ...sentRows(props),
          [
            sheetTexts.assignedTo[language],
            body === undefined ? sheetTexts.notYetAssigned[language] : names.get(body.organisationId),
          ],
          [sheetTexts.offeredAt[language], clockTime(body?.offeredAt)],
          [clockKinds.answer[language], deadline(answer?.dueAt)],
        ]}
      />
      <Seal visit={visit} />
    </Sheet>
  );
};

/** That a body has accepted the case, and until when it mediates. */
export const AcceptanceSheet: FC<SheetProps & { assignment: Assignment }> = ({ assignment, ...props }) => {
  const { visit, view, names } = props;
  const { language } = visit;
  return (
    <Sheet visit={visit} view={view} name="acceptance">
      <Rows
        rows={[
          ...sentRows(props),
          [heading(language, "holder"), names.get(assignment.organisationId)],
          [sheetTexts.acceptedAt[language], clockTime(assignment.acceptedAt)],
          ...clockRows(view, visit).filter(([name]) => name === clockKinds.mediate[language]),
        ]}
      />
      <Seal visit={visit} />
    </Sheet>
  );
};

const clockRows = ({ state }: CaseView, { language }: Visit): Row[] =>
  allClocks(state).map(({ kind, dueAt }) => [clockKinds[kind][language], deadline(dueAt)]);

/** What the referrer gets back, in the terms of its channel, with the papers that go with it. */
export const ResultSheet: FC<SheetProps & { answer: OperationAnswer<"showResult"> }> = ({
  visit,
  view,
  names,
  answer,
}) => {
  const { language } = visit;
  const body = bodyOf(view);
  const papers = answer.documents.map(({ kind, name }): Row => [documentKinds[kind][language], name]);
  return (
    <Sheet visit={visit} view={view} name="result">
      <Rows
        rows={[
          [heading(language, "holder"), body && names.get(body.organisationId)],
          ...resultRows(answer, language, (id) => names.get(id) ?? say(visit, "unnamed")),
          ...papers,
        ]}
      />
      <Seal visit={visit} />
    </Sheet>
  );
};

/** So many steps leave room for the rest of a case on one page. */
const stepsOnAPage = 10;

/** A case on one page: what it is about, its periods and what happened; the parties only where somebody asked to print them. */
export const CaseSheet: FC<SheetProps & { history: CaseHistory; parties?: CaseParties }> = ({
  history,
  parties,
  ...props
}) => {
  const { visit, view, names } = props;
  const { language } = visit;
  const { state } = view;
  const body = bodyOf(view);
  const taken = history.entries.filter(({ by }) => by.role !== "platform");
  const steps = taken.slice(-stepsOnAPage);
  return (
    <Sheet visit={visit} view={view} name="case">
      <Rows
        across={2}
        rows={[
          [heading(language, "status"), nameOf(statuses, state.status, language)],
          ...sentRows(props),
          [heading(language, "holder"), body && names.get(body.organisationId)],
          [heading(language, "outcome"), "outcome" in state ? closingOutcomes[state.outcome][language] : undefined],
          [heading(language, "agreement"), state.agreement?.documentNumber],
          ...clockRows(view, visit),
        ]}
      />
      {parties !== undefined && <Rows rows={partyRows(parties, language)} />}
      <h2>{say(visit, steps.length < taken.length ? sheetTexts.latestSteps : sheetTexts.history)}</h2>
      <table>
        <tbody>
          {steps.map(({ at, type, by }) => (
            <tr>
              <td>{clockTime(at)}</td>
              <td>{eventName(type, language)}</td>
              <td>{`${names.get(by.organisationId) ?? ""}${by.officer === undefined ? "" : inBrackets(by.officer, visit.language)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sheet>
  );
};

function partyRows({ summary, parties }: CaseParties, language: Visit["language"]): Row[] {
  return [
    [heading(language, "summary"), summary],
    ...parties.map(
      ({ side, name, phone, address }): Row => [
        partySides[side][language],
        [name, phone, address].filter((text) => text !== undefined).join("　"),
      ],
    ),
  ];
}

/** What lies in the file, in order, and what it still lacks. */
export const ContentsSheet: FC<SheetProps & { file: OperationAnswer<"listDocuments"> }> = ({
  visit,
  view,
  names,
  file: { documents, missing },
}) => {
  const { language } = visit;
  const head = [
    sheetTexts.number,
    sheetTexts.paper,
    { zh: heading("zh", "file"), en: heading("en", "file") },
    sheetTexts.addedBy,
    sheetTexts.addedAt,
    sheetTexts.fingerprint,
  ];
  return (
    <Sheet visit={visit} view={view} name="contents">
      {documents.length === 0 ? (
        <p>{say(visit, sheetTexts.noPapers)}</p>
      ) : (
        <table>
          <thead>
            <tr>
              {head.map((text) => (
                <th scope="col">{say(visit, text)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {documents
              .toSorted((one, other) => one.addedAt.localeCompare(other.addedAt))
              .map(({ kind, name, addedBy, addedAt, sha256 }, index) => (
                <tr>
                  <td>{index + 1}</td>
                  <td>{documentKinds[kind][language]}</td>
                  <td>{name}</td>
                  <td>{names.get(addedBy.organisationId)}</td>
                  <td>{clockTime(addedAt)}</td>
                  <td>{sha256.slice(0, 16)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
      {missing.length > 0 && (
        <p>
          {labelled(
            heading(language, "missingPapers"),
            listed(
              missing.map((kind) => archivePapers[kind][language]),
              language,
            ),
            language,
          )}
        </p>
      )}
      <Seal visit={visit} />
    </Sheet>
  );
};
