// The package brings no types; these are of what is used of it.
declare module "fontkit" {
  type Font = { characterSet: readonly number[] };
  export function create(bytes: Buffer): Font;
}
declare module "wawoff2" {
  export function decompress(woff2: Uint8Array): Promise<Uint8Array>;
}
