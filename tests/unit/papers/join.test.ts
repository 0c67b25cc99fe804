import { deflateSync } from "node:zlib";
import { PDFDocument } from "@cantoo/pdf-lib";
import fc from "fast-check";
import { strFromU8, unzipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { boundedPng } from "../../../shared/papers/bounded-unpacking.ts";
import type { Fonts } from "../../../shared/papers/fonts.ts";
import { layPaper } from "../../../shared/papers/forms.ts";
import { asPages, joinPdf, packZip, pixelsOf } from "../../../shared/papers/join.ts";
import { writePdf } from "../../../shared/papers/pdf.ts";
import { now } from "../../support/cases.ts";
import { everythingSaid, paperFacts } from "../../support/paper-facts.ts";
import { fontsForTests, hasPoppler, pdfText, squeezed } from "../../support/paper-texts.ts";
import { chunk, jpegOf, pngHolding, pngOf } from "../../support/pictures.ts";

const pdf = "application/pdf";
let fonts: Fonts;
const made = async (kind: "cover" | "contents" | "back_cover" | "agreement"): Promise<Buffer<ArrayBuffer>> =>
  (await writePdf(layPaper(kind, paperFacts({ said: everythingSaid })).layout, fonts)).bytes;
const pagesOf = async (contentType: string, bytes: Uint8Array) =>
  (await asPages({ contentType, bytes }))?.getPageCount();
const turnOf = async (bytes: Uint8Array) =>
  (await asPages({ contentType: "image/jpeg", bytes }))?.getPage(0).getRotation().angle;
beforeAll(async () => {
  fonts = await fontsForTests();
});

describe("a paper as pages", () => {
  it("has the pages of a PDF, and one of a picture", async () => {
    expect(await pagesOf(pdf, await made("agreement"))).toBe(2);
    expect(await pagesOf("image/png", pngOf(3, 2))).toBe(1);
    expect(await pagesOf("image/jpeg", jpegOf(4_000, 3_000))).toBe(1);
  });

  it("stands upright as the camera was held", async () => {
    expect(await Promise.all([1, 3, 6, 8, 9].map((held) => turnOf(jpegOf(4_000, 3_000, held))))).toEqual([
      ...[0, 180, 90, 270, 0],
    ]);
  });

  it("is none of a file of another type, a broken or a locked one", async () => {
    const locked = await PDFDocument.load(await made("cover"));
    locked.encrypt({ userPassword: "样例", ownerPassword: "样例" });
    const whole = await made("agreement");
    for (const [type, bytes] of [
      [pdf, await locked.save()],
      [pdf, whole.subarray(0, whole.length >> 1)],
      [pdf, Buffer.from("%PDF-1.7")],
      ["image/jpeg", Buffer.from("ffd8ff", "hex")],
      ["audio/mpeg", Buffer.from("ID3")],
    ] as const) {
      expect([type, bytes.length, await pagesOf(type, bytes)]).toEqual([type, bytes.length, undefined]);
    }
  });
});

describe("a paper that says less than it unpacks to", () => {
  const zeros = (size: number) => deflateSync(Buffer.alloc(size));
  it("is kept apart as a PNG that holds more than its head says, moves, or is too large", async () => {
    const inside = (more: Buffer) => {
      const png = Buffer.from(pngOf(3, 2));
      return new Uint8Array(Buffer.concat([png.subarray(0, 33), more, png.subarray(33)]));
    };
    expect(await pagesOf("image/png", pngHolding(1, 1, zeros(1_000_000)))).toBeUndefined();
    expect(await pagesOf("image/png", inside(chunk("acTL", Buffer.alloc(8))))).toBeUndefined();
    expect(await pagesOf("image/png", pngOf(4_000, 4_000))).toBeUndefined();
    expect(pixelsOf({ contentType: "image/png", bytes: pngOf(4_000, 4_000) })).toBe(0);
  });

  it("is drawn without the texts of a PNG, which are never unpacked", () => {
    const png = Buffer.from(pngOf(3, 2));
    const texts = ["tEXt", "zTXt", "iTXt"].map((type) => chunk(type, Buffer.from("a\0\0 样例")));
    expect(boundedPng(Buffer.concat([png.subarray(0, 33), ...texts, png.subarray(33)])).equals(png)).toBe(true);
  });

  it("is kept apart as a PDF whose objects unpack to more than any structure needs, in one stream or in all", async () => {
    const packed = (dictionary: string, data: Buffer, number: number) =>
      Buffer.concat([
        Buffer.from(`\n${number} 0 obj\n<<${dictionary}/Length ${data.length}>>\nstream\n`),
        data,
        Buffer.from("\nendstream\nendobj\n"),
      ]);
    const holding = async (streams: readonly Buffer[]) => {
      const whole = await made("cover");
      const at = whole.indexOf("\n") + 1;
      return pagesOf(pdf, Buffer.concat([whole.subarray(0, at), Buffer.from("%\n"), ...streams, whole.subarray(at)]));
    };
    const objects = "/Type/ObjStm/N 0/First 0/Filter/FlateDecode";
    const part = (number: number) => packed(objects, zeros(12 * 2 ** 20), number);
    expect(await holding([part(900)])).toBe(1);
    expect(await holding([part(900), part(901), part(902)])).toBeUndefined();
    expect(await holding([packed(objects, zeros(40 * 2 ** 20), 900)])).toBeUndefined();
    const twice = objects.replace("/FlateDecode", "[/FlateDecode/FlateDecode]");
    expect(await holding([packed(twice, deflateSync(zeros(1_000)), 900)])).toBeUndefined();
    const references = "/Type/XRef/Size 0/W[1 1 1]/Filter/FlateDecode";
    expect(await holding([packed(references, zeros(40 * 2 ** 20), 900)])).toBeUndefined();
  });
});

describe("a PDF with broken bytes", () => {
  it("is joined, or kept apart; it never keeps the others from being bound", async () => {
    const cover = await made("cover");
    const plain = await made("agreement");
    const packed = Buffer.from(await (await PDFDocument.load(plain)).save());
    const outcomes = new Set<string>();
    const hit = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 255 }));
    const broken = fc.asyncProperty(
      fc.boolean(),
      fc.array(hit, { minLength: 1, maxLength: 30 }),
      async (isPacked, hits) => {
        const bytes = Buffer.from(isPacked ? packed : plain);
        // More of them in the front, where most of the structure stands.
        for (const [place, byte] of hits) bytes[Math.floor(place ** 2 * (bytes.length - 1))] = byte;
        const pages = await asPages({ contentType: pdf, bytes });
        outcomes.add(pages === undefined ? "apart" : "joined");
        const papers = pages === undefined ? [] : [pages];
        await joinPdf({ cover, contents: cover, backCover: cover, papers }, { title: "样例", at: now });
      },
    );
    await fc.assert(broken, { numRuns: 200 });
    expect([...outcomes].toSorted()).toEqual(["apart", "joined"]);
  });
});

describe("a file that must be unpacked", () => {
  it("are the pixels of a PNG alone", () => {
    expect(pixelsOf({ contentType: "image/png", bytes: pngOf(30, 20) })).toBe(600);
    expect(pixelsOf({ contentType: "image/png", bytes: new Uint8Array(8) })).toBe(0);
    expect(pixelsOf({ contentType: "image/jpeg", bytes: jpegOf(4_000, 3_000) })).toBe(0);
  });
});

describe("a bound file", () => {
  const bind = async () => {
    const papers = [await made("agreement"), jpegOf(4_000, 3_000, 6), pngOf(3, 2)];
    const types = [pdf, "image/jpeg", "image/png"];
    const pages = await Promise.all(papers.map((bytes, index) => asPages({ contentType: types[index] ?? "", bytes })));
    const [cover, contents, backCover] = [await made("cover"), await made("contents"), await made("back_cover")];
    const joined = { cover, contents, backCover, papers: pages.flatMap((one) => one ?? []) };
    return joinPdf(joined, { title: "样例卷", at: "2026-03-02T02:00:00.000Z" });
  };

  it("is the same bytes for the same papers, whenever it is bound", async () => {
    const first = await bind();
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(Buffer.from(await bind()).equals(first)).toBe(true);
  });

  it.skipIf(!hasPoppler)(
    "has the cover, the contents, the papers with their pages numbered through, and the back",
    async () => {
      const bytes = await bind();
      expect((await PDFDocument.load(bytes)).getPageCount()).toBe(1 + 1 + 2 + 1 + 1 + 1);
      const pages = pdfText(bytes).split("\f").map(squeezed);
      expect(pages[0]).toContain("人民调解卷宗");
      expect(pages[1]).toContain("卷宗目录");
      expect(pages[2]).toContain("人民调解协议书");
      expect(pages.slice(2, 6).map((page) => /\d$/.exec(page)?.[0])).toEqual(["1", "2", "3", "4"]);
      expect(pages[6]).toContain("卷宗封底");
    },
  );

  it("is a ZIP of the papers as they are, whatever the time zone", () => {
    const files = [
      { name: "001 协议书.pdf", bytes: new Uint8Array([1, 2, 3]) },
      { name: "manifest.json", bytes: "{}" },
    ];
    const packed = packZip(files);
    expect(Object.entries(unzipSync(packed)).map(([name, bytes]) => [name, strFromU8(bytes, true)])).toEqual([
      ["001 协议书.pdf", "\u0001\u0002\u0003"],
      ["manifest.json", "{}"],
    ]);
    expect(Buffer.from(packZip(files)).equals(packed)).toBe(true);
    const directory = Buffer.from(packed).indexOf("PK\u0001\u0002");
    expect(packed[directory + 5], "made on Unix, so that unzip reads names as UTF-8").toBe(3);
  });
});
