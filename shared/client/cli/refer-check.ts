import type { OperationAnswer } from "../../contracts/routes.ts";
import type { Label } from "../../domain/codes.ts";
import { heading, headings } from "../../words/headings.ts";
import { earlierSendings } from "../../words/routing.ts";
import type { Client } from "../client.ts";
import { referralsIn } from "../referral-table.ts";
import { readTable } from "../table-file.ts";
import { exitCodes } from "./failure.ts";
import { namingFile } from "./json-input.ts";
import { outcomeText } from "./routing.ts";
import type { Session } from "./session.ts";
import { listing, sheet } from "./table.ts";

type Check = OperationAnswer<"checkReferral">;

/** Checks one referral without sending it. Exit code 3 where it cannot be sent. */
export async function checkOne(session: Session, draft: unknown): Promise<void> {
  const check = await checked(await session.client(), draft);
  const { language } = session;
  session.print(check, () =>
    sheet([
      [heading(language, "verdict"), verdictOf(check)[language]],
      [heading(language, "outcome"), decisionText(check, language)],
      [heading(language, "case"), earlierOf(check).join("\n")],
      [heading(language, "reason"), reasonsOf(check).join("\n")],
    ]),
  );
  if (isRefused(check)) session.exitWith(exitCodes.rowsRefused);
}

/** Checks each row of a table without sending any. Exit code 3 where one cannot be sent. */
export async function checkMany(session: Session, file: string, bytes: Uint8Array): Promise<void> {
  const { language } = session;
  const rows = namingFile(file, () => referralsIn(readTable(bytes), language));
  const client = await session.client();
  const verdicts: (Pick<(typeof rows)[number], "line" | "sourceNumber"> & { check: Check })[] = [];
  for (const row of rows) {
    const { line, sourceNumber } = row;
    const check = "referral" in row ? await checked(client, row.referral) : refusedBecause(row.reasons);
    verdicts.push({ line, sourceNumber, check });
  }
  session.print(verdicts, () =>
    listing(
      headings(language, "line", "sourceNumber", "verdict", "outcome", "reason"),
      verdicts.map(({ line, sourceNumber, check }) => [
        line,
        sourceNumber,
        verdictOf(check)[language],
        decisionText(check, language),
        [...reasonsOf(check), ...earlierOf(check)].join("\n"),
      ]),
    ),
  );
  if (verdicts.some(({ check }) => isRefused(check))) session.exitWith(exitCodes.rowsRefused);
}

const checked = async (client: Client, draft: unknown): Promise<Check> =>
  (await client.checkReferral({ body: Object(draft) })).body;
const refusedBecause = (reasons: readonly string[]): Check => ({
  errors: reasons.map((message) => ({ path: "", code: "row", message })),
  alike: [],
});

const isRefused = ({ errors, earlier }: Check): boolean => errors.length > 0 || earlier?.outcome === "conflicting";
const reasonsOf = ({ errors }: Check): string[] =>
  errors.map(({ path, message }) => (path === "" ? message : `${path}: ${message}`));
const earlierOf = ({ earlier, alike }: Check): string[] =>
  [...(earlier === undefined ? [] : [earlier]), ...alike].map(({ caseId }) => caseId);

const decisionText = ({ preview }: Check, language: Session["language"]): string =>
  preview === undefined ? "" : outcomeText(preview, language);

function verdictOf(check: Check): Label {
  if (check.earlier !== undefined) return earlierSendings[check.earlier.outcome];
  if (check.errors.length > 0) return texts.refused;
  return check.alike.length > 0 ? texts.alike : texts.fit;
}

const texts = {
  fit: { en: "can be sent", zh: "可移送" },
  alike: { en: "can be sent; the same parties disputed such a matter of late", zh: "可移送；相同当事人近期有同类案件" },
  refused: { en: "must be corrected", zh: "有误" },
} as const satisfies Record<string, Label>;
