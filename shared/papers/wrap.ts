/** No line begins with one of these, and none ends with one of those (GB/T 15834). */
const notFirst = "、，。．：；？！）〕》〉」』”’】％,.:;?!)]}%";
const notLast = "（〔《〈「『“‘【([{";

/** A character with the place it has in its text. */
export type Placed = { character: string; place: number };

/** Characters that stay together: a word of letters and digits, else one character. */
function piecesOf(characters: readonly Placed[]): Placed[][] {
  const pieces: Placed[][] = [];
  for (const one of characters) {
    const last = pieces.at(-1);
    const before = last?.at(-1)?.character ?? " ";
    const belongs =
      (isWord(before) && isWord(one.character)) || notFirst.includes(one.character) || notLast.includes(before);
    if (last !== undefined && belongs && before !== " ") last.push(one);
    else pieces.push([one]);
  }
  return pieces;
}
const isWord = (character: string): boolean => /[A-Za-z0-9_@./:+-]/.test(character);

/**
 * Breaks a text into lines of a width, as Chinese is set. `indent` is left out of the first line of each paragraph. A word that is wider than
 * a line is broken where the line ends.
 */
export function wrap(text: string, width: number, measure: (character: string) => number, indent = 0): Placed[][] {
  const lines: Placed[][] = [];
  let place = 0;
  for (const part of text.split("\n")) {
    const characters = [...part].map((character) => ({ character, place: place++ }));
    place += 1;
    let current: Placed[] = [];
    let left = width - indent;
    const turn = () => {
      lines.push(current);
      current = [];
      left = width;
    };
    for (const piece of piecesOf(characters)) {
      const length = piece.reduce((sum, { character }) => sum + measure(character), 0);
      if (length > left && current.length > 0) turn();
      for (const one of piece) {
        const own = measure(one.character);
        if (own > left && current.length > 0) turn();
        current.push(one);
        left -= own;
      }
    }
    lines.push(current);
  }
  return lines;
}
