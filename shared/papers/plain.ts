import { withoutBidi } from "../domain/text.ts";

/** A text as a paper can show it: tab and line breaks stay, and nothing that no file format takes. */
export const plain = (text: string): string =>
  withoutBidi(text)
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll("\t", "    ")
    .replaceAll(/[\p{Cs}\p{Noncharacter_Code_Point}]|(?!\n)\p{Cc}/gu, "");
