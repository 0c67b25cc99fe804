import type { FC } from "hono/jsx";
import type { CaseParties, CaseView } from "../../../shared/contracts/case-view.ts";
import { identityDocuments } from "../../../shared/domain/codes.ts";
import { choiceLabels } from "../../../shared/words/choices.ts";
import { heading } from "../../../shared/words/headings.ts";
import { Shell, say } from "../parts/shell.tsx";
import type { Visit } from "../visit.ts";

/** The parties of a case, on a page that no history of the browser keeps. */
export const PartiesPage: FC<{ visit: Visit; view: CaseView; parties: CaseParties }> = ({ visit, view, parties }) => {
  const { language } = visit;
  const [sent] = view.state.referrals;
  const title = `${say(visit, "parties")} · ${sent.sourceNumber}`;
  return (
    <Shell visit={visit} title={title} current="work">
      <p>
        <a href={visit.link(`/console/cases/${view.caseId}`)}>{`${say(visit, "backToCase")} ${sent.sourceNumber}`}</a>
      </p>
      <h1>{title}</h1>
      {[parties, ...(parties.joined ?? [])].map((part) => (
        <section>
          <p>{part.summary}</p>
          {part.parties.map(({ name, side, phone, address, document }) => (
            <dl class="party">
              <div>
                <dt>{choiceLabels("supply-info", "parties.side")?.[side]?.[language] ?? side}</dt>
                <dd>{name}</dd>
              </div>
              {phone !== undefined && (
                <div>
                  <dt>{heading(language, "phone")}</dt>
                  <dd>
                    <a href={`tel:${phone}`}>{phone}</a>
                  </dd>
                </div>
              )}
              {document !== undefined && (
                <div>
                  <dt>{identityDocuments[document.kind][language]}</dt>
                  <dd>{document.number}</dd>
                </div>
              )}
              {address !== undefined && (
                <div>
                  <dt>{heading(language, "address")}</dt>
                  <dd>{address}</dd>
                </div>
              )}
            </dl>
          ))}
        </section>
      ))}
    </Shell>
  );
};
