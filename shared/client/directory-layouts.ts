/** The filled cells of a row by column. */
export type Cells = Readonly<Record<string, string>>;

export type Layout = {
  /** Columns that only this kind of file has. */
  marks: readonly string[];
  columns: readonly string[];
  /** Columns that may be left out; what they hold then stays as it is. */
  furtherColumns: readonly string[];
  idOf: (cells: Cells) => string;
  /** The cells as parameters and body of the operation that saves the row, yet to be validated. */
  entryOf: (cells: Cells) => { params: Record<string, unknown>; body: Record<string, unknown> };
  /** Where a field's name is not its column's. */
  columnOf: Readonly<Record<string, string>>;
};

const list = (cell: string | undefined): string[] =>
  (cell ?? "")
    .split(";")
    .map((item) => item.trim())
    .filter((item) => item !== "");

const counted = (cell: string | undefined): number | string | undefined =>
  cell !== undefined && /^\d+$/.test(cell) ? Number(cell) : cell;

const truths: Readonly<Record<string, boolean>> = { true: true, false: false };
const truth = (cell: string | undefined): boolean | string | undefined =>
  cell === undefined ? undefined : (truths[cell.toLowerCase()] ?? cell);

/** Only the fields that have a value: an empty cell is an absent field. */
const present = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const divisions: Layout = {
  marks: ["code", "parentCode"],
  columns: ["code", "name", "level", "parentCode"],
  furtherColumns: [],
  idOf: ({ code = "" }) => code,
  entryOf: ({ code, ...facts }) => ({ params: { code }, body: facts }),
  columnOf: {},
};

const organisations: Layout = {
  marks: ["id", "kind"],
  columns: [
    "id",
    "kind",
    "type",
    "level",
    "name",
    "divisionCode",
    "categories",
    "parentId",
    "stationedAt",
    "capacity",
    "mediators",
    "brandGrade",
    "note",
  ],
  furtherColumns: ["termBeganOn", "suspended", "demonstrationSite", "regionBrand"],
  idOf: ({ id = "" }) => id,
  entryOf: ({ id, categories, capacity, mediators, suspended, demonstrationSite, ...facts }) => ({
    params: { organisationId: id },
    body: {
      ...facts,
      categories: list(categories),
      ...present({
        capacity: counted(capacity),
        mediators: counted(mediators),
        suspended: truth(suspended),
        demonstrationSite: truth(demonstrationSite),
      }),
    },
  }),
  columnOf: { organisationId: "id" },
};

const mediators: Layout = {
  marks: ["id", "organisationId"],
  columns: ["id", "organisationId", "name", "categories", "lead"],
  furtherColumns: ["publicEmployee", "grade", "employment", "honours"],
  idOf: ({ id = "", organisationId = "" }) => `${organisationId}/${id}`,
  entryOf: ({ id, organisationId, categories, lead, publicEmployee, honours, ...facts }) => ({
    params: { organisationId, mediatorId: id },
    body: {
      ...facts,
      categories: list(categories),
      ...present({
        lead: truth(lead),
        publicEmployee: truth(publicEmployee),
        honours: honours === undefined ? undefined : list(honours),
      }),
    },
  }),
  columnOf: { mediatorId: "id" },
};

/** How each directory file is laid out. */
export const directoryLayouts = { divisions, organisations, mediators };
