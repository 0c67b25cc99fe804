/** As long as a call may wait for a message: a function is held for it meanwhile. */
export const longestPollSeconds = 5;

const soonestSeconds = 5;
const latestSeconds = 60;
const shareOfQuiet = 1 / 10;

/**
 * After how many seconds it is worth asking again in an inbox that is empty: five while messages come, a minute once none has come for
 * ten minutes.
 */
export const secondsToNextPoll = (quietSeconds: number): number =>
  Math.min(latestSeconds, Math.max(soonestSeconds, Math.floor(quietSeconds * shareOfQuiet)));
