const largeBytes = 3 * 1024 * 1024;
const longestSide = 2400;
const quality = 0.85;

/** The file as it is sent: a picture of more than 3 MB no longer than 2,400 pixels at its longer side, as JPEG. */
export async function readable(file: File): Promise<File> {
  if (!/^image\/(jpeg|png)$/.test(file.type) || file.size <= largeBytes) return file;
  // A picture that this browser cannot draw is sent as it is.
  const drawn = await createImageBitmap(file).catch(() => undefined);
  if (drawn === undefined) return file;
  const scale = Math.min(1, longestSide / Math.max(drawn.width, drawn.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(drawn.width * scale);
  canvas.height = Math.round(drawn.height * scale);
  canvas.getContext("2d")?.drawImage(drawn, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  if (blob === null || blob.size >= file.size) return file;
  return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
}
