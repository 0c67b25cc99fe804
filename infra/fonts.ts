import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { create } from "fontkit";
import { decompress } from "wawoff2";
import type { FontIndex } from "../shared/papers/fonts.ts";

const modules = join(import.meta.dirname, "..", "node_modules");
const song = join(modules, "@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf");
const songLicence = join(modules, "@expo-google-fonts/noto-serif-sc/LICENSE_FONT");
/** A regular script in some three hundred parts, which has the rare characters of names that the Song has not. */
const rareParts = join(modules, "@chinese-fonts/lxgwwenkai/dist/LXGWWenKai-Regular");

const firstHan = 0x2e80;

/**
 * Puts the fonts of official papers into a folder, with an index of what each has: the Song whole, and of the other font only the
 * parts that have characters which the Song lacks, unpacked, because a PDF takes no compressed font.
 */
export async function layFonts(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(song, join(folder, "song.ttf"));
  copyFileSync(songLicence, join(folder, "OFL.txt"));
  const own = new Set(create(readFileSync(song)).characterSet);
  const index: FontIndex = { main: { file: "song.ttf", ranges: rangesOf([...own]) }, rare: [] };
  for (const path of globSync("*.woff2", { cwd: rareParts }).toSorted()) {
    const packed = readFileSync(join(rareParts, path));
    const more = create(packed).characterSet.filter((code) => code >= firstHan && !own.has(code));
    if (more.length === 0) continue;
    for (const code of more) own.add(code);
    const file = `${basename(path, ".woff2").slice(0, 8)}.ttf`;
    writeFileSync(join(folder, file), await decompress(packed));
    index.rare.push({ file, ranges: rangesOf(more) });
  }
  writeFileSync(join(folder, "index.json"), JSON.stringify(index));
}

/** Code points as pairs of first and last. */
function rangesOf(codes: readonly number[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const code of codes.toSorted((one, other) => one - other)) {
    const last = ranges.at(-1);
    if (last !== undefined && code <= last[1] + 1) last[1] = code;
    else ranges.push([code, code]);
  }
  return ranges;
}
