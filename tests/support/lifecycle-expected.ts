import type { VerbName } from "../../shared/domain/verbs.ts";
import { type CaseName, everybody, type Kind, plain, standing } from "./lifecycle-cases.ts";
import { type Answer, guarantees, inQuestion } from "./lifecycle-guarantees.ts";

export const kinds = Object.keys(everybody).filter((key): key is Kind => key in everybody);

/** What somebody is answered who asks for a verb of the case of that name: the events that it causes, or the code of the error. */
export const expected = (name: CaseName, type: VerbName, kind: Kind): Answer => {
  const { by, causes = {}, late: nothingNew = [] } = guarantees[type];
  const like = causes[name] === undefined ? (plain[name] ?? name) : name;
  if (!by.some((relation) => standing(relation, name) === kind)) {
    return kind === "former" && by.includes("holding") ? "moved-on" : "not-allowed";
  }
  // A body that put the case down only says again what it did.
  if (kind === "former") return [];
  if (type === "transfer" && name === inQuestion) {
    const moved: Answer = ["eligibility.decided", "case.transferred", "assignment.offered"];
    return kind === "coordinator" ? moved : "eligibility-open";
  }
  return causes[like] ?? (nothingNew.includes(like) ? [] : "illegal-transition");
};
