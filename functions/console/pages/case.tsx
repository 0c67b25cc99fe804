import type { FC } from "hono/jsx";
import type { CaseHistory, CaseView } from "../../../shared/contracts/case-view.ts";
import { routes } from "../../../shared/contracts/routes.ts";
import type { CaseClock } from "../../../shared/domain/case.ts";
import { allClocks } from "../../../shared/domain/case-clocks.ts";
import { type CaseState, holderOf, isConcluded, isOver, statuses } from "../../../shared/domain/case-state.ts";
import { categories, channels, circumstances, closingOutcomes, riskGrades } from "../../../shared/domain/codes.ts";
import { gravest } from "../../../shared/domain/gravest.ts";
import { stepsFor } from "../../../shared/domain/next-step.ts";
import { erasureOf } from "../../../shared/domain/phases/erasure.ts";
import { asked } from "../../../shared/domain/verbs.ts";
import { erasureText } from "../../../shared/words/erased.ts";
import { deadline, yuan } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import { nameOf } from "../../../shared/words/language.ts";

import { inBrackets, inClauses } from "../../../shared/words/punctuation.ts";
import { claimTexts } from "../claim-texts.ts";
import type { FormState } from "../forms/form-state.ts";
import { typedInto } from "../kept.ts";
import type { PaperRights } from "../official-rights.ts";
import { officialTexts } from "../official-texts.ts";
import { Clock } from "../parts/clock.tsx";
import { type DuePaper, PapersOfStep } from "../parts/official-paper.tsx";
import { Form, isOffered, Shell, say } from "../parts/shell.tsx";
import { Timeline } from "../parts/timeline.tsx";
import { sheetNames, sheetTexts } from "../sheet-texts.ts";
import type { Visit } from "../visit.ts";
import { StepForm } from "./step.tsx";

export type CasePageProps = {
  visit: Visit;
  view: CaseView;
  history: CaseHistory;
  names: ReadonlyMap<string, string>;
  /** What is said above: that a step was taken, or that it had been before. */
  notice: "done" | "unchanged" | undefined;
  form: FormState | undefined;
  rights: PaperRights;
  /** The papers of this step that are made without another word. */
  due: readonly DuePaper[];
};

/** Who works on a case, coordinates or audits it sees who read what of it. */
const seesReadings = ({ session }: Visit, { state }: CaseView): boolean => {
  const { role, organisationId } = session?.seat ?? {};
  return role === "coordinator" || role === "auditor" || holderOf(state) === organisationId;
};

/** An auditor sees who read the parties, and never the parties. */
const isShownParties = ({ session }: Visit): boolean => session?.seat?.role !== "auditor";

/** A body claims for what it settled, once the file is archived. */
const isClaimable = (visit: Visit, { state }: CaseView): boolean =>
  isOffered(visit, routes.claimIncentive.roles) &&
  state.status === "archived" &&
  (state.outcome === "performed" || state.outcome === "defaulted") &&
  state.assignment?.organisationId === visit.session?.seat?.organisationId;

/** A case: the next step as an open form, what else can be done, what happened; beside it the clocks and the facts. */
export const CasePage: FC<CasePageProps> = ({ visit, view, history, names, notice, form, rights, due }) => {
  const { language } = visit;
  const { state, possible, caseId } = view;
  const [sent] = state.referrals;
  const { next, others } = stepsFor(state, possible);
  const nameFor = (id: string): string => names.get(id) ?? id;
  const isWhole = erasureOf(state) === undefined;
  const clocks = clocksOf(state);
  return (
    <Shell visit={visit} title={sent.sourceNumber} current="work">
      {notice !== undefined && (
        <p class={`notice ${notice}`} role="status">
          {say(visit, notice)}
        </p>
      )}
      <h1>
        {sent.sourceNumber} <span class="status">{nameOf(statuses, state.status, language)}</span>
      </h1>
      <p class="dim">
        {categories[gravest(state).category][language]} · {channels[sent.channel][language]} · {nameFor(sent.agencyId)}
      </p>
      <div class="columns">
        <div>
          <section class="next">
            <h2>{next === undefined ? say(visit, "nextStep") : asked[next].words[language]}</h2>
            {next === undefined || form === undefined ? (
              <WhoseTurn visit={visit} view={view} nameFor={nameFor} />
            ) : (
              <StepForm visit={visit} view={view} verb={next} form={form} />
            )}
          </section>
          {isClaimable(visit, view) && (
            <p>
              <a class="button" href={visit.link(`/console/claims/${caseId}/claim`)}>
                {say(visit, claimTexts.claim)}
              </a>
            </p>
          )}
          {due.length > 0 && <PapersOfStep visit={visit} caseId={caseId} papers={due} files={rights.files} />}
          {others.length > 0 && (
            <details>
              <summary>{`${say(visit, "otherSteps")}${inBrackets(others.length, visit.language)}`}</summary>
              <ul class="steps">
                {others.map((verb) => (
                  <li>
                    <a href={visit.link(`/console/cases/${caseId}/${verb}`)}>{asked[verb].words[language]}</a>
                  </li>
                ))}
              </ul>
            </details>
          )}
          <section>
            <h2>{say(visit, "history")}</h2>
            <Timeline visit={visit} history={history} nameFor={nameFor} />
          </section>
        </div>
        <aside>
          {clocks.length > 0 && (
            <section>
              <h2>{say(visit, "deadlines")}</h2>
              <dl>
                {clocks.map((clock) => (
                  <Clock visit={visit} clock={clock} />
                ))}
              </dl>
            </section>
          )}
          <Facts visit={visit} view={view} nameFor={nameFor} />
          {isWhole && (
            <section class="onscreen">
              <h2>{say(visit, "papers")}</h2>
              <p>
                <a href={visit.link(`/console/cases/${caseId}/papers`)}>{say(visit, "papersOf")}</a>
              </p>
              {rights.makes.length > 0 && (
                <p>
                  <a href={visit.link(`/console/cases/${caseId}/official`)}>{say(visit, officialTexts.title)}</a>
                </p>
              )}
            </section>
          )}
          <section class={isWhole ? "onscreen" : undefined}>
            <h2>{say(visit, "parties")}</h2>
            {isWhole && (
              <>
                <p class="dim">{say(visit, isShownParties(visit) ? "hidden" : "partiesNotYours")}</p>
                {isShownParties(visit) && (
                  <Form visit={visit} action={`/console/cases/${caseId}/parties`}>
                    {visit.session?.seat !== undefined && (
                      <div class="field">
                        <label for="reason">
                          {say(visit, "partiesReason")}
                          {say(visit, visit.session.seat.role === "coordinator" ? "mustSay" : "optional")}
                        </label>
                        <input
                          id="reason"
                          name="reason"
                          maxlength={500}
                          value={typedInto(visit.kept, `/console/cases/${caseId}/parties`)?.get("reason")?.[0]}
                        />
                      </div>
                    )}
                    <button type="submit">{say(visit, "showParties")}</button>
                  </Form>
                )}
              </>
            )}
            {!isWhole && <p>{erasureText(state, language)}</p>}
            {seesReadings(visit, view) && (
              <p>
                <a href={visit.link(`/console/cases/${caseId}/readings`)}>{say(visit, "readings")}</a>
              </p>
            )}
          </section>
          {isWhole && <Sheets visit={visit} view={view} />}
        </aside>
      </div>
    </Shell>
  );
};

/** Its periods, the one that ends first above. */
const clocksOf = (state: CaseState): CaseClock[] =>
  allClocks(state).toSorted((one, other) => one.dueAt.localeCompare(other.dueAt));

/** With whom a case lies: with the court or the referrer while that is to answer. */
function turnOf(state: CaseState): string | undefined {
  if (state.status === "confirming") return state.confirmation.courtId;
  return state.status === "needs_info" ? state.referrals[0].agencyId : holderOf(state);
}

/** That the visitor has nothing to do, who has, and until when. */
const WhoseTurn: FC<{ visit: Visit; view: CaseView; nameFor: (id: string) => string }> = ({
  visit,
  view: { state, caseId },
  nameFor,
}) => {
  const holder = isOver(state) ? undefined : turnOf(state);
  const [clock] = clocksOf(state);
  const isOther = holder !== undefined && holder !== visit.session?.seat?.organisationId;
  return (
    <>
      <p>{say(visit, "nothingToDo")}</p>
      {state.status === "submitted" && (
        <p>
          {say(visit, "beingAssigned")} <a href={visit.link(`/console/cases/${caseId}`)}>{say(visit, "refresh")}</a>
        </p>
      )}
      {isOther && (
        <p>
          {say(visit, "liesWith")}
          <b>{nameFor(holder)}</b>
          {clock !== undefined && `　${say(visit, "byWhen")}${deadline(clock.dueAt)}`}
        </p>
      )}
    </>
  );
};

/** The sheets that can be printed of a case as it stands. */
const Sheets: FC<{ visit: Visit; view: CaseView }> = ({ visit, view: { caseId, state } }) => {
  const isAccepted = "assignment" in state && state.assignment?.acceptedAt !== undefined;
  const hasResult = isConcluded(state) || isOver(state);
  const sheets = (["receipt", "acceptance", "result", "case", "contents"] as const).filter(
    (name) => (name !== "acceptance" || isAccepted) && (name !== "result" || hasResult),
  );
  const typedReason = typedInto(visit.kept, `/console/cases/${caseId}/print/case`)?.get("reason")?.[0];
  return (
    <details open={typedReason !== undefined}>
      <summary>{say(visit, sheetTexts.sheets)}</summary>
      <ul class="steps">
        {sheets.map((name) => (
          <li>
            <a href={visit.link(`/console/cases/${caseId}/print/${name}`)}>{say(visit, sheetNames[name])}</a>
          </li>
        ))}
      </ul>
      {isShownParties(visit) && (
        <Form visit={visit} action={`/console/cases/${caseId}/print/case`}>
          <div class="field">
            <label for="print-reason">{say(visit, sheetTexts.withPartiesReason)}</label>
            <input id="print-reason" name="reason" maxlength={500} value={typedReason} />
          </div>
          <button type="submit">{say(visit, sheetTexts.withParties)}</button>
        </Form>
      )}
    </details>
  );
};

const Facts: FC<{ visit: Visit; view: CaseView; nameFor: (id: string) => string }> = ({ visit, view, nameFor }) => {
  const { language } = visit;
  const { state } = view;
  const dispute = gravest(state);
  const assignment = "assignment" in state ? state.assignment : undefined;
  const rows: [string, string | undefined][] = [
    [heading(language, "outcome"), isOver(state) ? closingOutcomes[state.outcome][language] : undefined],
    [heading(language, "erasure"), erasureText(state, language)],
    [heading(language, "holder"), assignment && nameFor(assignment.organisationId)],
    [heading(language, "category"), categories[dispute.category][language]],
    [heading(language, "risk"), riskGrades[dispute.riskGrade][language]],
    [heading(language, "amount"), dispute.amountFen === undefined ? undefined : yuan(dispute.amountFen)],
    [
      heading(language, "grounds"),
      state.grounds &&
        inClauses(
          state.grounds.map(({ circumstance }) => circumstances[circumstance][language]),
          language,
        ),
    ],
  ];
  return (
    <section>
      <h2>{say(visit, "facts")}</h2>
      <dl>
        {rows
          .filter(([, value]) => value !== undefined && value !== "")
          .map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
};
