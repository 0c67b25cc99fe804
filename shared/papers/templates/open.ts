import { judgeTemplate } from "./check.ts";
import { fillTemplate } from "./fill.ts";

/** What is done with templates, in one file that is loaded with the first of them. */
export const templates = { judge: judgeTemplate, fill: fillTemplate };
