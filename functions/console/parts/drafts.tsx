import type { FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { paperKinds } from "../../../shared/domain/official-paper.ts";
import { signingStates } from "../../../shared/words/signing-states.ts";
import { officialTexts } from "../official-texts.ts";
import type { Visit } from "../visit.ts";
import { Form, say } from "./shell.tsx";

export type Signings = OperationAnswer<"listSignings">;
type Paper = OperationAnswer<"listPapers">["papers"][number];
type Draft = Paper["filed"][number];
type Props = {
  visit: Visit;
  caseId: string;
  paper: Paper;
  signing: Signings;
  /** Whether the reader may have drafts signed. */
  signs: boolean;
  reason: string;
};

/** The drafts of a paper in the file: whether the case has gone on since, and how far the signed one is. */
export const Drafts: FC<Props> = ({ visit, caseId, paper: { filed, kind }, ...props }) => (
  <>
    {filed.map((draft) => (
      <div class={draft.older && draft.supersededBy === undefined ? "draft stale" : "draft"}>
        {`${say(visit, officialTexts.draft)}${say(visit, "colon")}${say(visit, officialTexts[stateOf(draft)])}`}{" "}
        <a href={visit.link(`/console/cases/${caseId}/papers/${draft.documentId}`)}>
          {say(visit, officialTexts.open)}
          <span class="unseen">{` ${paperKinds[kind][visit.language]} ${draft.version}`}</span>
        </a>
        <Signature visit={visit} caseId={caseId} kind={kind} draft={draft} {...props} />
      </div>
    ))}
  </>
);

const stateOf = ({ older, supersededBy }: Draft) =>
  supersededBy !== undefined ? "superseded" : older ? "older" : "current";

/** How far a draft is with the provider, and what can be done about it; nothing where there is no provider. */
const Signature: FC<Omit<Props, "paper"> & { kind: Paper["kind"]; draft: Draft }> = ({
  visit,
  caseId,
  kind,
  draft: { documentId, version, older, format, supersededBy },
  signing: { available, signings },
  signs,
  reason,
}) => {
  const last = signings.find((one) => one.documentId === documentId);
  const isAsked = last?.state === "requested";
  const mayAct = available && signs && supersededBy === undefined && last?.state !== "signed";
  const of = <span class="unseen">{` ${paperKinds[kind][visit.language]} ${version}`}</span>;
  const says = `${say(visit, officialTexts.signature)}${say(visit, "colon")}`;
  return (
    <>
      {last !== undefined && <span class="signing">{` ${says}${signingStates[last.state][visit.language]}`}</span>}
      {mayAct && format === "docx" && <span class="dim">{` ${says}${say(visit, officialTexts.signsNoDocx)}`}</span>}
      {mayAct && format === "pdf" && (isAsked || !older) && (
        <Form visit={visit} action={`/console/cases/${caseId}/signings/${documentId}`} class="acts">
          <input type="hidden" name="reason" value={reason} />
          <button type="submit" name="do" value="sign">
            {say(visit, officialTexts[isAsked ? "remind" : last === undefined ? "sign" : "signAgain"])}
            {of}
          </button>
          {isAsked && (
            <button type="submit" name="do" value="withdraw">
              {say(visit, officialTexts.takeBack)}
              {of}
            </button>
          )}
        </Form>
      )}
    </>
  );
};
