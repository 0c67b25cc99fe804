import { partiesMeant } from "../../shared/domain/party-terms.ts";
import { typed } from "./forms/entry.ts";

import { type Found, SearchPage } from "./pages/search.tsx";
import { type Here, sentHere, type Visit } from "./visit.ts";

const numberAtMost = 80;

/** The page of one field. */
export const showSearch = ({ html, get }: Here): Response | Promise<Response> => {
  const visit = get("visit");
  return html(<SearchPage visit={visit} text={visit.kept === undefined ? "" : typed(visit.kept, "sought")} />);
};

/** What the text of the one field means: a number first; where there is none of it, a party. */
export async function showFound(context: Here): Promise<Response> {
  const { html, get } = context;
  const visit = get("visit");
  const text = typed(await sentHere(context), "sought").slice(0, 100);
  return html(
    text === "" ? (
      <SearchPage visit={visit} />
    ) : (
      <SearchPage visit={visit} text={text} found={await foundBy(visit, text)} />
    ),
  );
}

async function foundBy({ client, session }: Visit, text: string): Promise<Found> {
  if (text.length <= numberAtMost) {
    const { body } = await client.searchCases({ body: { number: text } });
    if (body.cases.length > 0) return body;
  }
  // An auditor reads no parties, and so looks for none.
  const meant = session?.seat?.role === "auditor" ? [] : partiesMeant(text);
  for (const party of meant) {
    const { body } = await client.searchCases({ body: party });
    if (body.cases.length > 0 || body.incomplete) return body;
  }
  return { cases: [] };
}
