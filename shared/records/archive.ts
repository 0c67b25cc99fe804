/** Where a root lies; numbers follow one another without a gap. */
export const rootPath = (number: number): string => `roots/${String(number).padStart(8, "0")}.json`;

/** A manifest lies under what it says, so that writing it again changes nothing. */
export const manifestPath = (county: string, root: string): string => `manifests/${county}/${root}.json`;
