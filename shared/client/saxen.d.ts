// The package brings no types; these are of what is used of it.
declare module "saxen" {
  type Decode = (text: string) => string;

  export class Parser {
    on(
      event: "openTag",
      handle: (name: string, attributes: () => Readonly<Record<string, unknown>>, decode: Decode) => void,
    ): this;
    on(event: "closeTag" | "cdata", handle: (text: string) => void): this;
    on(event: "text", handle: (text: string, decode: Decode) => void): this;
    on(event: "error", handle: (error: unknown) => void): this;
    parse(xml: string): unknown;
  }
}
