/**
 * A Tuesday morning in the middle of a month, 10:00 in Shanghai: where the platforms of the tests begin. No month, quarter or
 * year ends while one runs, whatever day it is here; a test of such an end names its own start.
 */
export const workingDay = "2026-11-17T02:00:00.000Z";

/** How far a platform's clock runs ahead of this machine's, so that it begins on the working day. */
export const workingDayOffset = (): number => Date.parse(workingDay) - Date.now();
