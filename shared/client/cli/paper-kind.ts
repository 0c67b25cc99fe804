import { type PaperKind, paperKind, paperKinds } from "../../domain/official-paper.ts";
import { UsageError } from "./failure.ts";

const kinds = paperKind().options;

/** A paper by its code or its Chinese name. Throws `UsageError`. */
export function kindNamed(name: string): PaperKind {
  const kind = kinds.find((one) => one === name || paperKinds[one].zh === name);
  if (kind !== undefined) return kind;
  throw new UsageError({
    en: `there is no paper ${name}; there are ${kinds.join(", ")}`,
    zh: `没有文书 ${name}；可选：${kinds.map((one) => `${one}（${paperKinds[one].zh}）`).join("、")}`,
  });
}
