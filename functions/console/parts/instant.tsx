import type { FC } from "hono/jsx";
import type { Visit } from "../visit.ts";
import { say } from "./shell.tsx";

/** The time in China to the second, as a field of a browser takes it. */
const wallClock = (now: number): string => new Date(now + 8 * 3_600_000).toISOString().slice(0, 19);

type InstantProps = {
  visit: Visit;
  id: string;
  name: string;
  value: string;
  "aria-invalid": "true" | undefined;
  "aria-describedby": string | undefined;
};
/** A time of day; where a script runs, a button says that it is now, by the platform's clock. */
export const Instant: FC<InstantProps> = ({ visit, ...input }) => (
  <span class="instant">
    <input {...input} type="datetime-local" />
    <button type="button" data-now={wallClock(visit.now)} data-for={input.id} hidden>
      {say(visit, "now")}
    </button>
  </span>
);
