import type { FC } from "hono/jsx";
import type { CaseClock } from "../../../shared/domain/case.ts";
import { type ClockLevel, isDueAs, levelOf, shareOf } from "../../../shared/domain/clock-level.ts";
import { clockKinds } from "../../../shared/words/clocks.ts";
import { deadline, dueIn } from "../../../shared/words/format.ts";
import type { Visit } from "../visit.ts";
import { say } from "./shell.tsx";

/** How each level looks. */
const looks: Readonly<Record<ClockLevel, string>> = {
  paused: "calm",
  calm: "calm",
  half: "half",
  "four-fifths": "late",
  "last-day": "last",
  overdue: "over",
};

/** How much of a period has passed, and how loudly to say it. Without a beginning the share is not known. */
function levelAt(dueAt: string, now: string, startedAt?: string): { share: number | undefined; look: string } {
  if (startedAt !== undefined) {
    const clock = { startedAt, dueAt };
    return { share: shareOf(clock, now), look: looks[levelOf(clock, now)] };
  }
  const clock = { startedAt: now, dueAt };
  const level = levelOf(clock, now);
  // Where it is not known how long a period is, three days before its end are late.
  return { share: undefined, look: level === "calm" && isDueAs("three-days", clock, now) ? "late" : looks[level] };
}

/** When something is due: in words first, with a bar that nobody needs to see. */
export const Due: FC<{ visit: Pick<Visit, "language" | "now">; dueAt: string | undefined; startedAt?: string }> = ({
  visit,
  dueAt,
  startedAt,
}) => {
  if (dueAt === undefined) return <span class="dim">{say(visit, "noDeadline")}</span>;
  const { share, look } = levelAt(dueAt, new Date(visit.now).toISOString(), startedAt);
  const { time, distance } = dueIn(dueAt, visit.now, visit.language);
  return (
    <span class={`due ${look}`}>
      {share !== undefined && (
        <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
          <rect width="100" height="6" class="track" />
          <rect width={Math.round(share * 100)} height="6" class="passed" />
        </svg>
      )}
      <b>{distance}</b>
      {look === "half" && ` · ${say(visit, "halfPassed")}`}
      {look === "late" && share !== undefined && ` · ${say(visit, "fourFifthsPassed")}`}{" "}
      <span class="date">{time}</span>
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
