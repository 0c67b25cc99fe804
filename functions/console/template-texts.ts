import type { Label } from "../../shared/domain/codes.ts";

/** What the pages of a county's own templates say. */
export const templateTexts = {
  title: { zh: "文书格式", en: "Templates of official forms" },
  entryText: {
    zh: "法定文书的本县自定格式，加载、预览和历次版本",
    en: "The county's own forms: load, preview, history",
  },
  text: {
    zh: "未自定格式的文书按内置格式生成。自定格式为 DOCX，自施行日起生效；已在办案件此后生成的文书一并适用。",
    en: "A form without a template of the county's own is the bundled one. A template is a DOCX in force from its day on, for papers that are made from then on in running cases as well.",
  },
  form: { zh: "文书", en: "Form" },
  inForce: { zh: "现行版本", en: "In force" },
  next: { zh: "待施行", en: "To come" },
  bundledForm: { zh: "内置格式", en: "the bundled form" },
  history: { zh: "历次版本", en: "Versions" },
  none: { zh: "本县尚未加载自定格式，现用内置格式。", en: "The county has loaded none: the form is the bundled one." },
  state: { zh: "状态", en: "State" },
  isInForce: { zh: "现行", en: "in force" },
  isToCome: { zh: "待施行", en: "to come" },
  isPast: { zh: "已停用", en: "no longer in force" },
  document: { zh: "格式文件", en: "Document" },
  original: { zh: "下载原件", en: "Download" },
  preview: { zh: "预览", en: "Preview" },
  previewHint: {
    zh: "预览以虚构人员填写，不涉及任何案件。",
    en: "A preview names invented people and touches no case.",
  },
  load: { zh: "加载新版本", en: "Load a version" },
  version: { zh: "版本号（字母、数字、点、横线）", en: "Version: letters, digits, dots and dashes" },
  effectiveFrom: { zh: "施行日", en: "In force from" },
  lateReason: {
    zh: "当日或更早施行的理由（次日起施行的不填）",
    en: "Why it holds today or earlier; nothing where it begins tomorrow or later",
  },
  file: { zh: "格式文件（DOCX，190 KB 以内）", en: "The document: DOCX, 190 kB at most" },
  fileHere: {
    zh: "已带回此前选择的文件；重新选择则以新文件为准。",
    en: "The document chosen before is still here; choose another to take its place.",
  },
  bundled: { zh: "不用文件，恢复内置格式", en: "No document: the form is the bundled one again" },
  check: { zh: "检查", en: "Check it" },
  fields: { zh: "可用字段", en: "Fields that it can name" },
  required: { zh: "必备字段（每行至少一项）", en: "What it must say, one of each line" },
  tag: { zh: "字段", en: "Field" },
  meaning: { zh: "含义", en: "What it says" },
  sample: { zh: "预览时显示", en: "In a preview" },
  checked: { zh: "检查通过", en: "It can be loaded" },
  named: { zh: "用到的字段", en: "Fields that it names" },
  bundledAgain: {
    zh: "自施行日起，该文书恢复内置格式。",
    en: "From its day on the form is the bundled one again.",
  },
  fileMissing: { zh: "请选择 DOCX 文件，或勾选恢复内置格式。", en: "Choose a DOCX, or take the bundled form again." },
  fileTooLarge: { zh: "文件不得超过 190 KB。", en: "The document may have 190 kB." },
  faults: { zh: "不能加载，请修改后再检查", en: "It cannot be loaded: mend it, then check it again" },
} as const satisfies Record<string, Label>;
