import { SpokenError } from "../../shared/client/errors.ts";
import { readTable, type TableFile } from "../../shared/client/table-file.ts";
import { texts } from "./texts.ts";

/** A function takes 6 MB in a call, of which a file in base64 is four thirds. */
const bytesAtMost = 4 * 1024 * 1024;
export const rowsAtMost = 1_000;

/** The table that was chosen in a form. Throws `SpokenError` where none can be read, or it is empty or too large. */
export async function sentTable(form: FormData): Promise<TableFile> {
  const file = form.get("table");
  if (typeof file === "string" || file === null || file.size === 0) throw new SpokenError(texts.chooseTable);
  if (file.size > bytesAtMost) throw new SpokenError(texts.tableTooLarge);
  const table = readTable(new Uint8Array(await file.arrayBuffer()));
  if (table.rows.length === 0) throw new SpokenError(texts.tableEmpty);
  if (table.rows.length > rowsAtMost) throw new SpokenError(texts.tableTooLong);
  return table;
}
