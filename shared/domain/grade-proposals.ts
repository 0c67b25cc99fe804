import type { Circumstance, DangerKind, RiskGrade } from "./codes.ts";

/**
 * The grade that a grave circumstance or danger proposes, at least. All of it is the house's own: no article grades disputes,
 * so a person decides.
 */
export const proposedGrades: { readonly [Cause in Circumstance | DangerKind]?: RiskGrade } = {
  domestic_violence: "orange",
  person_at_risk: "orange",
  hired_assault: "orange",
  gang_fight: "orange",
  public_order: "orange",
  crime: "orange",
  self_harm: "red",
};
