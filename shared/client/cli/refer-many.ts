import { statuses } from "../../domain/case-state.ts";
import { headings } from "../../words/headings.ts";
import { nameOf } from "../../words/language.ts";
import type { Client } from "../client.ts";
import { ApiError } from "../errors.ts";
import { type ReferralRow, referralsIn } from "../referral-table.ts";
import { readTable } from "../table-file.ts";
import { describeFailure, exitCodes } from "./failure.ts";
import { namingFile } from "./json-input.ts";
import type { Session } from "./session.ts";
import { listing } from "./table.ts";

type Verdict = { line: number; sourceNumber: string } & (
  | { outcome: "created" | "there"; caseId: string; status: string }
  | { outcome: "refused"; reasons: string[] }
);

/**
 * Refers each row of a table and gives a verdict on it. The platform knows a referral by its number, so that the same table may
 * be sent again after a failure and makes no case twice. No answer ends the run; what was sent until then is shown.
 */
export async function referMany(session: Session, file: string, bytes: Uint8Array): Promise<void> {
  const rows = namingFile(file, () => referralsIn(readTable(bytes), session.language));
  const client = await session.client();
  const verdicts: Verdict[] = [];
  try {
    for (const row of rows) verdicts.push(await verdictOn(session, client, row));
  } finally {
    session.print(verdicts, () => report(verdicts, rows.length, session));
  }
  if (verdicts.some(({ outcome }) => outcome === "refused")) session.exitWith(exitCodes.rowsRefused);
}

async function verdictOn(session: Session, client: Client, row: ReferralRow): Promise<Verdict> {
  const { line, sourceNumber } = row;
  if (!("referral" in row)) return { line, sourceNumber, outcome: "refused", reasons: row.reasons };
  try {
    const { status, body } = await client.submitReferral({ body: row.referral });
    const outcome = status === 201 ? "created" : "there";
    return { line, sourceNumber, outcome, caseId: body.caseId, status: body.state.status };
  } catch (error) {
    const isAboutTheRow = error instanceof ApiError && [400, 404, 409, 413, 422].includes(error.status);
    if (!isAboutTheRow) throw error;
    const reasons = [describeFailure(error, session.language, false).text];
    return { line, sourceNumber, outcome: "refused", reasons };
  }
}

function report(verdicts: readonly Verdict[], all: number, { language }: Session): string {
  const table = listing(
    headings(language, "line", "sourceNumber", "verdict", "status", "case"),
    verdicts.map((verdict) => {
      const { line, sourceNumber, outcome } = verdict;
      return outcome === "refused"
        ? [line, sourceNumber, texts[outcome][language], "", verdict.reasons.join("\n")]
        : [line, sourceNumber, texts[outcome][language], nameOf(statuses, verdict.status, language), verdict.caseId];
    }),
  );
  return verdicts.length === all ? table : `${table}\n${texts.stopped(verdicts.length, all)[language]}`;
}

const texts = {
  created: { en: "referred", zh: "已移送" },
  there: { en: "there already", zh: "此前已移送" },
  refused: { en: "refused", zh: "未移送" },
  stopped: (sent: number, all: number) => ({
    en: `Stopped after ${sent} of ${all} rows. Run the same command again: what is there already is not sent twice.`,
    zh: `在 ${all} 行中处理了 ${sent} 行后中断。请重新执行同一命令，已移送的不会重复。`,
  }),
} as const;
