import { partiesPlace } from "../shared/runtime/case-texts.ts";
import { particularsSubject } from "../shared/runtime/particulars.ts";
import { approvalPlace } from "../shared/runtime/second-person.ts";
import { headersSubject, secretSubject } from "../shared/runtime/webhook-keys.ts";

type Placed = { pk: string; sk: string };

/** For which subject the text at this place of an item is sealed, by its key; undefined where it is none that is known here. */
export function subjectOf({ pk, sk }: Placed, path: readonly (string | number)[]): string | undefined {
  const [kind = "", id = ""] = pk.split("#");
  const [what = "", of = ""] = sk.split("#");
  switch (`${kind} ${what}`) {
    case "CASE PARTIES":
      return partiesPlace(id);
    case "CASE PARTICULARS":
      return particularsSubject(of === "" ? { caseId: id } : { caseId: id, sequence: Number(of) });
    case "ORGANISATION ENDPOINT":
      return path[0] === "headers" ? headersSubject(of) : secretSubject(of);
    case `APPROVAL ${what}`:
      return approvalPlace({ organisationId: id, approvalId: what });
    case "KEPT KEPT":
      return `form/${id}`;
    default:
      return undefined;
  }
}
