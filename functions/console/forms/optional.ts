import { inBrackets } from "../../../shared/words/punctuation.ts";
import { say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

/** A label that says under which condition the field must be filled in. */
const saysWhenNeeded = /必填|required|needed|must$/;

/** The label of a field that may be left empty. One that says when it is needed stays as it is, and no bracket follows another. */
export function optionalLabel(label: string, visit: Pick<Visit, "language">): string {
  if (saysWhenNeeded.test(label)) return label;
  const inner = /^(.+)（([^（）]+)）$/.exec(label);
  const [, text, said] = inner ?? [];
  if (text === undefined || said === undefined) return `${label}${say(visit, "optional")}`;
  return `${text}${inBrackets(`${said}；选填`, "zh")}`;
}
