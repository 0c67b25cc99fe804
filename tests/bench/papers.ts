import { memoryUsage } from "node:process";
import { writeDocx } from "../../shared/papers/docx.ts";
import { layPaper } from "../../shared/papers/forms.ts";
import { writePdf } from "../../shared/papers/pdf.ts";
import { everythingSaid, paperFacts, zhang } from "../support/paper-facts.ts";
import { fontsForTests } from "../support/paper-texts.ts";
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
  const timed = async (write: () => Promise<unknown>): Promise<number> => {
    await write();
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
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
  return [...figures, figure("papers' memory", (memoryUsage().rss - before) / 2 ** 20, "MB", { budget: 300 })];
}
