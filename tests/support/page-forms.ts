// A page as a browser sees it, without one: its forms, what stands in their fields, and what a person could type there.

/** A form of a page, and what it would send: each field's texts by its name. */
export type PageForm = { action: string; fields: PageField[] };
type PageField = { name: string; kind: string; value: string; isSet: boolean };

const decoded = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : decoded(found);
};

/** A page without the time at which it would be printed: in that alone a page differs from the same one a minute later. */
export const untimed = (page: string): string => page.replace(/<p class="printed">[^<]*<\/p>/, "");

/** The forms in the content of a page that send something, without those of its head. */
export function formsOn(page: string): PageForm[] {
  const content = page.slice(page.indexOf("<main"));
  return [...content.matchAll(/<form method="post"([^>]*)>(.*?)<\/form>/gs)].map(([, tag = "", inner = ""]) => ({
    action: attribute(tag, "action") ?? "",
    fields: [...inputsIn(inner), ...selectsIn(inner), ...textareasIn(inner)],
  }));
}

function inputsIn(html: string): PageField[] {
  return [...html.matchAll(/<input ?[^>]*>/g)].flatMap(([tag]) => {
    const name = attribute(tag, "name");
    const kind = attribute(tag, "type") ?? "text";
    const isBox = kind === "checkbox" || kind === "radio";
    const value = attribute(tag, "value") ?? "";
    return name === undefined ? [] : [{ name, kind, value, isSet: !isBox || / checked/.test(tag) }];
  });
}

function selectsIn(html: string): PageField[] {
  return [...html.matchAll(/<select[^>]* name="([^"]*)"[^>]*>(.*?)<\/select>/gs)].flatMap(
    ([, name = "", options = ""]) =>
      [...options.matchAll(/<option ?[^>]*>/g)].map(([tag]) => ({
        name,
        kind: "option",
        value: attribute(tag, "value") ?? "",
        isSet: / selected/.test(tag),
      })),
  );
}

function textareasIn(html: string): PageField[] {
  return [...html.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>(.*?)<\/textarea>/gs)].map(
    // A browser drops the line that is broken right after the tag.
    ([, name = "", text = ""]) => ({ name, kind: "textarea", value: decoded(text).replace(/^\n/, ""), isSet: true }),
  );
}

/** Whether a person says something in a form, and does more than press its button. */
export const isTypedInto = ({ fields }: PageForm): boolean => fields.some(({ kind }) => kind !== "hidden");

/** What the form says now, by field; a field of a file says nothing. */
export function saidBy({ fields }: PageForm): Map<string, string[]> {
  const said = fields.filter(({ kind, isSet }) => isSet && kind !== "file");
  return new Map(
    [...Map.groupBy(said, ({ name }) => name)].map(([name, all]) => [name, all.map(({ value }) => value)]),
  );
}

const samples: Readonly<Record<string, (name: string) => string>> = {
  date: () => "2026-12-01",
  month: () => "2019-03",
  "datetime-local": () => "2026-12-01T10:00",
  textarea: (name) => `样例 ${name}\n"第二行" <b>`,
};

/** What a person might type into each field of the form, and choose where there is a choice: the last of them. */
export function filled({ action, fields }: PageForm, own: Readonly<Record<string, string>> = {}): PageForm {
  const choices = fields.filter(({ kind }) => kind === "radio" || kind === "option");
  const lastOf = new Map(choices.filter(({ value }) => value !== "").map((field) => [field.name, field]));
  return {
    action,
    fields: fields.map((field) => {
      const { name, kind } = field;
      if (kind === "hidden" || kind === "file") return field;
      if (kind === "radio" || kind === "option") return { ...field, isSet: lastOf.get(name) === field };
      if (kind === "checkbox") return { ...field, isSet: true };
      return { ...field, value: own[name] ?? (samples[kind] ?? ((of) => `样例 ${of}`))(name) };
    }),
  };
}
