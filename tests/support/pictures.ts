import { crc32, deflateSync } from "node:zlib";

/** A part of a PNG with its length and sum. */
export const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

/** A grey PNG of that size, whole to the last byte. */
export function pngOf(width: number, height: number): Uint8Array<ArrayBuffer> {
  const rows = Buffer.alloc((width + 1) * height, 0x80);
  for (let row = 0; row < height; row += 1) rows[row * (width + 1)] = 0;
  return pngHolding(width, height, deflateSync(rows));
}

/** A grey PNG whose head gives that size, whatever is packed in it. */
export function pngHolding(width: number, height: number, packed: Buffer): Uint8Array<ArrayBuffer> {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from("89504e470d0a1a0a", "hex"),
      chunk("IHDR", head),
      chunk("IDAT", packed),
      chunk("IEND", Buffer.alloc(0)),
    ]),
  );
}

/** The frame of a JPEG with its size, and how its camera was held (Exif orientation). It says nothing that could be seen. */
export function jpegOf(width: number, height: number, orientation = 1): Uint8Array<ArrayBuffer> {
  const tiff = Buffer.from("4d4d002a00000008000101120003000000010000000000000000", "hex");
  tiff.writeUInt16BE(orientation, 18);
  const exif = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff]);
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(exif.length + 2);
  return new Uint8Array(
    Buffer.concat([
      Buffer.from("ffd8ffe1", "hex"),
      ...[length, exif],
      Buffer.from("ffc0001108", "hex"),
      size,
      Buffer.from("03012200021101031101", "hex"),
      Buffer.from("ffd9", "hex"),
    ]),
  );
}
