import { writeFileSync } from "node:fs";
import { templatesDocument } from "./document.ts";

// Run with the files to write: the page in English, and in Chinese.
const [english, chinese] = process.argv.slice(2);
if (english === undefined || chinese === undefined) throw new Error("usage: write-document.ts ENGLISH CHINESE");
writeFileSync(english, templatesDocument("en"));
writeFileSync(chinese, templatesDocument("zh"));
