import type { Label } from "../../shared/domain/codes.ts";

/** What the pages say on which figures of before the platform are loaded. */
export const earlierTexts = {
  title: { zh: "导入历史数据", en: "Load earlier figures" },
  entry: {
    zh: "启用平台前各月的统计，先核对，再导入",
    en: "Figures of months before the platform: see what would change, then load them",
  },
  text: {
    zh: "下载样表，每行填写一个月份；不掌握的项目留空，不要填 0。上传后先核对会新增、替换哪些月份，核对时不保存。导入的月份在图表、数据表和文件中均标注“导入”，不进入月报。最多 1,000 行、4 MB，可用 xlsx 或 CSV。",
    en: "A row is a month. Leave empty what is not known; a 0 says that there was none. You see first which months would be new and which replaced; nothing is stored then. Loaded months are marked in every chart, table and file, and are no part of the monthly return. At most 1,000 rows and 4 MB, as xlsx or CSV.",
  },
  template: { zh: "下载样表（xlsx）", en: "Download the sheet (xlsx)" },
  choose: { zh: "选择历史数据表", en: "Choose the sheet" },
  beside: {
    zh: "与本平台统计的不是同一批案件（本平台已有统计的月份，两者相加）",
    en: "These are other cases than those counted here (in a month in which cases ended here as well, both count)",
  },
  byHand: { zh: "手工填写一个月", en: "Type in one month" },
  byHandText: {
    zh: "不掌握的项目留空，不要填 0。先核对，再导入。",
    en: "Leave unknown figures empty. The changes are shown before anything is stored.",
  },
  monthWrong: { zh: "请填写月份，如 2019-03。", en: "Give a month, such as 2019-03." },
  stored: { zh: "导入结果", en: "What was loaded" },
  store: { zh: "导入", en: "Load them" },
  nothingStored: { zh: "尚未导入。核对无误后请点击“导入”。", en: "Nothing is loaded yet. Check it, then load it." },
  rest: { zh: "继续导入其余各月", en: "Load the other months" },
  correct: { zh: "返回修改", en: "Go back and correct it" },
  checkAgain: { zh: "重新核对未导入的月份", en: "Check again what was not loaded" },
  showFigures: { zh: "在统计中查看", en: "See them in the figures" },
  was: { zh: "现有", en: "Now" },
  willLoad: { zh: "新增", en: "New" },
  willReplace: { zh: "替换此前导入的数据", en: "Replaces what was loaded" },
  noChange: { zh: "无变化", en: "As it is" },
  wrong: { zh: "有误", en: "Wrong" },
  stale: { zh: "未导入", en: "Not loaded" },
  changedMeanwhile: {
    zh: "您核对之后，他人已导入该月的数据。请重新核对。",
    en: "Somebody loaded figures of this month after you had checked. Check it again.",
  },
} as const satisfies Record<string, Label>;

/** What the form of a month calls its fields. */
export const earlierFields: Readonly<Record<string, Label>> = {
  month: { zh: "月份", en: "Month" },
  takenFrom: {
    zh: "数据来源（取自哪个系统或哪份报表）",
    en: "Taken from (which system or return)",
  },
  cases: { zh: "办结（件）", en: "Cases that ended" },
  parties: { zh: "当事人（人）", en: "Their parties" },
  successes: { zh: "其中达成协议（件）", en: "Of the cases: with an agreement" },
  performed: { zh: "其中已履行（件）", en: "Of the cases: performed" },
  hard: { zh: "其中疑难复杂（件）", en: "Of the cases: hard" },
  amountFen: { zh: "协议金额", en: "What the agreements come to" },
  bySource: { zh: "按来源", en: "By source" },
  byCategory: { zh: "按纠纷类别", en: "By category" },
};
