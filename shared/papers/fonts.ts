import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { once } from "../domain/once.ts";

const face = once(() => z.object({ file: z.string(), ranges: z.array(z.tuple([z.int(), z.int()])) }));
const fontIndex = once(() => z.object({ main: face(), rare: z.array(face()) }));
/** Which font file has which characters: the Song first, and parts of another for what it lacks. */
export type FontIndex = z.infer<ReturnType<typeof fontIndex>>;

/** The fonts of official papers. */
export type Fonts = {
  /** The file of a character; undefined where no font has it. */
  fileFor(code: number): string | undefined;
  main: string;
  bytes(file: string): Buffer;
};

/** Reads the fonts that lie in a folder, each when it is first used. */
export function openFonts(folder: string): Fonts {
  const { main, rare } = fontIndex().parse(JSON.parse(readFileSync(join(folder, "index.json"), "utf8")));
  const read = new Map<string, Buffer>();
  return {
    main: main.file,
    fileFor: (code) => [main, ...rare].find(({ ranges }) => isIn(ranges, code))?.file,
    bytes(file) {
      const bytes = read.get(file) ?? readFileSync(join(folder, file));
      read.set(file, bytes);
      return bytes;
    },
  };
}

function isIn(ranges: FontIndex["main"]["ranges"], code: number): boolean {
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [first = 0, last = 0] = ranges[middle] ?? [];
    if (code < first) high = middle - 1;
    else if (code > last) low = middle + 1;
    else return true;
  }
  return false;
}
