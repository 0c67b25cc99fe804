import { expect, it } from "vitest";
import { brandListOf, gradesHeld, type Studio } from "../../shared/domain/brands.ts";
import { acceptedAssignment, performed } from "../support/cases.ts";
import { roster } from "../support/routing.ts";

const studios: Studio[] = roster.filter(({ kind }) => kind === "studio");

it("an organisation that holds a grade holds those below", () => {
  expect((["county", "prefecture", "province"] as const).map((grade) => gradesHeld(grade).length)).toEqual([1, 2, 3]);
});

it("the city has 24 brands of the county, of which 7 of the prefecture and 2 of the province", () => {
  const list = brandListOf("330483", "2026", { studios, cases: [] });
  expect(list.held).toEqual({ county: 24, prefecture: 7, province: 2 });
  expect(list.studios.map(({ grade }) => grade).slice(0, 3)).toEqual(["province", "province", "prefecture"]);
  expect(list).toMatchObject({ regionBrands: [], demonstrationSites: 0 });
});

it("counts region brands and demonstration sites, and a sub-office's work with its parent's", () => {
  const marked = studios.map((one) =>
    one.organisationId === "studio-police-330483003"
      ? { ...one, regionBrand: "样例区域品牌", demonstrationSite: true }
      : one.organisationId === "studio-paddy"
        ? { ...one, regionBrand: "另一区域品牌" }
        : one,
  );
  const subOffice = "studio-police-330483003-lingan";
  const cases = [
    performed({ assignment: acceptedAssignment({ organisationId: subOffice }) }),
    performed({ assignment: acceptedAssignment({ organisationId: "studio-police-330483003" }) }),
    performed(),
  ];
  const list = brandListOf("330483", "2026-03", { studios: marked, cases });
  expect(list.regionBrands).toHaveLength(2);
  expect(list.regionBrands).toContainEqual({ name: "样例区域品牌", studios: 1 });
  expect(list.demonstrationSites).toBe(1);
  const parent = list.studios.find(({ organisationId }) => organisationId === "studio-police-330483003");
  expect(parent).toMatchObject({
    gradesHeld: ["county"],
    subOffices: [subOffice],
    demonstrationSite: true,
    successes: 2,
    performed: 2,
  });
});
