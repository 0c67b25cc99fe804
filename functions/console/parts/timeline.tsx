import type { FC } from "hono/jsx";
import type { CaseHistory } from "../../../shared/contracts/case-view.ts";
import { eventName, factsOf } from "../../../shared/words/event-facts.ts";
import { whyOf } from "../../../shared/words/event-reasons.ts";
import { clockTime } from "../../../shared/words/format.ts";
import { inBrackets } from "../../../shared/words/punctuation.ts";
import type { Visit } from "../visit.ts";

/** What happened, the latest first, in sentences. */
export const Timeline: FC<{ visit: Visit; history: CaseHistory; nameFor: (id: string) => string }> = ({
  visit: { language },
  history,
  nameFor,
}) => (
  <ol class="timeline">
    {history.entries.toReversed().map((entry) => (
      <li class={entry.by.role === "platform" ? "platform" : ""}>
        <time datetime={entry.at}>{clockTime(entry.at)}</time>
        <p>
          <b>{eventName(entry.type, language)}</b>
          {entry.by.role !== "platform" && ` ${nameFor(entry.by.organisationId)}`}
          {entry.by.officer !== undefined && inBrackets(entry.by.officer, language)}
        </p>
        {[factsOf(entry, language, nameFor), whyOf(entry, language)]
          .filter((text) => text !== "")
          .map((text) => (
            <p class="dim">{text}</p>
          ))}
      </li>
    ))}
  </ol>
);
