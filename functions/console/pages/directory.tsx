import type { FC } from "hono/jsx";
import type { OperationAnswer } from "../../../shared/contracts/routes.ts";
import { categories, type Label } from "../../../shared/domain/codes.ts";
import { heading } from "../../../shared/words/headings.ts";
import { listed } from "../../../shared/words/punctuation.ts";
import { administration } from "../administration-texts.ts";
import type { Said } from "../parts/administration.tsx";
import { Shell, say } from "../parts/shell.tsx";
import type { TextName } from "../texts.ts";
import type { Visit } from "../visit.ts";

type Found = OperationAnswer<"listOrganisations">;
type Organisation = OperationAnswer<"showOrganisation">;
type Division = { code: string; name: string };
type Wanted = { q?: string; under?: string; kind?: Organisation["kind"] };

const kinds = {
  committee: "kindCommittee",
  studio: "kindStudio",
  agency: "kindAgency",
} as const satisfies Record<Organisation["kind"], TextName>;
const kindNames = ["committee", "studio", "agency"] as const;

/** Who there is in the county, searched by name, by town and by kind; every choice stands in the address. */
export const DirectoryPage: FC<{
  visit: Visit;
  wanted: Wanted;
  found: Found;
  divisions: readonly Division[];
  county: string;
}> = ({ visit, wanted, found, divisions, county }) => {
  const title = say(visit, "directory");
  const nameOf = (code: string): string => divisions.find((one) => one.code === code)?.name ?? code;
  const next = new URLSearchParams({ ...wanted, cursor: found.cursor ?? "" });
  return (
    <Shell visit={visit} title={title} current="administration">
      <p>
        <a href={visit.link("/console/administration")}>{`← ${say(visit, administration.title)}`}</a>
      </p>
      <h1>{title}</h1>
      <form method="get" action={visit.link("/console/directory")} class="filter">
        <div class="field">
          <label for="q">{say(visit, "nameContains")}</label>
          <input id="q" name="q" type="search" maxlength={40} value={wanted.q ?? ""} />
        </div>
        <div class="field">
          <label for="under">{heading(visit.language, "division")}</label>
          <select id="under" name="under">
            <option value="">{nameOf(county)}</option>
            {divisions
              .filter(({ code }) => code.length === 9)
              .map(({ code, name }) => (
                <option value={code} selected={code === wanted.under}>
                  {name}
                </option>
              ))}
          </select>
        </div>
        <div class="field">
          <label for="of-kind">{say(visit, "kind")}</label>
          <select id="of-kind" name="kind">
            <option value="">{say(visit, "all")}</option>
            {kindNames.map((kind) => (
              <option value={kind} selected={kind === wanted.kind}>
                {say(visit, kinds[kind])}
              </option>
            ))}
          </select>
        </div>
        <button type="submit">{say(visit, "search")}</button>
      </form>
      {found.organisations.length === 0 ? (
        <p class="empty">{say(visit, "noOrganisations")}</p>
      ) : (
        <table class="list">
          <thead>
            <tr>
              <th scope="col">{heading(visit.language, "name")}</th>
              <th scope="col">{say(visit, "kind")}</th>
              <th scope="col">{heading(visit.language, "division")}</th>
              <th scope="col">{heading(visit.language, "openCases")}</th>
            </tr>
          </thead>
          <tbody>
            {found.organisations.map(({ organisationId, name, kind, divisionCode, openCases, suspended }) => (
              <tr>
                <td>
                  <a href={visit.link(`/console/directory/${organisationId}`)}>{name}</a>
                  {suspended && <span class="second">{say(visit, "suspended")}</span>}
                </td>
                <td>{say(visit, kinds[kind])}</td>
                <td>{nameOf(divisionCode)}</td>
                <td>{openCases ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {found.cursor !== undefined && (
        <p>
          <a class="button" href={visit.link(`/console/directory?${next}`)}>
            {say(visit, "nextPage")}
          </a>
        </p>
      )}
    </Shell>
  );
};

export type Act = { path: string; text: Label };

/** One organisation: what it is, where, and what it takes; and what can be changed of it. */
export const OrganisationPage: FC<{
  visit: Visit;
  organisation: Organisation;
  division: string;
  acts: readonly Act[];
  said: Said;
}> = ({ visit, organisation, division, acts, said }) => {
  const { language } = visit;
  const { name, kind, capacity, mediators, suspended } = organisation;
  const rows: [string, string | number | undefined][] = [
    [say(visit, "kind"), say(visit, kinds[kind])],
    [heading(language, "division"), division],
    [
      heading(language, "category"),
      listed(
        organisation.categories.map((code) => categories[code][language]),
        language,
      ),
    ],
    [say(visit, "capacity"), capacity],
    [say(visit, "mediators"), mediators],
    [heading(language, "status"), suspended ? say(visit, "suspended") : undefined],
  ];
  return (
    <Shell visit={visit} title={name} current="administration">
      <p>
        <a href={visit.link("/console/directory")}>{`← ${say(visit, "directory")}`}</a>
      </p>
      <h1>{name}</h1>
      {said !== undefined && (
        <p class={`notice ${said}`} role="status">
          {say(visit, said)}
        </p>
      )}
      {acts.length > 0 && (
        <nav class="tabs" aria-label={say(visit, administration.title)}>
          {acts.map(({ path, text }) => (
            <a href={visit.link(`/console/directory/${organisation.organisationId}/${path}`)}>{say(visit, text)}</a>
          ))}
        </nav>
      )}
      <section>
        <dl>
          {rows
            .filter(([, value]) => value !== undefined && value !== "")
            .map(([term, value]) => (
              <div>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </section>
    </Shell>
  );
};
