import type { Label } from "../../shared/domain/codes.ts";

/** What each kind of directory sheet is about. */
export const importKinds = {
  organisations: { zh: "机构", en: "Organisations" },
  mediators: { zh: "调解员", en: "Mediators" },
  divisions: { zh: "行政区划", en: "Divisions" },
} as const satisfies Record<string, Label>;

export const importTemplates = {
  organisations: { zh: "下载机构样表（xlsx）", en: "Sheet of organisations (xlsx)" },
  mediators: { zh: "下载调解员样表（xlsx）", en: "Sheet of mediators (xlsx)" },
  divisions: { zh: "下载行政区划样表（xlsx）", en: "Sheet of divisions (xlsx)" },
} as const satisfies Record<keyof typeof importKinds, Label>;

export const importOutcomes = {
  created: { zh: "新增", en: "New" },
  updated: { zh: "变更", en: "Changed" },
  unchanged: { zh: "无变化", en: "As it was" },
  refused: { zh: "有误", en: "Wrong" },
} as const satisfies Record<string, Label>;
