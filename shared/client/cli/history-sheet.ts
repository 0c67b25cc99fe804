import type { CaseHistory } from "../../contracts/case-view.ts";
import { eventName, factsOf } from "../../words/event-facts.ts";
import { whyOf } from "../../words/event-reasons.ts";
import { clockTime } from "../../words/format.ts";
import { headings } from "../../words/headings.ts";
import type { Language } from "../errors.ts";
import { listing } from "./table.ts";

/** The history of a case for people: what, in substance too, when, by whom, why, and the paper that shows it. */
export const historySheet = ({ entries, names = {} }: CaseHistory, language: Language): string =>
  listing(
    ["#", ...headings(language, "at", "event", "facts", "by", "officer", "reason", "paper")],
    entries.map((entry) => [
      entry.sequence,
      clockTime(entry.at),
      eventName(entry.type, language),
      factsOf(entry, language),
      names[entry.by.organisationId] ?? entry.by.organisationId,
      entry.by.officer ?? "",
      whyOf(entry, language),
      entry.documentId ?? "",
    ]),
  );
