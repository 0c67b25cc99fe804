import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as z from "zod";
import type { MediationBody } from "../../shared/domain/routing-rules.ts";

const rows = (name: string): unknown =>
  parse(readFileSync(new URL(`../../shared/sample-data/${name}`, import.meta.url)), { columns: true });

const filled = (cells: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ""));

const organisation = z.preprocess(
  (cells) => filled(z.record(z.string(), z.unknown()).parse(cells)),
  z.object({
    id: z.string(),
    kind: z.enum(["committee", "studio", "agency"]),
    type: z.string(),
    level: z.enum(["village", "town", "county"]),
    name: z.string(),
    divisionCode: z.string().regex(/^\d{6}(\d{3}(\d{3})?)?$/),
    categories: z
      .string()
      .default("")
      .transform((list) => list.split(";").filter((code) => code !== "")),
    parentId: z.string().exactOptional(),
    stationedAt: z.string().exactOptional(),
    capacity: z.coerce.number().int().positive().exactOptional(),
    brandGrade: z.enum(["county", "prefecture", "province"]).exactOptional(),
    mediators: z.coerce.number().int().positive().exactOptional(),
  }),
);

const division = z.object({ code: z.string(), name: z.string(), level: z.string(), parentCode: z.string() });

export type RosterOrganisation = MediationBody & { name: string };

/** The sample directory of Tongxiang, as it is on an idle morning: nobody has an open case, nobody is suspended. */
export const readRoster = (): RosterOrganisation[] =>
  z
    .array(organisation)
    .parse(rows("tongxiang-organisations.csv"))
    .map(({ id, ...rest }) => ({ organisationId: id, ...rest, openCases: 0, suspended: false }));

/** The county, towns and villages of Tongxiang. */
export const readDivisions = (): z.infer<typeof division>[] => z.array(division).parse(rows("tongxiang-divisions.csv"));
