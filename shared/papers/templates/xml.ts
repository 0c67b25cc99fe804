import { Parser } from "saxen";
import { TemplateRefused } from "./fault.ts";

type Seen = {
  open?: (name: string, attributes: () => Readonly<Record<string, string>>) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
};

/** Reads a part of a document as XML; names go without their prefixes. Throws `TemplateRefused` for what is no plain, whole XML in UTF-8. */
export function readXml(part: string, bytes: Uint8Array, { open, close, text }: Seen): void {
  const refuse = () => new TemplateRefused([{ code: "not-a-document", about: part }]);
  let xml: string;
  try {
    xml = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw refuse();
  }
  // A document has no use for declarations of its own, by which little text stands for much.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml) || xml.includes("\0")) throw refuse();
  const local = (name: string): string => name.slice(name.indexOf(":") + 1);
  let depth = 0;
  let roots = 0;
  const parser = new Parser();
  parser.on("openTag", (name, attributes, decode) => {
    if (depth === 0) roots += 1;
    depth += 1;
    const said = Object.entries(attributes())
      .filter(([key]) => !/^xmlns(?::|$)/.test(key))
      .map(([key, value]) => [local(key), decode(String(value))] as const);
    // Of two whose names differ by their prefixes alone, one would be judged here and the other one obeyed.
    if (new Set(said.map(([key]) => key)).size < said.length) throw refuse();
    open?.(local(name), () => Object.fromEntries(said));
  });
  parser.on("closeTag", (name) => {
    depth -= 1;
    close?.(local(name));
  });
  parser.on("text", (said, decode) => text?.(decode(said)));
  parser.on("cdata", (said) => text?.(said));
  parser.on("error", () => {
    throw refuse();
  });
  parser.parse(xml);
  if (roots !== 1 || depth !== 0) throw refuse();
}
