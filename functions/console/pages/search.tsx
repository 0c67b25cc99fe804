import type { FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { statuses } from "../../../shared/domain/case-state.ts";
import { categories } from "../../../shared/domain/codes.ts";
import { nameOf } from "../../../shared/words/language.ts";
import { Form, Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

export type Found = Pick<OperationAnswer<"searchCases">, "cases" | "incomplete">;

/** A case found by its number or a party. The sought text is sent in a form, so that it stands in no address. */
export const SearchPage: FC<{ visit: Visit; text?: string; found?: Found }> = ({ visit, text = "", found }) => {
  const { language } = visit;
  const title = say(visit, "searchCases");
  return (
    <Shell visit={visit} title={title}>
      <h1>{title}</h1>
      <Form visit={visit} action="/console/search">
        <div class="field">
          <label for="sought">{say(visit, "searchNumber")}</label>
          <p class="hint" id="sought-hint">
            {say(visit, "searchHint")}
          </p>
          <input id="sought" name="sought" type="search" maxlength={100} value={text} aria-describedby="sought-hint" />
        </div>
        <button type="submit" class="primary">
          {say(visit, "search")}
        </button>
      </Form>
      {found?.cases.length === 0 && (
        <p class="empty" role="status">
          {say(visit, "foundNothing")}
        </p>
      )}
      {found?.incomplete && <p role="status">{say(visit, "foundPartly")}</p>}
      {found !== undefined && found.cases.length > 0 && (
        <ul class="papers">
          {found.cases.map(({ caseId, sourceNumbers, category, status, holderName }) => (
            <li>
              <a href={visit.link(`/console/cases/${caseId}`)}>{sourceNumbers[0]}</a>{" "}
              <span class="status">{nameOf(statuses, status, language)}</span>
              <span class="hint">
                {[categories[category][language], holderName].filter((text) => text !== undefined).join(" · ")}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Shell>
  );
};
