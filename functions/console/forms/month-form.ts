import { statisticalCategories } from "../../../shared/client/earlier-table.ts";
import type { BodyField } from "../../../shared/contracts/body-fields.ts";
import type { Label } from "../../../shared/domain/codes.ts";
import { caseSources } from "../../../shared/domain/tally.ts";
import { earlierFields } from "../earlier-texts.ts";

const number = (name: string, required = false): BodyField => ({ name, kind: "number", required });

/** The form of one month of before the platform: what the operation takes, its parts each as a number of their own. */
export const monthFields = (): BodyField[] => [
  { name: "month", kind: "text", required: true },
  { name: "takenFrom", kind: "text", required: true },
  number("cases", true),
  ...["parties", "successes", "performed", "hard"].map((name) => number(name)),
  { name: "amountFen", kind: "money", required: false },
  { name: "bySource", kind: "group", required: false, of: Object.keys(caseSources).map((code) => number(code)) },
  {
    name: "byCategory",
    kind: "group",
    required: false,
    of: statisticalCategories.map(([code]) => number(code)),
  },
];

/** What its fields are called. */
export const monthLabels: Readonly<Record<string, Label>> = {
  ...earlierFields,
  ...Object.fromEntries(Object.entries(caseSources).map(([code, label]) => [`bySource.${code}`, label])),
  ...Object.fromEntries(statisticalCategories.map(([code, label]) => [`byCategory.${code}`, label])),
};
