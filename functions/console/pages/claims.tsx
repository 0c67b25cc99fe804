import type { Child, FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import type { ClaimCommand } from "../../../shared/domain/claim-steps.ts";
import { agreementForms, closingOutcomes } from "../../../shared/domain/codes.ts";
import { claimStatuses } from "../../../shared/domain/incentive.ts";
import { clockTime, yuan } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import { claimActs, claimTexts, reversalCauses } from "../claim-texts.ts";
import type { Sent } from "../forms/step-form.ts";
import { Frame, type Said, Table } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Claim = OperationAnswer<"listClaims">["claims"][number];
/** A claim with what its body and its case are called. */
export type ShownClaim = { claim: Claim; name: string; number: string | undefined };

type Props = {
  visit: Visit;
  quarter: string;
  claims: readonly ShownClaim[];
  next: string | undefined;
  /** The visitor decides on claims, and sees those of the county. */
  decides: boolean;
  said: Said;
  problem: string | undefined;
  /** What was typed of a decision that was not taken. */
  typed: Sent | undefined;
};

/** The claims for pay of a quarter: what each rests on, where it stands, and what can be decided. */
export const ClaimsPage: FC<Props> = ({ visit, quarter, claims, next, decides, said, problem, typed }) => {
  const { language, link } = visit;
  const isOwn = visit.session?.seat?.role === "committee";
  return (
    <Frame visit={visit} title={say(visit, claimTexts.title)} of={quarter} said={said} problem={problem}>
      <form method="get" action={link("/console/claims")} class="period">
        <div class="field">
          <label for="quarter">{say(visit, claimTexts.quarter)}</label>
          <input id="quarter" name="quarter" value={quarter} pattern="[0-9]{4}Q[1-4]" placeholder="2026Q4" required />
        </div>
        <button type="submit">{say(visit, claimTexts.show)}</button>
      </form>
      {claims.length === 0 ? (
        <p class="empty">{say(visit, isOwn ? claimTexts.noneOwn : claimTexts.none)}</p>
      ) : (
        <Table
          acts={decides}
          caption={say(visit, claimTexts.title)}
          heads={[
            heading(language, "case"),
            say(visit, claimTexts.basis),
            say(visit, claimTexts.amount),
            heading(language, "status"),
            ...(decides ? [say(visit, "nextStep")] : []),
          ]}
          rows={claims.map((one) => [
            <>
              {one.number === undefined ? one.claim.claimId : <CaseLink visit={visit} {...one} number={one.number} />}
              <span class="second">{one.name}</span>
            </>,
            <Basis visit={visit} claim={one.claim} />,
            yuan(one.claim.amountFen),
            <Standing visit={visit} claim={one.claim} />,
            ...(decides ? [<Acts visit={visit} quarter={quarter} one={one} typed={typed} />] : []),
          ])}
        />
      )}
      {next !== undefined && (
        <p>
          <a class="button" href={link(`/console/claims?quarter=${quarter}&cursor=${encodeURIComponent(next)}`)}>
            {say(visit, "nextPage")}
          </a>
        </p>
      )}
    </Frame>
  );
};

const CaseLink: FC<{ visit: Visit; claim: Claim; number: string }> = ({ visit, claim, number }) => (
  <a href={visit.link(`/console/cases/${claim.claimId}`)}>{number}</a>
);

/** The facts of the dispute by which the tariff was asked. */
const Basis: FC<{ visit: Visit; claim: Claim }> = ({ visit, claim: { facts, tariff } }) => {
  const { language } = visit;
  const told = [
    say(visit, facts.hard ? claimTexts.hard : claimTexts.simple),
    agreementForms[facts.form][language],
    `${facts.people} ${say(visit, claimTexts.persons)}`,
    ...(facts.agreedFen > 0 ? [yuan(facts.agreedFen)] : []),
    closingOutcomes[facts.outcome][language],
  ];
  return (
    <>
      {told.join(" · ")}
      <span class="second">{`${say(visit, claimTexts.tariff)} ${tariff}`}</span>
    </>
  );
};

/** Where a claim stands, and how it came there. */
const Standing: FC<{ visit: Visit; claim: Claim }> = ({ visit, claim: { status, steps } }) => {
  const { language } = visit;
  return (
    <>
      <span class="status">{claimStatuses[status][language]}</span>
      <details class="group">
        <summary>{say(visit, claimTexts.decided)}</summary>
        <ul>
          {steps.map(({ status: to, at, by, reason, cause }) => (
            <li>
              {[
                clockTime(at),
                claimStatuses[to][language],
                by.officer ?? "",
                cause === undefined ? "" : reversalCauses[cause][language],
                reason ?? "",
              ]
                .filter((text) => text !== "")
                .join(" · ")}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
};

const commands = ["review", "approve", "pay", "reject", "reverse"] as const satisfies readonly ClaimCommand["type"][];

/** By what a claim goes on, for somebody. */
const wayOn: { readonly [Status in Claim["status"]]?: readonly ClaimCommand["type"][] } = {
  claimed: ["review"],
  reviewed: ["approve", "review"],
  approved: ["pay", "approve"],
};

/** What can be decided on a claim: the way on as a button; saying no, with a reason, is one step away. */
const Acts: FC<{ visit: Visit; quarter: string; one: ShownClaim; typed: Sent | undefined }> = (props) => {
  const { visit, quarter, one, typed } = props;
  const { claim, number } = one;
  const { language } = visit;
  const typedOf = (command: ClaimCommand["type"]): Sent | undefined =>
    typed?.get("claim")?.[0] === claim.claimId && typed.get("act")?.[0] === command ? typed : undefined;
  const of = number ?? claim.claimId;
  const isForAnother = wayOn[claim.status]?.every((command) => !claim.possible.includes(command)) === true;
  return (
    <>
      {isForAnother && <span class="second">{say(visit, claimTexts.forAnother)}</span>}
      {commands
        .filter((command) => claim.possible.includes(command))
        .map((command) =>
          command === "reject" || command === "reverse" ? (
            <details class="group" open={typedOf(command) !== undefined}>
              <summary>{claimActs[command][language]}</summary>
              <Decision visit={visit} quarter={quarter} claim={claim} command={command} of={of}>
                {command === "reverse" && (
                  <div class="field">
                    <label for={`cause-${claim.claimId}`}>{say(visit, claimTexts.cause)}</label>
                    <select id={`cause-${claim.claimId}`} name="cause">
                      {(["agreement_voided", "case_reopened"] as const).map((cause) => (
                        <option value={cause} selected={typedOf(command)?.get("cause")?.[0] === cause}>
                          {reversalCauses[cause][language]}
                        </option>
                      ))}
                    </select>
                  </div>
                )}
                <div class="field">
                  <label for={`reason-${claim.claimId}`}>{say(visit, claimTexts.reason)}</label>
                  <input
                    id={`reason-${claim.claimId}`}
                    name="reason"
                    maxlength={500}
                    required
                    value={typedOf(command)?.get("reason")?.[0]}
                  />
                </div>
              </Decision>
            </details>
          ) : (
            <Decision visit={visit} quarter={quarter} claim={claim} command={command} of={of} />
          ),
        )}
    </>
  );
};

type DecisionProps = {
  visit: Visit;
  quarter: string;
  claim: Claim;
  command: ClaimCommand["type"];
  /** What the claim is called, for who hears the button alone. */
  of: string;
  children?: Child;
};
const Decision: FC<DecisionProps> = ({ visit, quarter, claim, command, of, children }) => (
  <Form visit={visit} action={`/console/claims/${claim.claimId}`}>
    <input type="hidden" name="act" value={command} />
    <input type="hidden" name="quarter" value={quarter} />
    <input type="hidden" name="claim" value={claim.claimId} />
    {children}
    <button type="submit" class={command === "reject" || command === "reverse" ? "danger" : undefined}>
      {claimActs[command][visit.language]}
      <span class="unseen">{` ${of}`}</span>
    </button>
  </Form>
);
