import type { Command } from "commander";
import { routes } from "../../contracts/routes.ts";
import { textOf } from "../text-file.ts";
import { isZip } from "../zip.ts";
import { caseSheet } from "./case-sheet.ts";
import { bodyFor, bytesOf, namingFile, parseJson } from "./json-input.ts";
import { checkMany, checkOne } from "./refer-check.ts";
import { referMany } from "./refer-many.ts";
import type { AddCommands } from "./session.ts";

/** accord refer FILE */
export const addReferCommand: AddCommands = (program, open, language) => {
  program
    .command("refer <file>")
    .description(`${routes.submitReferral.summary[language]}${texts.files[language]}`)
    .option("--check", texts.check[language])
    .action(async (file: string, { check = false }: { check?: boolean }, command: Command) => {
      const session = open(command);
      const bytes = await bytesOf(file, session);
      if (isTable(file, bytes)) return check ? checkMany(session, file, bytes) : referMany(session, file, bytes);
      const json = parseJson(
        namingFile(file, () => textOf(bytes)),
        language,
      );
      if (check) return checkOne(session, json);
      const referral = bodyFor(routes.submitReferral.body(), json, session);
      const client = await session.client();
      const { body } = await client.submitReferral({ body: referral });
      session.print(body, () => caseSheet(body, session.language));
    });
};

/** A workbook or a CSV file of many, rather than the JSON of one. */
const isTable = (file: string, bytes: Uint8Array): boolean => isZip(bytes) || /\.(csv|tsv|txt|xlsx?)$/i.test(file);

const texts = {
  check: { en: "only check it; nothing is sent", zh: "只核对，不提交" },
  files: {
    en: ": one as JSON (- : stdin), or many as CSV or XLSX, a row each",
    zh: "：一件用 JSON（- 表示标准输入），多件用 CSV 或 XLSX，每行一件",
  },
} as const;
