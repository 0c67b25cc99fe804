import type { FC } from "hono/jsx";
import { type FormState, labelOf } from "../forms/form-state.ts";
import { say } from "./shell.tsx";

/** What is to be corrected, each with a link to its field. */
export const ErrorSummary: FC<{ form: FormState }> = ({ form }) => (
  <div class="summary" role="alert" tabindex={-1} id="errors">
    <h2>{`${form.errors.size} ${say(form.visit, "errors")}`}</h2>
    <ul>
      {[...form.errors].map(([name, text]) => {
        const row = /\.(\d+)(\.|$)/.exec(name)?.[1];
        const label = labelOf(form.verb, name.replaceAll(/\.\d+/g, ""), form.visit.language);
        return (
          <li>
            <a
              href={`#${name}`}
            >{`${label}${row === undefined ? "" : ` ${Number(row) + 1}`}${say(form.visit, "colon")}${text}`}</a>
          </li>
        );
      })}
    </ul>
  </div>
);
