import type { CaseView } from "../../contracts/case-view.ts";
import type { Effect } from "../../contracts/effect.ts";
import { statuses } from "../../domain/case-state.ts";
import type { Label } from "../../domain/codes.ts";
import { headings } from "../../words/headings.ts";
import { nameOf } from "../../words/language.ts";
import { ApiError } from "../errors.ts";
import { describeFailure, exitCodes, UsageError } from "./failure.ts";
import type { Session } from "./session.ts";
import { listing } from "./table.ts";

type Verdict = { named: string } & (
  | { outcome: Effect; case: CaseView }
  | { outcome: "refused"; problem: unknown; why: string }
);

/** What a step comes to: the case after it, and whether this call changed it. */
export type StepAnswer = { body: CaseView; effect?: Effect | undefined };

/**
 * Takes one step on many cases, one after the other, and gives a verdict on each. An error of one leaves the others alone
 * and sets the exit code; no answer from the platform ends the run and says which cases were done.
 */
export async function actOnMany(
  session: Session,
  names: readonly string[],
  version: number | "*",
  act: (name: string) => Promise<StepAnswer>,
): Promise<void> {
  if (version !== "*") throw new UsageError(texts.oneVersion);
  const verdicts: Verdict[] = [];
  try {
    for (const named of new Set(names)) verdicts.push(await verdictOn(session, named, act));
  } finally {
    if (verdicts.length > 0) session.print(verdicts, () => verdictTable(verdicts, session));
  }
  if (verdicts.some(({ outcome }) => outcome === "refused")) session.exitWith(exitCodes.failed);
}

async function verdictOn(
  session: Session,
  named: string,
  act: (name: string) => Promise<StepAnswer>,
): Promise<Verdict> {
  try {
    const { body, effect = "done" } = await act(named);
    return { named, outcome: effect, case: body };
  } catch (error) {
    const isAboutTheCase =
      error instanceof UsageError || (error instanceof ApiError && error.status < 500 && error.status !== 401);
    if (!isAboutTheCase) throw error;
    const problem = error instanceof ApiError ? error.problem : error.text;
    return {
      named,
      outcome: "refused",
      problem,
      why:
        error instanceof ApiError ? describeFailure(error, session.language, false).text : error.text[session.language],
    };
  }
}

const verdictTable = (verdicts: readonly Verdict[], { language }: Session): string =>
  listing(
    headings(language, "case", "verdict", "status", "reason"),
    verdicts.map((verdict) => [
      verdict.named,
      texts[verdict.outcome][language],
      verdict.outcome === "refused" ? "" : nameOf(statuses, verdict.case.state.status, language),
      verdict.outcome === "refused" ? verdict.why : "",
    ]),
  );

/** A repeat changed nothing, and is not called done. */
export const doneBefore: Label = {
  en: "This had been done before. Nothing was changed.",
  zh: "此前已办理，没有变化。",
};
const texts = {
  unchanged: { en: "done before, unchanged", zh: "此前已办理" },
  done: { en: "done", zh: "完成" },
  refused: { en: "refused", zh: "未办理" },
  oneVersion: { en: "--version goes with one case", zh: "--version 只能用于一件案件" },
} as const;
