import type { Label } from "../../shared/domain/codes.ts";

/** What the pages of erasing say. */
export const erasureTexts = {
  title: { zh: "到期销毁", en: "Cases to be erased" },
  entry: {
    zh: "保管期限已满的案件，提交销毁",
    en: "Cases whose time of keeping is over, and asking for erasing them",
  },
  text: {
    zh: "按办结月份列出保管期限已满的案件。销毁须经两名负责人：在此提交，由另一名负责人在命令行（accord approvals approve）或通过接口复核，复核后才销毁。本平台网页无权删除材料，不能在网页上复核销毁。",
    en: "Cases whose time of keeping is over, by the month in which they ended. Erasing takes two leads: it is asked for here, and another lead approves it on the command line (accord approvals approve) or by the API, which erases. These pages have no right to take papers away, so it cannot be approved on them.",
  },
  month: { zh: "办结月份", en: "Ended in" },
  none: { zh: "该月办结的案件中，没有保管期限已满的。", en: "No case that ended in this month may be erased." },
  noneHere: {
    zh: "本页没有保管期限已满的案件，请看下一页。",
    en: "None of the cases looked at so far may be erased. Go on to the next page.",
  },
  endedOn: { zh: "办结", en: "Ended" },
  keptUntil: { zh: "保管至", en: "Kept until" },
  rule: { zh: "保管期限", en: "Time of keeping" },
  ready: { zh: "可以销毁", en: "may be erased" },
  waits: { zh: "已提交，待复核", en: "asked for, waits for a second person" },
  begun: {
    zh: "销毁已开始，尚未完成：请在命令行再次执行 accord erasure erase",
    en: "begun and not finished: run accord erasure erase again on the command line",
  },
  ask: { zh: "提交销毁", en: "Ask for erasing" },
  foretold: {
    zh: "复核通过后，本案的当事人、文字内容和全部材料将被销毁，并入本案的案件一并销毁，任何人都不能再查看，也不能恢复（数据库备份保留 35 天，材料旧版本保留 30 天）。案号、经过的环节和统计数字保留。",
    en: "Once it is approved, the parties, the texts and all papers of the case are erased, those of cases merged into it with them. Nobody can read them any more, and they cannot be brought back (backups last 35 days, versions of papers 30). The number, the steps of its history and the figures stay.",
  },
  nothingYet: {
    zh: "提交后不会立即销毁：须由另一名负责人在七天内复核。",
    en: "Nothing is erased by asking: another lead has to approve it within seven days.",
  },
  notErasable: { zh: "现在不能销毁：", en: "It cannot be erased now: " },
  stillKept: { zh: "保管期限未满", en: "it is still to be kept" },
} as const satisfies Record<string, Label>;
