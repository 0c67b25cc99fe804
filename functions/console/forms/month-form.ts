import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import { categories, type Label, statisticalCategory } from "../../../shared/domain/codes.ts";
import { caseSource, caseSources } from "../../../shared/domain/tally.ts";
import { earlierFields } from "../earlier-texts.ts";

const number = (name: string, required = false): BodyField => ({ name, kind: "number", required });

/** The form of one month of before the platform: what the operation takes, its parts each as a number of their own. */
export const monthFields = (): BodyField[] => [
  { name: "month", kind: "text", required: true },
  { name: "takenFrom", kind: "text", required: true },
  number("cases", true),
  ...["parties", "successes", "performed", "hard"].map((name) => number(name)),
  { name: "amountFen", kind: "money", required: false },
  { name: "bySource", kind: "group", required: false, of: caseSource().options.map((code) => number(code)) },
  {
    name: "byCategory",
    kind: "group",
    required: false,
    of: statisticalCategory()
      .options.toSorted()
      .map((code) => number(code)),
  },
];

/** What its fields are called. */
export const monthLabels: Readonly<Record<string, Label>> = {
  ...earlierFields,
  ...Object.fromEntries(caseSource().options.map((code) => [`bySource.${code}`, caseSources[code]])),
  ...Object.fromEntries(statisticalCategory().options.map((code) => [`byCategory.${code}`, categories[code]])),
};
