import type { TemplateFault, TemplateFaultCode } from "./fault.ts";
import type { Parts } from "./unpack.ts";
import { readXml } from "./xml.ts";

// The permitted content of a document that everybody opens who gets a paper: text, tables, pictures. Nothing that runs, fetches or hides.

const mainType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const relations: readonly string[] = [
  ...["officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail"],
  ...["styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "theme", "numbering"],
  ...["footnotes", "endnotes", "header", "footer", "image", "hyperlink", "glossaryDocument"],
  ...["customXml", "customXmlProps"],
];
const endings: readonly string[] = ["xml", "rels", "png", "jpg", "jpeg", "gif", "bmp"];
/** Fields that tell of the document alone and say tomorrow what they say today. */
const fields: readonly string[] = [
  ...["PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "SEQ", "STYLEREF", "TOC", "EQ", "SYMBOL"],
  ...["FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN"],
];
const changes: readonly string[] = ["ins", "del", "moveFrom", "moveTo", "delText", "cellIns", "cellDel"];
const objects: readonly string[] = ["object", "OLEObject", "control", "altChunk", "subDoc", "contentPart"];

/** What in a document must not be in a template. Throws `TemplateRefused` where it is none that can be read. */
export function harmsIn(parts: Parts): TemplateFault[] {
  const found = new Map<string, TemplateFault>();
  const note = (code: TemplateFaultCode, about: string) => found.set(`${code} ${about}`, { code, about });
  const types = parts["[Content_Types].xml"];
  if (types === undefined || parts["word/document.xml"] === undefined || parts["_rels/.rels"] === undefined)
    return [{ code: "not-a-document", about: "word/document.xml" }];
  const mains: string[] = [];
  readXml("[Content_Types].xml", types, {
    open(_name, attributes) {
      const { ContentType = "", PartName = "" } = attributes();
      if (/macro|vba/i.test(ContentType)) note("macros", PartName || ContentType);
      if (ContentType === mainType) mains.push(PartName);
    },
  });
  for (const [name, bytes] of Object.entries(parts)) {
    const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
    if (/vba|macro/i.test(name)) note("macros", name);
    else if (!endings.includes(ending)) note("embedded-object", name);
    else if (ending === "rels") relationsIn(name, bytes, note);
    else if (ending === "xml") contentIn(name, bytes, note);
  }
  const isDocument = mains.length === 1 && mains[0] === "/word/document.xml";
  if (found.size === 0 && !isDocument) note("not-a-document", "[Content_Types].xml");
  return [...found.values()];
}

type Note = (code: TemplateFaultCode, about: string) => void;

function relationsIn(part: string, bytes: Uint8Array, note: Note): void {
  readXml(part, bytes, {
    open(name, attributes) {
      if (name !== "Relationship") return;
      const { Type = "", Target = "", TargetMode = "Internal" } = attributes();
      const type = Type.slice(Type.lastIndexOf("/") + 1);
      if (/vba|macro|keyMap|attachedToolbars/i.test(type)) note("macros", type);
      else if (TargetMode !== "Internal" || /^[\w.+-]+:|^[\\/]{2}/.test(Target)) note("external-target", type);
      else if (/ole|package|control|activeX|aFChunk|subDocument|font$/i.test(type)) note("embedded-object", type);
      else if (!relations.includes(type)) note("unusual-part", type);
    },
  });
}

function contentIn(part: string, bytes: Uint8Array, note: Note): void {
  /** The codes of the fields that are open, the innermost last. */
  const codes: string[] = [];
  let isCode = false;
  const judge = (code: string) => {
    const [name = ""] = code.trim().split(/[\s\\]/);
    if (name !== "" && !fields.includes(name.toUpperCase())) note("active-field", name.slice(0, 40));
  };
  readXml(part, bytes, {
    open(name, attributes) {
      isCode = name === "instrText";
      if (changes.includes(name)) note("tracked-changes", part);
      if (objects.includes(name)) note("embedded-object", name);
      if (name === "dataBinding" || name === "mailMerge") note("bound-content", part);
      if (name === "fldSimple") judge(attributes()["instr"] ?? "");
      if (name === "fldChar") {
        const { fldCharType = "" } = attributes();
        if (fldCharType === "begin") codes.push("");
        else if (fldCharType === "separate") judge(codes.at(-1) ?? "");
        else judge(codes.pop() ?? "");
      }
      // Old drawings, among others, name where a picture lies beside the relationships of their part.
      const { src = "", href = "", althref = "" } = attributes();
      if (`${src}${href}${althref}` !== "") note("external-target", name);
    },
    close() {
      isCode = false;
    },
    text(said) {
      if (!isCode) return;
      if (codes.length === 0) judge(said);
      else codes.push(`${codes.pop() ?? ""}${said}`);
    },
  });
}
