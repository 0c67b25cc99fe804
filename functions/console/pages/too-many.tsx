import type { FC } from "hono/jsx";
import type { Sent } from "../forms/step-form.ts";
import { Message, say } from "../parts/shell.tsx";
import { problemText } from "../problem-words.ts";
import type { Visit } from "../visit.ts";

/** The organisation has used up its calls: what was sent stands in the page and is sent again as it was. */
export const TooManyPage: FC<{ visit: Visit; address: string; sent: Sent | undefined }> = ({
  visit,
  address,
  sent,
}) => (
  <Message visit={visit} title={say(visit, "failed")}>
    <p>{problemText("too-many-requests", visit.language)}</p>
    {sent !== undefined && <p>{say(visit, "typedIsHere")}</p>}
    {sent === undefined ? (
      <p>
        <a href={visit.link(address)}>{say(visit, "retry")}</a>
      </p>
    ) : (
      <form method="post" action={visit.link(address)}>
        {[...sent].flatMap(([name, values]) =>
          values.map((value) => <textarea name={name} hidden>{`\n${value}`}</textarea>),
        )}
        <button type="submit" class="primary">
          {say(visit, "retry")}
        </button>
      </form>
    )}
  </Message>
);
