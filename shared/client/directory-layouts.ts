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
  /** What the columns are called in Chinese. */
  titles: Readonly<Record<string, string>>;
  /** Columns that say yes or no. */
  truths: readonly string[];
};

/** The column that a title means: by its name, or in Chinese; the title itself where it is none of these. */
export function columnNamed({ titles }: Pick<Layout, "titles">, title: string): string {
  const [column = title] = Object.entries(titles).find(([, chinese]) => chinese === title) ?? [];
  return column;
}

const list = (cell: string | undefined): string[] =>
  (cell ?? "")
    .split(/[;；、]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");

const counted = (cell: string | undefined): number | string | undefined =>
  cell !== undefined && /^\d+$/.test(cell) ? Number(cell) : cell;

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  是: true,
  false: false,
  no: false,
  否: false,
};
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
  titles: { code: "区划代码", name: "名称", level: "级别", parentCode: "上级区划代码" },
  truths: [],
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
  furtherColumns: ["termBeganOn", "suspended", "demonstrationSite", "regionBrand", "numberSeries"],
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
  titles: {
    id: "机构标识",
    kind: "性质",
    type: "类型",
    level: "级别",
    name: "名称",
    divisionCode: "区划代码",
    categories: "纠纷类别",
    parentId: "上级机构标识",
    stationedAt: "派驻机构标识",
    capacity: "在办上限",
    mediators: "调解员人数",
    brandGrade: "品牌等级",
    note: "备注",
    termBeganOn: "任期起始日",
    suspended: "停用",
    demonstrationSite: "示范点",
    regionBrand: "区域品牌",
    numberSeries: "协议书字号",
  },
  truths: ["suspended", "demonstrationSite"],
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
  titles: {
    id: "调解员标识",
    organisationId: "机构标识",
    name: "姓名",
    categories: "纠纷类别",
    lead: "首席",
    publicEmployee: "公职人员",
    grade: "等级",
    employment: "专兼职",
    honours: "荣誉",
  },
  truths: ["lead", "publicEmployee"],
};

/** How each directory file is laid out. */
export const directoryLayouts = { divisions, organisations, mediators };
