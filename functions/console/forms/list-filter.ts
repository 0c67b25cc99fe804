import type * as z from "zod";
import { type listCasesQuery, listFilter } from "../../../shared/contracts/case-lists.ts";

export type ListView = z.output<ReturnType<typeof listCasesQuery>>["as"];
type Shape = ReturnType<typeof listFilter>;
type FilterName = keyof Shape;
/** What is set, as it stands in the address. */
export type Filters = Readonly<Partial<Record<FilterName | "month", string>>>;

const filterNames = (): FilterName[] => {
  const shape = listFilter();
  const isName = (name: string): name is FilterName => name in shape;
  return Object.keys(shape).filter(isName);
};

/** The filters of an address: what says nothing, or nothing that is known, is left out. */
export function filtersIn(query: Readonly<Record<string, string>>): Filters {
  const shape = listFilter();
  const set = filterNames().flatMap((name) => {
    const value = query[name] ?? "";
    return value !== "" && shape[name].safeParse(value).success ? [[name, value]] : [];
  });
  const month = /^\d{4}-(0[1-9]|1[0-2])$/.test(query["month"] ?? "") ? { month: query["month"] } : {};
  return { ...Object.fromEntries(set), ...month };
}

/** The address of a list: its view, what narrows it, and where it goes on. */
export function addressOf(view: ListView, filters: Filters, cursor?: string): string {
  const query = new URLSearchParams({ as: view, ...filters, ...(cursor === undefined ? {} : { cursor }) });
  return `/console/cases?${query}`;
}

/** The same without one of the filters. */
export const without = (filters: Filters, name: keyof Filters): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([key]) => key !== name));
