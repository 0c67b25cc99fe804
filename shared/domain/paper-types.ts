/** What a paper may be, and how its name ends, so that no desk opens it as something else. Nothing that runs, nothing with macros. */
export const paperEndings = {
  "application/pdf": [".pdf"],
  "application/ofd": [".ofd"],
  "image/jpeg": [".jpg", ".jpeg"],
  "image/png": [".png"],
  "image/heic": [".heic", ".heif"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": [".docx"],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": [".xlsx"],
  "application/msword": [".doc"],
  "application/wps-office.wps": [".wps"],
  "audio/mpeg": [".mp3"],
  "audio/mp4": [".m4a"],
  "video/mp4": [".mp4"],
} as const satisfies Record<string, readonly string[]>;

export type PaperType = keyof typeof paperEndings;
const isPaperType = (type: string): type is PaperType => type in paperEndings;
export const paperTypes: readonly PaperType[] = Object.keys(paperEndings).filter(isPaperType);

/** How large a paper may be. */
export const paperBytesAtMost = 20 * 1024 * 1024;

/** What a file of that name is taken for; undefined where no case file takes it. */
export function paperTypeOf(name: string): PaperType | undefined {
  const lower = name.toLowerCase();
  return paperTypes.find((type) => paperEndings[type].some((ending) => lower.endsWith(ending)));
}
