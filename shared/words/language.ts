import type { Label } from "../domain/codes.ts";

/** The languages that readers can choose. */
export type Language = keyof Label;

/** What a code is called; the code itself where a newer platform sends one that is not known here. */
export const nameOf = (labels: Readonly<Record<string, Label>>, code: string, language: Language): string =>
  labels[code]?.[language] ?? code;
