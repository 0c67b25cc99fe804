import { given } from "../../shared/domain/given.ts";
import { DirectoryPage, OrganisationPage } from "./pages/directory.tsx";
import type { Here } from "./visit.ts";

/** The organisations of the person's county: by name, kind and town, page by page. */
export async function showDirectory(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { client, session } = visit;
  const organisationId = session?.seat?.organisationId ?? "";
  const own = (await client.showOrganisation({ params: { organisationId } })).body;
  const county = own.divisionCode.slice(0, 6);
  const { q = "", under = "", kind = "", cursor = "" } = context.req.query();
  const kindAsked = (["agency", "committee", "studio"] as const).find((one) => one === kind);
  const wanted = {
    ...given("q", q.trim().slice(0, 40) || undefined),
    ...given("under", /^\d{9}(\d{3})?$/.test(under) ? under : undefined),
    ...given("kind", kindAsked),
    ...given("cursor", cursor || undefined),
  };
  const [{ body }, { body: divided }] = await Promise.all([
    client.listOrganisations({ query: { county, ...wanted, load: "true" } }),
    client.listDivisions({ query: { county } }),
  ]);
  return context.html(
    <DirectoryPage visit={visit} wanted={wanted} found={body} divisions={divided.divisions} county={county} />,
  );
}

/** The facts of one organisation. */
export async function showOrganisation(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const organisationId = context.req.param("organisationId") ?? "";
  const { body } = await visit.client.showOrganisation({ params: { organisationId } });
  const county = body.divisionCode.slice(0, 6);
  const { body: divided } = await visit.client.listDivisions({ query: { county } });
  const name = divided.divisions.find(({ code }) => code === body.divisionCode)?.name ?? body.divisionCode;
  return context.html(<OrganisationPage visit={visit} organisation={body} division={name} />);
}
