import { randomBytes } from "node:crypto";
import { memoryUsage } from "node:process";
import { PDFDocument } from "@cantoo/pdf-lib";
import type { Layout } from "../../shared/papers/blocks.ts";
import { writeDocx } from "../../shared/papers/docx.ts";
import type { Fonts } from "../../shared/papers/fonts.ts";
import { layPaper } from "../../shared/papers/forms.ts";
import { asPages, joinPdf, packZip } from "../../shared/papers/join.ts";
import { writePdf } from "../../shared/papers/pdf.ts";
import { boundBytesAtMost } from "../../shared/runtime/case-bundle.ts";
import { now } from "../support/cases.ts";
import { everythingSaid, paperFacts, zhang } from "../support/paper-facts.ts";
import { fontsForTests } from "../support/paper-texts.ts";
import { jpegOf } from "../support/pictures.ts";
import { type Figure, figure } from "./figure.ts";

const rounds = 15;
const median = (all: readonly number[]): number => all.toSorted((one, other) => one - other)[all.length >> 1] ?? 0;

/** What an agreement costs to write, with two parties and with fifty, and what the memory grows by, fonts included. */
export async function paperFigures(): Promise<Figure[]> {
  const fonts = await fontsForTests();
  const fifty = Array.from({ length: 50 }, (_, index) => ({ ...zhang, name: `样例${index}𬎆` }));
  const of = (parties: typeof fifty) =>
    layPaper(
      "agreement",
      paperFacts({ said: everythingSaid, parties: { summary: "界址纠纷。".repeat(100), parties } }),
    );
  const before = memoryUsage().rss;
  const timed = async (write: () => Promise<unknown>, count = rounds): Promise<number> => {
    await write();
    const times: number[] = [];
    for (let round = 0; round < count; round += 1) {
      const start = performance.now();
      await write();
      times.push(performance.now() - start);
    }
    return median(times);
  };
  const [two, many] = [of(fifty.slice(0, 2)).layout, of(fifty).layout];
  const figures = [
    figure("paper PDF, 2 parties", await timed(() => writePdf(two, fonts)), "ms", { budget: 150 }),
    figure("paper PDF, 50 parties", await timed(() => writePdf(many, fonts)), "ms", { budget: 600 }),
    figure("paper DOCX, 2 parties", await timed(() => writeDocx(two)), "ms", { budget: 100 }),
    figure("paper DOCX, 50 parties", await timed(() => writeDocx(many)), "ms", { budget: 400 }),
    figure("paper PDF size, 50 parties", (await writePdf(many, fonts)).bytes.length / 1024, "KB", { budget: 500 }),
  ];
  figures.push(figure("papers' memory", (memoryUsage().rss - before) / 2 ** 20, "MB", { budget: 300 }));
  const bound = await boundFigures(many, fonts);
  const largest = largestPaper();
  const ofLargest = [
    // The gateway waits 29 seconds.
    figure("largest paper PDF", await timed(() => writePdf(largest, fonts), 3), "ms", { budget: 8_000 }),
    figure("largest paper DOCX", await timed(() => writeDocx(largest), 3), "ms", { budget: 2_000 }),
    // An answer carries 4.5 MB.
    figure("largest paper PDF size", (await writePdf(largest, fonts)).bytes.length / 2 ** 20, "MB", { budget: 4 }),
  ];
  return [...figures, ...bound, ...ofLargest];
}

/** An agreement in which everything is as long as it may be, of the 3,500 characters that are in use. */
function largestPaper(): Layout {
  const textOf = (length: number, from: number): string =>
    Array.from({ length }, (_, index) => String.fromCodePoint(0x4e00 + ((from * 7919 + index) % 3_500))).join("");
  const many = Array.from({ length: 50 }, (_, index) => index);
  const parties = many.map((index) => ({
    ...zhang,
    ...{ name: textOf(100, index), occupation: textOf(60, index), address: textOf(200, index) },
    ...{ agent: { name: textOf(100, index) }, serviceAddress: textOf(200, index) },
  }));
  const clauses = many.map((index) => ({
    text: textOf(2_000, index),
    amountFen: 1_234_056,
    payee: textOf(100, index),
  }));
  const said = { ...everythingSaid, clauses, breach: textOf(1_000, 1) };
  return layPaper("agreement", paperFacts({ said, parties: { summary: textOf(4_000, 2), parties } })).layout;
}

/** What the largest file costs to bind: photographs of 8 MB and a scan of one, as many as are read at once. */
async function boundFigures(scanned: Layout, fonts: Fonts): Promise<Figure[]> {
  const page = (await writePdf(scanned, fonts)).bytes;
  const scan = Buffer.concat([page, Buffer.from(`\n%${"x".repeat(2 ** 20)}`)]);
  const photograph = Buffer.concat([jpegOf(4_000, 3_000, 6), randomBytes(8 * 2 ** 20)]);
  const count = Math.floor((boundBytesAtMost - scan.length) / photograph.length);
  const files = [
    { contentType: "application/pdf", bytes: scan },
    ...Array.from({ length: count }, () => ({ contentType: "image/jpeg", bytes: Buffer.from(photograph) })),
  ];
  const measured = async (name: string, bind: () => Promise<Uint8Array>): Promise<Figure[]> => {
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, memoryUsage().rss);
    }, 20);
    const start = performance.now();
    const bytes = await bind();
    const took = performance.now() - start;
    clearInterval(watch);
    const peak = Math.max(most, memoryUsage().rss) / 2 ** 20;
    if (bytes.length < boundBytesAtMost / 2) throw new Error("the papers are not in it");
    return [
      figure(`bound ${name}, ${Math.round(boundBytesAtMost / 2 ** 20)} MB of papers`, took, "ms", { budget: 8_000 }),
      figure(`bound ${name}, whole process at most`, peak, "MB", { budget: 900 }),
    ];
  };
  const joined = await measured("PDF", async () => {
    const papers: PDFDocument[] = [];
    for (const file of files) papers.push((await asPages(file)) ?? (await PDFDocument.create()));
    return joinPdf({ cover: page, contents: page, backCover: page, papers }, { title: "样例", at: now });
  });
  const packed = await measured("ZIP", async () =>
    packZip(files.map(({ bytes }, index) => ({ name: String(index), bytes }))),
  );
  return [...joined, ...packed];
}
