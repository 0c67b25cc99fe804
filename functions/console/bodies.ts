import type { ClientRequest } from "../../shared/client/request.ts";
import type { BodyField } from "../../shared/contracts/body-fields.ts";
import { policeTypes } from "../../shared/domain/organisation-types.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import { heading } from "../../shared/words/headings.ts";
import { typed } from "./forms/entry.ts";
import { type BodyPick, type FoundBodies, isBodyPick, picked } from "./forms/form-state.ts";
import type { Sent } from "./forms/step-form.ts";
import { say } from "./parts/shell.tsx";
import type { Visit } from "./visit.ts";

type Query = ClientRequest<"listOrganisations">["query"];
type Narrowed = Pick<Query, "kind" | "type">;

/** Which organisations each kind of field can name; several queries where one cannot say it. */
const narrowed: Readonly<Record<BodyPick, readonly Narrowed[]>> = {
  organisation: [{}],
  mediating: [{ kind: "committee" }, { kind: "studio" }],
  court: [{ type: "court" }],
  police: policeTypes.map((type) => ({ type })),
};
/** Their load is counted for each of them, so they are few: a part of the name finds the others. */
const shownAtMost = 20;

/** The organisations that each field of a form can name, of the person's county. */
export async function bodiesIn(
  visit: Visit,
  fields: readonly BodyField[],
  sent: Sent,
  narrow: Readonly<Record<string, BodyPick>> = {},
): Promise<Record<string, FoundBodies>> {
  const asked = fields.flatMap(({ name }) => {
    const pick = narrow[name] ?? picked[name];
    return isBodyPick(pick) ? [{ name, pick }] : [];
  });
  if (asked.length === 0) return {};
  const organisationId = visit.session?.seat?.organisationId ?? "";
  const { divisionCode } = (await visit.client.showOrganisation({ params: { organisationId } })).body;
  const county = countyOf(divisionCode);
  const found = await Promise.all(
    asked.map(async ({ name, pick }) => [name, await bodiesFor(visit, county, { name, pick, sent })] as const),
  );
  return Object.fromEntries(found);
}

/** The organisations of a county that a field can name, as far as they fit what was typed into its search, with their load. */
async function bodiesFor(
  visit: Visit,
  county: string,
  { name, pick, sent }: { name: string; pick: BodyPick; sent: Sent },
): Promise<FoundBodies> {
  const { client, language } = visit;
  const q = typed(sent, `find:${name}`).slice(0, 40);
  const pages = await Promise.all(
    narrowed[pick].map((by) =>
      client.listOrganisations({
        query: { county, ...by, ...(q === "" ? {} : { q }), load: "true", limit: shownAtMost },
      }),
    ),
  );
  const found = pages.flatMap(({ body }) => body.organisations);
  const choices = found.map(({ organisationId, name: called, openCases = 0, capacity, suspended }) => {
    const limit = capacity === undefined ? "" : ` / ${capacity}`;
    const load = `${heading(language, "openCases")} ${openCases}${limit}`;
    return { id: organisationId, name: `${called} · ${suspended ? say(visit, "suspended") : load}` };
  });
  // The chosen body stays, whatever is searched for then.
  const others = (sent.get(name) ?? []).filter((id) => id !== "" && !choices.some((one) => one.id === id));
  const kept = await Promise.all(others.map((id) => named(visit, id)));
  return { q, choices: [...kept.flat(), ...choices], more: pages.some(({ body }) => body.cursor !== undefined) };
}

const named = ({ client }: Visit, organisationId: string): Promise<{ id: string; name: string }[]> =>
  client.showOrganisation({ params: { organisationId } }).then(
    ({ body }) => [{ id: organisationId, name: body.name }],
    // An invented id, or another county's, is no choice.
    () => [],
  );
