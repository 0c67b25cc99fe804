import { zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { judgeTemplate } from "../../../shared/papers/templates/check.ts";
import { agreementTemplate, withParts } from "../../support/paper-templates.ts";

type Changes = Parameters<typeof withParts>[1];

let document: Uint8Array;
beforeAll(async () => {
  document = await agreementTemplate();
});
const faultsIn = (bytes: Uint8Array): string[] =>
  (judgeTemplate("agreement", bytes).faults ?? []).map(({ code, about }) => `${code} ${about}`);
const faultsWith = (change: Changes): string[] => faultsIn(withParts(document, change));

const relation = (type: string, rest: string): Changes => ({
  "word/_rels/document.xml.rels": (xml) =>
    xml.replace(
      "</Relationships>",
      `<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" ${rest}/></Relationships>`,
    ),
});
const content = (more: string): Changes => ({
  "word/document.xml": (xml) => xml.replace("<w:body>", `<w:body><w:p>${more}</w:p>`),
});
const field = (...codes: string[]): Changes =>
  content(
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r>${codes.map((code) => `<w:r><w:instrText>${code}</w:instrText></w:r>`).join("")}<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`,
  );

describe("a document that a template can be made of", () => {
  it("has text, tables, pages and pictures", () => {
    expect(faultsIn(document)).toEqual([]);
    expect(faultsWith(field(" PAGE \\* MERGEFORMAT "))).toEqual([]);
    expect(faultsWith(field("NUM", "PAGES"))).toEqual([]);
    expect(faultsWith(content('<w:fldSimple w:instr=" PAGE "/>'))).toEqual([]);
    const picture = relation("image", 'Target="media/seal.png"');
    expect(faultsWith({ ...picture, "word/media/seal.png": () => "PNG" })).toEqual([]);
  });
});

describe("a document is refused", () => {
  it.each([
    ["macros", { "word/vbaProject.bin": () => "vba" }, "macros word/vbaProject.bin"],
    [
      "the type of one with macros",
      {
        "[Content_Types].xml": (xml: string) =>
          xml.replace(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
          ),
      },
      "macros /word/document.xml",
    ],
    [
      "a picture from elsewhere",
      relation("image", 'Target="https://example.org/a.png" TargetMode="External"'),
      "external-target image",
    ],
    [
      "a template from elsewhere",
      relation("attachedTemplate", 'Target="file:///C:/a.dotm" TargetMode="External"'),
      "external-target attachedTemplate",
    ],
    [
      "a mode of a target written otherwise",
      relation("image", 'Target="a.png" TargetMode="&#69;xternal"'),
      "external-target image",
    ],
    ["an address as an inner target", relation("image", 'Target="\\\\server\\share\\a.png"'), "external-target image"],
    [
      "a link",
      relation("hyperlink", 'Target="https://example.org" TargetMode="External"'),
      "external-target hyperlink",
    ],
    ["an embedded object", relation("oleObject", 'Target="embeddings/o.bin"'), "embedded-object oleObject"],
    ["an embedded file", { "word/embeddings/book.xlsx": () => "x" }, "embedded-object word/embeddings/book.xlsx"],
    ["an embedded page", relation("aFChunk", 'Target="a.html"'), "embedded-object aFChunk"],
    ["a control", content('<w:control w:name="a"/>'), "embedded-object control"],
    ["comments", relation("comments", 'Target="comments.xml"'), "unusual-part comments"],
    [
      "changes that are tracked",
      content('<w:ins w:id="1"><w:r><w:t>样例</w:t></w:r></w:ins>'),
      "tracked-changes word/document.xml",
    ],
    [
      "text that lies elsewhere",
      content('<w:sdt><w:sdtPr><w:dataBinding w:xpath="a"/></w:sdtPr></w:sdt>'),
      "bound-content word/document.xml",
    ],
    ["a field that runs something", field(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k" '), "active-field DDEAUTO"],
    [
      "such a field in two runs",
      field(" INCLUDE", 'PICTURE "http://example.org/a.png" '),
      "active-field INCLUDEPICTURE",
    ],
    [
      "such a field of the simple kind",
      content('<w:fldSimple w:instr=" INCLUDETEXT a.docx "/>'),
      "active-field INCLUDETEXT",
    ],
    ["a field that changes by itself", field(" DATE "), "active-field DATE"],
    [
      "an old drawing that fetches",
      content('<w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://example.org/a.png"/></w:pict>'),
      "external-target imagedata",
    ],
    [
      "a field whose code stands twice, under two prefixes",
      content('<w:fldSimple w:instr=" INCLUDETEXT a.docx " x:instr=" PAGE " xmlns:x="urn:example:x"/>'),
      "not-a-document word/document.xml",
    ],
    [
      "a mode of a target that stands twice",
      relation("image", 'Target="a.png" TargetMode="External" x:TargetMode="Internal" xmlns:x="urn:example:x"'),
      "not-a-document word/_rels/document.xml.rels",
    ],
    [
      "an element of another name that fetches",
      content('<v:background xmlns:v="urn:schemas-microsoft-com:vml" src="http://example.org/a.png"/>'),
      "external-target background",
    ],
    [
      "one that fetches in a part beside the text",
      { "customXml/item9.xml": () => '<a althref="http://example.org/a.png"/>' },
      "external-target a",
    ],
    [
      "text that is merged into it from elsewhere",
      { "word/more.xml": () => '<w:settings xmlns:w="urn:example:w"><w:mailMerge/></w:settings>' },
      "bound-content word/more.xml",
    ],
    [
      "declarations of its own",
      { "word/document.xml": (xml: string) => xml.replace("<w:document", '<!DOCTYPE a [<!ENTITY b "c">]><w:document') },
      "not-a-document word/document.xml",
    ],
    [
      "broken XML",
      { "word/document.xml": (xml: string) => xml.replace("</w:body>", "</w:bdy>") },
      "not-a-document word/document.xml",
    ],
    [
      "XML that breaks off",
      { "word/document.xml": (xml: string) => xml.slice(0, -20) },
      "not-a-document word/document.xml",
    ],
    ["no text", { "word/document.xml": () => undefined }, "not-a-document word/document.xml"],
    [
      "another type",
      {
        "[Content_Types].xml": (xml: string) =>
          xml.replaceAll("wordprocessingml.document.main", "wordprocessingml.template.main"),
      },
      "not-a-document [Content_Types].xml",
    ],
  ] satisfies [string, Changes, string][])("with %s", (_what, change, fault) => {
    expect(faultsWith(change)).toEqual([fault]);
  });

  it("that is none", () => {
    expect(faultsIn(new TextEncoder().encode("%PDF-1.7"))).toEqual(["not-a-document ZIP"]);
    expect(faultsIn(document.subarray(0, 900))).toEqual(["not-a-document ZIP"]);
  });

  it("that unpacks to more than it may, in what it says or in what it is", () => {
    const bomb = zipSync({ "word/document.xml": new Uint8Array(9 * 1024 * 1024) });
    expect(bomb.length).toBeLessThan(20_000);
    expect(faultsIn(bomb)).toEqual(["unpacks-too-large word/document.xml"]);
  });

  // Of a picture nothing but its size is looked at.
  it.each(["word/big.xml", "word/media/big.png"])("that says of %s that it is small, and unpacks to much", (name) => {
    const lying = Buffer.from(withParts(document, { [name]: () => " ".repeat(30 * 1024 * 1024) }));
    for (const [signature, offset] of [
      [0x04034b50, 22],
      [0x02014b50, 24],
    ] as const) {
      for (let at = 0; at + 46 < lying.length; at += 1)
        if (lying.readUInt32LE(at) === signature && lying.readUInt32LE(at + offset) === 30 * 1024 * 1024)
          lying.writeUInt32LE(1_000, at + offset);
    }
    const before = process.memoryUsage().arrayBuffers;
    expect(faultsIn(lying)).toEqual([`not-a-document ${name}`]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });

  it("with more parts than a document has, or two of one name", () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`word/a${index}.xml`, () => "<a/>"]));
    expect(faultsWith(many)).toEqual([expect.stringContaining("unpacks-too-large")]);
    expect(faultsWith({ "word/Document.xml": () => "<a/>" })).toEqual(["not-a-document word/Document.xml"]);
    expect(faultsWith({ "../a.xml": () => "<a/>" })).toEqual(["not-a-document ../a.xml"]);
  });
});
