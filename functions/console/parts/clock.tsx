import type { FC } from "hono/jsx";
import type { CaseClock } from "../../../shared/domain/case.ts";
import { clockKinds } from "../../../shared/words/clocks.ts";
import { deadline, dueInWords } from "../../../shared/words/format.ts";
import type { Visit } from "../visit.ts";
import { say } from "./shell.tsx";

type Level = "calm" | "half" | "late" | "last" | "over";
const hour = 3_600_000;
/** Where it is not known how long a period is, three days before its end count as late. */
const soon = 72 * hour;

/** How much of a period has passed, from 0 to 1, and how loudly to say it. Without a beginning the share is not known. */
function levelOf(dueAt: string, now: number, startedAt?: string): { share: number | undefined; level: Level } {
  const end = Date.parse(dueAt);
  const begin = startedAt === undefined ? undefined : Date.parse(startedAt);
  const share = begin === undefined ? undefined : Math.min(1, Math.max(0, (now - begin) / Math.max(1, end - begin)));
  if (end <= now) return { share: share === undefined ? undefined : 1, level: "over" };
  if (end - now <= 24 * hour) return { share, level: "last" };
  if (share === undefined) return { share, level: end - now <= soon ? "late" : "calm" };
  return { share, level: share >= 0.8 ? "late" : share >= 0.5 ? "half" : "calm" };
}

/** When something is due: in words first, with a bar that nobody needs to see. */
export const Due: FC<{ visit: Visit; dueAt: string | undefined; startedAt?: string }> = ({
  visit,
  dueAt,
  startedAt,
}) => {
  if (dueAt === undefined) return <span class="dim">{say(visit, "noDeadline")}</span>;
  const { share, level } = levelOf(dueAt, visit.now, startedAt);
  const words = dueInWords(dueAt, visit.now, visit.language);
  const [, date = words, distance = ""] = /^(.+?) \((.+)\)$/.exec(words) ?? [];
  return (
    <span class={`due ${level}`}>
      {share !== undefined && (
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect width="100" height="6" class="track" />
          <rect width={Math.round(share * 100)} height="6" class="passed" />
        </svg>
      )}
      <b>{distance}</b> <span class="date">{date}</span>
    </span>
  );
};

/** A clock of a case under its name. */
export const Clock: FC<{ visit: Visit; clock: CaseClock }> = ({ visit, clock }) => (
  <div>
    <dt>{clockKinds[clock.kind][visit.language]}</dt>
    <dd>
      {clock.pausedSince === undefined ? (
        <Due visit={visit} dueAt={clock.dueAt} startedAt={clock.startedAt} />
      ) : (
        <span class="due calm">{deadline(clock.dueAt)}</span>
      )}
    </dd>
  </div>
);
