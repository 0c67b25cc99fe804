import { given } from "../../shared/domain/given.ts";
import { countyOf } from "../../shared/domain/scope.ts";
import { administration } from "./administration-texts.ts";
import { type Act, DirectoryPage, OrganisationPage } from "./pages/directory.tsx";
import { saidIn } from "./parts/administration.tsx";
import { may, type Organisation, ownSeat } from "./rights.ts";
import { texts } from "./texts.ts";
import type { Here } from "./visit.ts";

/** The organisations of the person's county: by name, kind and town, page by page. */
export async function showDirectory(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const { client, session } = visit;
  const organisationId = session?.seat?.organisationId ?? "";
  const own = (await client.showOrganisation({ params: { organisationId } })).body;
  const county = countyOf(own.divisionCode);
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

/** The facts of one organisation, and what the person may change of it. */
export async function showOrganisation(context: Here): Promise<Response> {
  const visit = context.get("visit");
  const organisationId = context.req.param("organisationId") ?? "";
  const { body } = await visit.client.showOrganisation({ params: { organisationId } });
  const county = countyOf(body.divisionCode);
  const [{ seat }, divisions] = await Promise.all([
    ownSeat(visit),
    // The operator belongs to no county.
    /^[1-9]/.test(county) ? visit.client.listDivisions({ query: { county } }) : undefined,
  ]);
  const name = divisions?.body.divisions.find(({ code }) => code === body.divisionCode)?.name ?? body.divisionCode;
  const said = saidIn(context);
  return context.html(
    <OrganisationPage visit={visit} organisation={body} division={name} acts={actsOn(body, seat)} said={said} />,
  );
}

function actsOn(of: Organisation, seat: Awaited<ReturnType<typeof ownSeat>>["seat"]): Act[] {
  const supervises = may(seat, "suspendOrganisation", { act: "supervise-organisation", of });
  const acts: (Act | false)[] = [
    supervises && { path: "change", text: administration.change },
    may(seat, "listMediators", { act: "register-mediator", of }) &&
      of.kind !== "agency" && { path: "mediators", text: administration.mediators },
    may(seat, "invitePerson", { act: "administer-people", of }) && { path: "people", text: texts.people },
    may(seat, "registerKey", { act: "hold-keys", of }) && { path: "keys", text: administration.keys },
    may(seat, "listAccess", { act: "read-access", of }) && { path: "access", text: administration.access },
    may(seat, "showLimits", { act: "read-limits", of }) && { path: "limits", text: administration.limits },
    supervises &&
      (of.suspended
        ? { path: "reinstate", text: administration.reinstate }
        : { path: "suspend", text: administration.suspend }),
  ];
  return acts.filter((act) => act !== false);
}
