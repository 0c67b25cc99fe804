/** What the script says of an upload, by the name under which it asks for it. */
export const uploadWords = {
  waiting: "uploadWaiting",
  reading: "uploadReading",
  sending: "uploadSending",
  done: "uploadDone",
  cancelled: "uploadCancelled",
  broken: "uploadBroken",
  signedOut: "uploadSignedOut",
  wrongType: "uploadWrongType",
  tooLarge: "uploadTooLarge",
  cancel: "cancel",
  retry: "retry",
} as const;
export type UploadWord = keyof typeof uploadWords;
