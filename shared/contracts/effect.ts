/** Says whether a call changed something, or found it as it was asked for. */
export const effectHeader = "Accord-Effect";
const effects = ["done", "unchanged"] as const;
export type Effect = (typeof effects)[number];
export const effectIn = (text: string | null): Effect | undefined => effects.find((effect) => effect === text);
/** The header of an answer to an act that says whether it changed something. */
export const effectOf = (isChanged: boolean): Record<string, Effect> => ({
  [effectHeader]: isChanged ? "done" : "unchanged",
});
