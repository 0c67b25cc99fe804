import type { Child, FC } from "hono/jsx";
import { type ChartTable, numberIn } from "../figure-tables.ts";
import type { Visit } from "../visit.ts";
import { shadeOf } from "./chart-scale.ts";

/** A number, which leads to its cases where they can be listed. */
export const leading = (visit: Visit, href: string | undefined, number: Child): Child =>
  href === undefined ? number : <a href={visit.link(href)}>{number}</a>;

/** A table whose cells are shaded by their numbers, in five steps of one blue. Its last column is no part of the scale. */
export const HeatTable: FC<{
  visit: Visit;
  table: ChartTable;
  hasTotal?: boolean;
  told?: (value: number) => string;
}> = ({ visit, table, hasTotal = true, told = String }) => {
  const last = hasTotal ? table.columns.length - 1 : table.columns.length;
  const greatest = Math.max(0, ...table.rows.flatMap(({ cells }) => cells.slice(0, last).map(numberIn)));
  return (
    <table class="heat">
      <caption class="unseen">{table.title}</caption>
      <thead>
        <tr>
          <th scope="col">{table.label}</th>
          {table.columns.map((column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(({ label, cells, links = [] }) => (
          <tr>
            <th scope="row">{label}</th>
            {cells.map((cell, index) => (
              <td class={index < last ? `h${shadeOf(numberIn(cell), greatest)}` : undefined}>
                {leading(visit, links[index], index < last ? told(numberIn(cell)) : numberIn(cell))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
