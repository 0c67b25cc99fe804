import * as z from "zod";
import { organisationId } from "./case.ts";
import { agreementForms, categories, type Label, statisticalCategory } from "./codes.ts";
import { once } from "./once.ts";
import { type RefusalTally, refusalTally } from "./refusal-tally.ts";
import type { Cell, Sheet } from "./sheet.ts";
import {
  caseSource,
  caseSources,
  countedForm,
  type Figures,
  figures,
  hostKind,
  hostKinds,
  sumOf,
  type Tally,
} from "./tally.ts";

const line = <Code extends z.ZodType>(code: Code) => z.strictObject({ code, name: z.string(), ...figures().shape });

/** The monthly return of a county (月报): every heading has its line, with zeros where nothing happened. */
export const monthlyReturn = once(() =>
  z.strictObject({
    month: z.string(),
    county: z.string(),
    total: figures(),
    byCategory: z.array(line(statisticalCategory())),
    byHostKind: z.array(line(hostKind())),
    bySource: z.array(line(caseSource())),
    byForm: z.array(line(countedForm())),
    byOrganisation: z.array(
      z.strictObject({ organisationId: organisationId(), hostKind: hostKind(), ...figures().shape }),
    ),
    refusals: z.array(refusalTally()).describe("Offers declined, and offers left unanswered until they lapsed"),
  }),
);
export type MonthlyReturn = z.infer<ReturnType<typeof monthlyReturn>>;

/** What the codes of the headings are called. */
export const headingNames = {
  byCategory: categories,
  byHostKind: hostKinds,
  bySource: caseSources,
  byForm: { ...agreementForms, none: { zh: "未达成协议", en: "No agreement" } },
} as const;

/** The return of a county and month from its tallies. */
export function monthlyReturnOf(
  month: string,
  county: string,
  { tallies, refusals }: { tallies: readonly Tally[]; refusals: readonly RefusalTally[] },
): MonthlyReturn {
  const by = <Code extends string>(
    codes: readonly Code[],
    labels: Readonly<Record<Code, Label>>,
    of: (one: Tally) => Code,
  ): ({ code: Code; name: string } & Figures)[] =>
    codes.map((code) => ({ code, name: labels[code].zh, ...sumOf(tallies.filter((one) => of(one) === code)) }));
  const hosts = Map.groupBy(tallies, (one) => `${one.organisationId}#${one.hostKind}`);
  return {
    month,
    county,
    total: sumOf(tallies),
    // An enum keeps codes without a leading zero first.
    byCategory: by(statisticalCategory().options.toSorted(), headingNames.byCategory, (one) => one.category),
    byHostKind: by(hostKind().options, headingNames.byHostKind, (one) => one.hostKind),
    bySource: by(caseSource().options, headingNames.bySource, (one) => one.source),
    byForm: by(countedForm().options, headingNames.byForm, (one) => one.form),
    byOrganisation: [...hosts.entries()]
      .sort(([one], [other]) => one.localeCompare(other))
      .flatMap(([, parts]) =>
        parts.slice(0, 1).map(({ organisationId, hostKind }) => ({ organisationId, hostKind, ...sumOf(parts) })),
      ),
    refusals: refusals.toSorted((one, other) => one.organisationId.localeCompare(other.organisationId)),
  };
}

/** The return as the table that is filed. */
export function monthlySheet(filed: MonthlyReturn): Sheet {
  const cells = ({ cases, parties, successes, hard, performed, amountFen }: Figures): Cell[] => [
    cases,
    parties,
    successes,
    hard,
    performed,
    { amountFen },
  ];
  const part = (heading: string, lines: readonly ({ name: string } & Figures)[]): Cell[][] =>
    lines.map((each) => [heading, each.name, ...cells(each)]);
  const hosts = filed.byOrganisation.map(({ organisationId, ...rest }) => ({ name: organisationId, ...rest }));
  return {
    name: `月报 ${filed.month}`,
    header: ["分类", "项目", "案件数", "当事人数", "调解成功数", "疑难复杂数", "履行完毕数", "协议涉及金额(元)"],
    rows: [
      ["合计", filed.county, ...cells(filed.total)],
      ...part("纠纷类别", filed.byCategory),
      ...part("调委会类型", filed.byHostKind),
      ...part("案件来源", filed.bySource),
      ...part("协议形式", filed.byForm),
      ...part("调委会", hosts),
    ],
  };
}
