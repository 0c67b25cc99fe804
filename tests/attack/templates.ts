import { deflateRawSync } from "node:zlib";
import { unzipSync, zipSync } from "fflate";
import { coordinatorId } from "../../infra/demo/city.ts";
import { agreementTemplate, withParts } from "../support/paper-templates.ts";
import { storedButQuotas } from "../support/stored.ts";
import { type Corpus, each, type Ground, isGiven, type Random } from "./ground.ts";
import { type Answer, faultOfCode, faultOfProblem } from "./judges.ts";
import { storedSince } from "./stored-since.ts";

type Planted = { what: string; bytes: Uint8Array };
type Changes = Parameters<typeof withParts>[1];
const parts = [
  "word/document.xml",
  "word/_rels/document.xml.rels",
  "[Content_Types].xml",
  "_rels/.rels",
  "word/styles.xml",
];
/** Longer than any honest template takes, on a loaded machine too. */
const secondsAtMost = 10;

/** Documents of Word that unpack to too much, name what lies elsewhere, or run something: none becomes a template. */
export const templates: Corpus = {
  name: "hostile templates",
  zh: "恶意文书格式",
  atLeast: 300,
  async run({ town, send }: Ground, random) {
    const base = await agreementTemplate();
    const planted = plantedIn(base);
    const bent = bentFrom(random, base);
    const before = await storedButQuotas(town.platform);
    const ask = async (bytes: Uint8Array, path: string, more: object): Promise<Answer & { seconds: number }> => {
      const startedAt = performance.now();
      const body = { ...more, docx: Buffer.from(bytes).toString("base64") };
      const method = path.includes("/versions/") ? "PUT" : "POST";
      const answer = await send(path, { by: coordinatorId, method, body });
      return { ...answer, seconds: (performance.now() - startedAt) / 1000 };
    };
    const load = (bytes: Uint8Array, version: string) =>
      ask(bytes, `/v1/paper-templates/agreement/versions/${version}`, { effectiveFrom: "2031-01-01" });
    const faults = await each(
      planted,
      async ({ what, bytes }) => {
        const answers = [
          await load(bytes, "hostile"),
          await ask(bytes, "/v1/paper-templates/agreement/preview?format=docx", {}),
        ];
        const slow = answers.some(({ seconds }) => seconds > secondsAtMost) ? "takes too long" : undefined;
        const fault = slow ?? answers.map((one) => faultOfCode(one, "invalid-body")).find(isGiven);
        return fault === undefined ? undefined : `${what}: ${fault}`;
      },
      4,
    );
    // Torn and flipped ones: refused, or a document all the same; the platform goes on.
    const ofBent = await each(
      bent,
      async (bytes) => {
        const answer = await ask(bytes, "/v1/paper-templates/agreement/preview?format=docx", {});
        const fault = answer.seconds > secondsAtMost ? "takes too long" : undefined;
        return fault ?? (answer.status === 200 ? undefined : faultOfProblem(answer));
      },
      4,
    );
    const wrong = [...faults, ...ofBent].filter(isGiven);
    wrong.push(...(await storedSince(town.platform, before)));
    const good = await load(base, "good");
    if (good.status !== 201) wrong.push(`an honest template is refused, so that nothing is shown: ${good.text}`);
    return { tried: planted.length * 2 + bent.length, wrong };
  },
};

function plantedIn(base: Uint8Array): Planted[] {
  const relation = (part: string, type: string, rest: string): Changes => ({
    [part]: (xml) =>
      xml.replace(
        "</Relationships>",
        `<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" ${rest}/></Relationships>`,
      ),
  });
  const content = (more: string): Changes => ({
    "word/document.xml": (xml) => xml.replace("<w:body>", `<w:body><w:p>${more}</w:p>`),
  });
  const changed: readonly (readonly [string, Changes])[] = [
    ...parts.flatMap((part) => [
      ...[
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        '<!doctype a [<!entity a "aaaaaaaaaa"><!entity b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/a"> %p;]>',
      ].map((head) => [`${head} in ${part}`, { [part]: (xml: string) => headed(xml, head) }] as const),
      [`zeros in ${part}`, { [part]: (xml: string) => `${xml}\0` }] as const,
      [`a second root in ${part}`, { [part]: (xml: string) => `${xml}<a/>` }] as const,
      [`an open end in ${part}`, { [part]: (xml: string) => xml.slice(0, -12) }] as const,
    ]),
    ...["word/_rels/document.xml.rels", "_rels/.rels"].flatMap((part) =>
      [
        ["image", 'Target="http://127.0.0.1:9/a.png" TargetMode="External"'],
        ["image", 'Target="file:///etc/passwd"'],
        ["image", 'Target="\\\\127.0.0.1\\share\\a.png"'],
        ["attachedTemplate", 'Target="https://example.org/a.dotm" TargetMode="External"'],
        ["hyperlink", 'Target="https://example.org" TargetMode="External"'],
        ["oleObject", 'Target="embeddings/a.bin"'],
        ["aFChunk", 'Target="a.html"'],
        ["vbaProject", 'Target="vbaProject.bin"'],
        ["subDocument", 'Target="b.docx" TargetMode="External"'],
        ["control", 'Target="activeX1.xml"'],
      ].map(([type = "", rest = ""]) => [`${type} ${rest} in ${part}`, relation(part, type, rest)] as const),
    ),
    ...[
      'DDEAUTO c:\\cmd.exe "/k calc"',
      "DDE a b c",
      'INCLUDETEXT "file:///etc/passwd"',
      'INCLUDEPICTURE "http://127.0.0.1:9/"',
      "MERGEFIELD a",
      "MACROBUTTON a b",
      "IMPORT a",
      "LINK Excel.Sheet a",
      "HYPERLINK a",
      "DATABASE a",
    ].flatMap((code) => [
      [`the field ${code}`, content(`<w:fldSimple w:instr=" ${code.replaceAll('"', "&quot;")} "/>`)] as const,
      [`the field ${code}, cut up`, content(inRuns([code.slice(0, 3), code.slice(3)]))] as const,
    ]),
    ...[
      "<w:object/>",
      '<w:altChunk r:id="rId1"/>',
      '<w:control w:name="a"/>',
      '<w:subDoc r:id="rId1"/>',
      '<w:ins w:id="1"/>',
      '<w:pict><v:imagedata src="http://127.0.0.1:9/a.png"/></w:pict>',
      '<w:sdt><w:sdtPr><w:dataBinding w:xpath="a"/></w:sdtPr></w:sdt>',
      "{constructor}",
      "{__proto__}",
      "{#当事人}{#当事人}{姓名}{/当事人}{/当事人}",
      "{#协议内容}",
    ].map((more) => [more, content(more.startsWith("{") ? `<w:r><w:t>${more}</w:t></w:r>` : more)] as const),
    ...[
      "word/vbaProject.bin",
      "word/embeddings/a.xlsx",
      "word/fonts/a.odttf",
      "a.exe",
      "word/activeX/a.bin",
      "a.html",
      "b.docm",
    ].map((name) => [name, { [name]: () => "a" }] as const),
    ...[
      "../a.xml",
      "word/../../a.xml",
      "..\\a.xml",
      "/etc/a.xml",
      "word\\document.xml",
      "WORD/DOCUMENT.XML",
      "Word/document.xml",
    ].map((name) => [`a part called ${name}`, { [name]: () => "<a/>" }] as const),
  ];
  return [...changed.map(([what, change]) => ({ what, bytes: withParts(base, change) })), ...bombs(base)];
}

/** The declaration of the XML stays first, so that it is the planted one that is refused. */
const headed = (xml: string, head: string): string => xml.replace(/^(<\?xml[^>]*\?>)?/, (before) => `${before}${head}`);

const inRuns = (codes: readonly string[]): string =>
  `<w:r><w:fldChar w:fldCharType="begin"/></w:r>${codes
    .map((code) => `<w:r><w:instrText>${code.replaceAll('"', "&quot;")}</w:instrText></w:r>`)
    .join("")}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;

/** Archives that unpack to a thousand times what they are, or say that they do not. */
function bombs(base: Uint8Array): Planted[] {
  const megabytes = (count: number): Uint8Array => new Uint8Array(count * 1024 * 1024).fill(0x20);
  const many = Object.fromEntries(
    Array.from({ length: 1_000 }, (_, index) => [`word/media/a${index}.png`, new Uint8Array(1)]),
  );
  // A picture, which is looked at by its size alone, before all that a document has.
  const honest = zipSync({ "word/media/a.png": [megabytes(64), { level: 9 }], ...unzipSync(base) });
  const spread = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`word/media/a${index}.png`, megabytes(1)]),
  );
  return [
    { what: "64 MB of blanks", bytes: honest },
    { what: "100 MB of blanks in many parts", bytes: zipSync({ ...spread, ...unzipSync(base) }, { level: 9 }) },
    { what: "a thousand parts", bytes: zipSync({ ...many, ...unzipSync(base) }) },
    ...[0, 1, 100, 8 * 1024 * 1024, 0xffff_fffe].map((said) => ({
      what: `64 MB that are said to be ${said} bytes`,
      bytes: resized(honest, said),
    })),
    { what: "a whole document before another one", bytes: Buffer.concat([base, honest]) },
    { what: "packed twice", bytes: zipSync({ "word/document.xml": zipSync({ a: megabytes(16) }) }) },
    { what: "no archive", bytes: deflateRawSync(megabytes(8)) },
    { what: "nothing but an end", bytes: base.slice(base.length - 22) },
  ];
}

/** The archive with another unpacked size in both of its heads. */
function resized(archive: Uint8Array, size: number): Uint8Array {
  const bytes = Buffer.from(archive);
  const directory = bytes.readUInt32LE(bytes.length - 6);
  bytes.writeUInt32LE(size, directory + 24);
  bytes.writeUInt32LE(size, 22);
  return bytes;
}

/** The document with bits turned over, cut off, or written over itself. */
const bentFrom = (random: Random, base: Uint8Array): Uint8Array[] =>
  Array.from({ length: 120 }, (_, index) => {
    const bytes = Buffer.from(base);
    if (index % 3 === 0) return bytes.subarray(0, random(bytes.length));
    if (index % 3 === 1) bytes.copy(bytes, random(bytes.length), random(bytes.length));
    for (let count = 0; count < 1 + random(20); count += 1) {
      const at = random(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    }
    return bytes;
  });
