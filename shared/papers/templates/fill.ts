import Docxtemplater from "docxtemplater";
import { strToU8, type Zippable, zipSync } from "fflate";
import PizZip from "pizzip";
import { plain } from "../plain.ts";
import { TemplateRefused } from "./fault.ts";
import { harmsIn } from "./harmless.ts";
import { type Parts, unpackDocument } from "./unpack.ts";
import type { Values } from "./values.ts";

/** What a template names: a text or a list by name, with the lists in which it stands, the innermost last. */
export type Named = { name: string; within: readonly string[]; isSection: boolean };
/** What stands in the properties of a paper. */
export type About = { title: string; at: string };

/** Fills a template that was judged when it was loaded. Equal templates and values are equal bytes. */
export function fillTemplate(bytes: Uint8Array, values: Values, about: About): Buffer<ArrayBuffer> {
  const parts = own(unpackDocument(bytes));
  const { document } = compiled(parts);
  document.render(values);
  return packed(parts, document, about);
}

/** What a template names, and what it says. Throws `TemplateRefused`. */
export function tagsIn(bytes: Uint8Array): { named: Named[]; text: string } {
  const parts = unpackDocument(bytes);
  const harms = harmsIn(parts);
  if (harms.length > 0) throw new TemplateRefused(harms);
  const { document, named } = compiled(own(parts));
  return { named, text: document.getFullText() };
}

/** A paper does not tell its reader who wrote the template, where and when; nor does it name fields. */
const own = (parts: Parts): Parts => {
  const properties = "http://schemas.openxmlformats.org/officeDocument/2006";
  const empty: Readonly<Record<string, string>> = {
    "docProps/core.xml": core({ title: "", at: "1980-01-01T00:00:00Z" }),
    "docProps/app.xml": `<Properties xmlns="${properties}/extended-properties"><Application>Accord</Application></Properties>`,
    "docProps/custom.xml": `<Properties xmlns="${properties}/custom-properties"/>`,
  };
  const replaced = Object.entries(empty).filter(([name]) => parts[name] !== undefined);
  return { ...parts, ...Object.fromEntries(replaced.map(([name, xml]) => [name, strToU8(xml)])) };
};

function core({ title, at }: About): string {
  const time = `${at.slice(0, 19)}Z`;
  const escaped = plain(title).replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const dated = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${time}</dcterms:${name}>`;
  const names = [
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"',
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  ].join(" ");
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties ${names}><dc:title>${escaped}</dc:title><dc:creator>Accord</dc:creator>${dated("created")}${dated("modified")}</cp:coreProperties>`;
}

type TagOrText = { type: string; value: string; raw?: string; module?: string; subparsed?: TagOrText[] };

function compiled(parts: Parts): { document: Docxtemplater; named: Named[] } {
  const named: Named[] = [];
  const collect = (tags: readonly TagOrText[], within: readonly string[]) => {
    for (const { type, value, raw = value, module, subparsed } of tags) {
      if (type !== "placeholder") continue;
      // The library also knows a way to put XML in; no text becomes anything but text here.
      if (module !== undefined && module !== "loop")
        throw new TemplateRefused([{ code: "template-syntax", about: `{${raw}}` }]);
      named.push({ name: value, within, isSection: module === "loop" });
      if (subparsed !== undefined) collect(subparsed, [...within, value]);
    }
  };
  const looksOn = {
    name: "looks-on",
    set({ inspect }: { inspect?: { postparsed?: TagOrText[] } }) {
      if (inspect?.postparsed !== undefined) collect(inspect.postparsed, []);
    },
  };
  try {
    const document = new Docxtemplater(new PizZip(zipSync({ ...parts }, { level: 0 })), {
      paragraphLoop: true,
      linebreaks: true,
      errorLogging: false,
      syntax: { changeDelimiterPrefix: null },
      // A field is looked up by its whole name and in no other way: nothing of a template is run.
      parser: (name) => ({ get: (scope) => (isScope(scope) && Object.hasOwn(scope, name) ? scope[name] : undefined) }),
      nullGetter({ value }) {
        throw new RangeError(`nothing is known of the field ${value}`);
      },
      modules: [looksOn],
    });
    return { document, named };
  } catch (error) {
    if (error instanceof TemplateRefused) throw error;
    throw new TemplateRefused(syntaxFaults(error));
  }
}

const isScope = (scope: unknown): scope is Readonly<Record<string, unknown>> =>
  typeof scope === "object" && scope !== null;

/** Which tags the library could not read. */
function syntaxFaults(error: unknown): { code: "template-syntax" | "not-a-document"; about: string }[] {
  const { properties } = isScope(error) ? error : {};
  const { errors = [error] } = isScope(properties) ? properties : {};
  const about = (Array.isArray(errors) ? errors : []).flatMap((one: unknown) => {
    const { properties: of } = isScope(one) ? one : {};
    const { xtag, id } = isScope(of) ? of : {};
    return typeof id === "string" ? [typeof xtag === "string" ? `${id} {${xtag}}` : id] : [];
  });
  if (about.length === 0) return [{ code: "not-a-document", about: "word/document.xml" }];
  return about.map((one) => ({ code: "template-syntax", about: one }));
}

/** The parts again in their order, those that were filled in place of the template's, without a time of today. */
function packed(parts: Parts, document: Docxtemplater, about: About): Buffer<ArrayBuffer> {
  // ZIP knows the time of a clock on a wall only, from 1980 on.
  const mtime = new Date(1980, 0, 1);
  const zip: PizZip = document.getZip();
  const entries: Zippable = {};
  for (const [name, before] of Object.entries(parts)) {
    const filled = name === "docProps/core.xml" ? strToU8(core(about)) : zip.files[name]?.asUint8Array();
    entries[name] = [filled ?? before, { mtime }];
  }
  return Buffer.from(zipSync(entries, { level: 6 }));
}
