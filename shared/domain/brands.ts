import * as z from "zod";
import { organisationId } from "./case.ts";
import type { CaseState } from "./case-state.ts";
import { once } from "./once.ts";
import { casesByHost, periodFigures, totalOf } from "./period-figures.ts";
import { type BrandGrade, brandGrades } from "./routing-rules.ts";

const grade = once(() => z.enum(brandGrades));
const count = once(() => z.int().min(0));

/** The brand studios of a county with their figures; who holds a grade counts under those below as well. */
export const brandList = once(() =>
  z.strictObject({
    county: z.string(),
    period: z.string(),
    held: z.strictObject({ county: count(), prefecture: count(), province: count() }),
    regionBrands: z.array(z.strictObject({ name: z.string(), studios: count() })),
    demonstrationSites: count(),
    studios: z.array(
      z.strictObject({
        organisationId: organisationId(),
        name: z.string(),
        grade: grade(),
        gradesHeld: z.array(grade()),
        divisionCode: z.string(),
        parentId: organisationId().exactOptional(),
        regionBrand: z.string().exactOptional(),
        demonstrationSite: z.boolean(),
        categories: z.array(z.string()),
        subOffices: z.array(organisationId()),
        ...periodFigures().shape,
      }),
    ),
  }),
);
export type BrandList = z.infer<ReturnType<typeof brandList>>;

/** A studio as the directory has it. */
export type Studio = {
  organisationId: string;
  kind: string;
  name: string;
  divisionCode: string;
  categories: readonly string[];
  brandGrade?: BrandGrade;
  parentId?: string;
  regionBrand?: string;
  demonstrationSite?: boolean;
};

/** The grades that somebody holds who was given this one: it and those below. */
export const gradesHeld = (given: BrandGrade): BrandGrade[] => brandGrades.slice(0, brandGrades.indexOf(given) + 1);

/** The brands among the studios, the highest grade first, each with what it did in a period, its sub-offices' work included. */
export function brandListOf(
  county: string,
  period: string,
  { studios, cases }: { studios: readonly Studio[]; cases: readonly CaseState[] },
): BrandList {
  const byHost = casesByHost(cases);
  const brands = studios.flatMap(({ brandGrade, ...studio }) =>
    brandGrade === undefined ? [] : [{ brandGrade, ...studio }],
  );
  const rank = ({ brandGrade }: { brandGrade: BrandGrade }): number => brandGrades.indexOf(brandGrade);
  const regions = Map.groupBy(
    brands.flatMap(({ regionBrand }) => regionBrand ?? []),
    (name) => name,
  );
  const holding = (given: BrandGrade): number =>
    brands.filter(({ brandGrade }) => gradesHeld(brandGrade).includes(given)).length;
  return {
    county,
    period,
    held: { county: holding("county"), prefecture: holding("prefecture"), province: holding("province") },
    regionBrands: [...regions]
      .map(([name, all]) => ({ name, studios: all.length }))
      .sort((a, b) => a.name.localeCompare(b.name)),
    demonstrationSites: studios.filter(({ demonstrationSite }) => demonstrationSite === true).length,
    studios: brands
      .toSorted((one, other) => rank(other) - rank(one) || one.organisationId.localeCompare(other.organisationId))
      .map(({ brandGrade, kind: _, demonstrationSite = false, categories, ...studio }) => {
        const subOffices = studios
          .filter(({ parentId }) => parentId === studio.organisationId)
          .map((one) => one.organisationId);
        const worked = [studio.organisationId, ...subOffices].flatMap((id) => byHost.get(id) ?? []);
        return {
          ...studio,
          grade: brandGrade,
          gradesHeld: gradesHeld(brandGrade),
          demonstrationSite,
          categories: [...categories],
          subOffices,
          ...totalOf(worked, period),
        };
      }),
  };
}
