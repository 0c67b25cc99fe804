import type { Language } from "./language.ts";

// Marks between words: Chinese has marks of its own, a character wide.

/** " (text)", or （text）. */
export const inBrackets = (text: string | number, language: Language): string =>
  language === "zh" ? `（${text}）` : ` (${text})`;

/** What something is called, and what is said of it. */
export const labelled = (label: string, text: string, language: Language): string =>
  `${label}${language === "zh" ? "：" : ": "}${text}`;

/** Things side by side. */
export const listed = (things: readonly string[], language: Language): string =>
  things.join(language === "zh" ? "、" : ", ");

/** Sentences and parts of sentences one after another. */
export const inClauses = (clauses: readonly string[], language: Language): string =>
  clauses.join(language === "zh" ? "；" : "; ");
