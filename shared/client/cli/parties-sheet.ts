import type { CaseParties } from "../../contracts/case-view.ts";
import { identityDocuments } from "../../domain/codes.ts";
import { heading, headings } from "../../words/headings.ts";
import type { Language } from "../../words/language.ts";
import { partySides } from "../../words/mediation.ts";
import { listing } from "./table.ts";

type Part = Pick<CaseParties, "summary" | "parties" | "origin">;

/** What is known of the parties, part by part where cases were merged, each under the case and the numbers it came from. */
export const partiesSheet = ({ joined = [], ...own }: CaseParties, language: Language): string =>
  [own, ...joined].map((part) => partSheet(part, language)).join("\n\n");

const partSheet = ({ summary, parties, origin }: Part, language: Language): string =>
  [
    ...(origin === undefined ? [] : [`${heading(language, "case")}: ${originText(origin)}`]),
    `${heading(language, "summary")}: ${summary}`,
    listing(
      ["#", ...headings(language, "side", "name", "document", "phone", "address")],
      parties.map(({ side, name, document, phone, address }, index) => [
        index + 1,
        partySides[side][language],
        name,
        document === undefined ? "" : `${identityDocuments[document.kind][language]} ${document.number}`,
        phone ?? "",
        address ?? "",
      ]),
    ),
  ].join("\n");

const originText = ({ caseId, referrals }: NonNullable<Part["origin"]>): string =>
  [caseId, ...referrals.map(({ agencyId, sourceNumber }) => `${agencyId} ${sourceNumber}`)].join(" · ");
