import * as z from "zod";
import { countyCode, divisionCode } from "../domain/division.ts";
import { once } from "../domain/once.ts";
import { mediatorView, organisationFacts, organisationView } from "./directory.ts";
import { page } from "./route-parts.ts";

const load = () =>
  z.enum(["true", "false"]).default("false").describe("true: say how many open cases each of them has now");
const openCases = () => z.int().min(0).exactOptional().describe("Open cases now; only where the load was asked for");

/** Which organisations of a county are listed; all of these must hold. */
export const listOrganisationsQuery = once(() => {
  const { kind, type } = organisationFacts().shape;
  return z.strictObject({
    county: countyCode(),
    q: z.string().trim().min(1).max(40).exactOptional().describe("A part of the name"),
    kind: kind.exactOptional(),
    type: type.exactOptional(),
    under: divisionCode().exactOptional().describe("A division: those that belong to it or to one within it"),
    load: load(),
    ...page(),
  });
});
export const listOrganisationsAnswer = once(() =>
  z.strictObject({
    organisations: z.array(organisationView().extend({ openCases: openCases() })),
    cursor: z.string().exactOptional(),
  }),
);

export const listMediatorsQuery = once(() => z.strictObject({ load: load() }));
export const listMediatorsAnswer = once(() =>
  z.strictObject({ mediators: z.array(mediatorView().extend({ openCases: openCases() })) }),
);
