import type { FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { statuses } from "../../../shared/domain/case-state.ts";
import { categories } from "../../../shared/domain/codes.ts";
import { nameOf } from "../../../shared/words/language.ts";
import { Form, Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Found = OperationAnswer<"searchCases">["cases"];

/** A case found by its number. The number is sent in a form, so that it stands in no address. */
export const SearchPage: FC<{ visit: Visit; number?: string; found?: Found }> = ({ visit, number = "", found }) => {
  const { language } = visit;
  const title = say(visit, "searchCases");
  return (
    <Shell visit={visit} title={title}>
      <h1>{title}</h1>
      <Form visit={visit} action="/console/search">
        <div class="field">
          <label for="number">{say(visit, "searchNumber")}</label>
          <p class="hint" id="number-hint">
            {say(visit, "searchHint")}
          </p>
          <input id="number" name="number" type="search" maxlength={80} value={number} aria-describedby="number-hint" />
        </div>
        <button type="submit" class="primary">
          {say(visit, "search")}
        </button>
      </Form>
      {found?.length === 0 && (
        <p class="empty" role="status">
          {say(visit, "foundNothing")}
        </p>
      )}
      {found !== undefined && found.length > 0 && (
        <ul class="papers">
          {found.map(({ caseId, sourceNumbers, category, status, holderName }) => (
            <li>
              <a href={visit.link(`/console/cases/${caseId}`)}>{sourceNumbers[0]}</a> {categories[category][language]} ·{" "}
              {nameOf(statuses, status, language)} {holderName ?? ""}
            </li>
          ))}
        </ul>
      )}
    </Shell>
  );
};
