import type { FC } from "hono/jsx";
import type { Approval } from "../../../shared/client/approvals.ts";
import { clockTime, deadline } from "../../../shared/words/format.ts";
import { heading } from "../../../shared/words/headings.ts";
import { administration } from "../administration-texts.ts";
import { approvalSaid, approvalTexts } from "../approval-texts.ts";
import type { ApprovalSaid } from "../approvals.tsx";
import { Frame, Table } from "../parts/administration.tsx";
import { Form, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

type Props = {
  visit: Visit;
  shown: readonly { approval: Approval; about: string; isOwn: boolean; isElsewhere: boolean }[];
  /** The visitor may approve and refuse. */
  decides: boolean;
  said: ApprovalSaid | undefined;
  problem: string | undefined;
  /** What came of an approval, to be handed on; shown this once. */
  code: string | undefined;
};

/** What one person asked for and another has to approve: what it is, who asked, and until when it waits. */
export const ApprovalsPage: FC<Props> = ({ visit, shown, decides, said, problem, code }) => {
  const { language } = visit;
  const title = say(visit, approvalTexts.title);
  return (
    <Frame visit={visit} title={title} problem={problem}>
      {said !== undefined && (
        <p class={`notice ${said === "done" ? "done" : "unchanged"}`} role="status">
          {say(visit, approvalSaid[said])}
        </p>
      )}
      {code !== undefined && (
        <p class="notice done" role="status">
          {say(visit, approvalTexts.code)}
          <b class="code">{code}</b>
        </p>
      )}
      {shown.length === 0 ? (
        <p class="empty">{say(visit, approvalTexts.none)}</p>
      ) : (
        <Table
          acts
          caption={title}
          heads={[
            heading(language, "facts"),
            say(visit, approvalTexts.askedBy),
            heading(language, "deadline"),
            say(visit, approvalTexts.decide),
          ]}
          rows={shown.map(({ approval, about, ...whose }) => [
            about,
            <>
              {approval.askedBy.officer ?? say(visit, administration.bySystem)}
              <span class="second">{clockTime(approval.askedAt)}</span>
            </>,
            <time datetime={approval.until}>{deadline(approval.until)}</time>,
            <Decision visit={visit} id={approval.approvalId} decides={decides} {...whose} />,
          ])}
        />
      )}
    </Frame>
  );
};

type Whose = { isOwn: boolean; isElsewhere: boolean };
const Decision: FC<Whose & { visit: Visit; id: string; decides: boolean }> = ({
  visit,
  id,
  isOwn,
  isElsewhere,
  decides,
}) => (
  <>
    {isOwn && <span class="second">{say(visit, approvalTexts.forAnother)}</span>}
    {!isOwn && isElsewhere && <span class="second">{say(visit, approvalTexts.elsewhere)}</span>}
    {decides && !isOwn && !isElsewhere && <Act visit={visit} id={id} act="approve" />}
    {decides && <Act visit={visit} id={id} act="refuse" />}
  </>
);

const Act: FC<{ visit: Visit; id: string; act: "approve" | "refuse" }> = ({ visit, id, act }) => (
  <Form visit={visit} action={`/console/approvals/${id}`}>
    <input type="hidden" name="act" value={act} />
    <button type="submit" class={act === "refuse" ? "danger" : undefined}>
      {say(visit, act === "refuse" ? approvalTexts.refuseIt : approvalTexts.approveIt)}
    </button>
  </Form>
);
