/** The type words (类型代字) seen on referred cases; courts coin others, so an unknown one is a warning, never an error. */
export const caseNumberTypes: readonly string[] = [
  "民诉前调",
  "诉前调",
  "诉前调确",
  "民特",
  "调确",
  "民初",
  "刑初",
  "行初",
  "执",
];

export type CourtCaseNumber = {
  year: number;
  courtCode: string;
  type: string;
  number: number;
  /** As stored: full-width brackets, half-width digits, no blanks and no leading zeros. */
  text: string;
  knownType: boolean;
};

// 最高法, or a province's character with the court's digits (none for a high court, two for an intermediate one).
const shape = /^\((\d{4})\)(最高法|\p{Script=Han}(?:\d{2}|\d{4})?)(\p{Script=Han}{1,10}?)第?(\d{1,9})号$/u;

/** Reads a court case number such as （2026）浙0483民诉前调123号 with half- or full-width brackets; undefined if it is not one. */
export const parseCaseNumber = (input: string): CourtCaseNumber | undefined => {
  // NFKC turns full-width brackets and digits into their half-width forms.
  const match = shape.exec(input.normalize("NFKC").replace(/\s/g, ""));
  if (match === null) return undefined;
  const [, year = "", courtCode = "", type = "", digits = ""] = match;
  const number = Number(digits);
  return {
    year: Number(year),
    courtCode,
    type,
    number,
    text: `（${year}）${courtCode}${type}${number}号`,
    knownType: caseNumberTypes.includes(type),
  };
};
