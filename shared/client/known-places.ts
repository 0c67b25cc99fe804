import { countyOf } from "../domain/scope.ts";
import type { Client } from "./client.ts";
import type { DirectoryFile, Row } from "./directory-file.ts";
import { ApiError, type Language } from "./errors.ts";

/** Tells which rows name a division, parent, station or body that is neither in the files at hand nor on the platform. */
export type KnownPlaces = {
  /** The reasons by row, in the language; rows without a reason are absent. */
  strangersIn: (file: DirectoryFile, language: Language) => Promise<Map<Row<unknown>, string[]>>;
  /** Whether the files at hand have that body. */
  isInFiles: (organisationId: string) => boolean;
};

/** Without anything to compare with, nothing is strange. */
export const noPlaces: KnownPlaces = { strangersIn: async () => new Map(), isInFiles: () => false };

/** What is known from files that are imported together, and from the platform, which is asked once for each county or body. */
export function knownPlaces(client: Client, files: readonly DirectoryFile[]): KnownPlaces {
  const divisionsHere = new Set(
    files.flatMap((file) => (file.kind === "divisions" ? file.rows.map(({ id }) => id) : [])),
  );
  const bodiesHere = new Set(
    files.flatMap((file) => (file.kind === "organisations" ? file.rows.map(({ id }) => id) : [])),
  );
  const counties = new Map<string, Promise<Set<string>>>();
  const bodies = new Map<string, Promise<boolean>>();
  const isDivision = async (code: string): Promise<boolean> => {
    if (divisionsHere.has(code)) return true;
    const county = countyOf(code);
    const asked = counties.get(county) ?? divisionsOf(client, county);
    counties.set(county, asked);
    return (await asked).has(code);
  };
  const isBody = (id: string): Promise<boolean> => {
    const asked = bodiesHere.has(id) ? Promise.resolve(true) : (bodies.get(id) ?? exists(client, id));
    bodies.set(id, asked);
    return asked;
  };

  return {
    isInFiles: (id) => bodiesHere.has(id),
    async strangersIn(file, language) {
      const strangers = new Map<Row<unknown>, string[]>();
      for (const { row, division, bodies: named } of namedIn(file)) {
        const reasons: string[] = [];
        if (division !== undefined && !(await isDivision(division))) reasons.push(texts.division(division)[language]);
        for (const id of named) if (!(await isBody(id))) reasons.push(texts.body(id)[language]);
        if (reasons.length > 0) strangers.set(row, reasons);
      }
      return strangers;
    },
  };
}

type Named = { row: Row<unknown>; division?: string | undefined; bodies: string[] };

function namedIn(file: DirectoryFile): Named[] {
  switch (file.kind) {
    case "divisions":
      // Above a county lies a city, of which the platform keeps no row.
      return file.rows.map((row) => {
        const { level, parentCode } = row.entry.body;
        return { row, division: level === "county" ? undefined : parentCode, bodies: [] };
      });
    case "organisations":
      return file.rows.map((row) => {
        const { divisionCode, parentId, stationedAt } = row.entry.body;
        return { row, division: divisionCode, bodies: [parentId, stationedAt].filter((id) => id !== undefined) };
      });
    case "mediators":
      return file.rows.map((row) => ({ row, bodies: [row.entry.params.organisationId] }));
  }
}

const divisionsOf = async (client: Client, county: string): Promise<Set<string>> =>
  new Set((await client.listDivisions({ query: { county } })).body.divisions.map(({ code }) => code));

async function exists(client: Client, organisationId: string): Promise<boolean> {
  try {
    await client.showOrganisation({ params: { organisationId } });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

const texts = {
  division: (code: string) => ({ en: `division ${code} is not registered`, zh: `区划 ${code} 未登记` }),
  body: (id: string) => ({ en: `organisation ${id} is not registered`, zh: `机构 ${id} 未登记` }),
};
