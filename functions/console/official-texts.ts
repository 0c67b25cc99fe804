import type { Label } from "../../shared/domain/codes.ts";

/** What the pages of official papers say. */
export const officialTexts = {
  title: { zh: "制作文书", en: "Make papers" },
  now: { zh: "本环节文书", en: "Papers of this step" },
  all: { zh: "全部文书", en: "All papers of the case" },
  others: { zh: "其他文书", en: "Other papers" },
  hint: {
    zh: "文书按案件现有内容生成，缺的项目留空，可手写补填。“放入卷宗”存为草稿，签名盖章后的扫描件须另行上传。",
    en: "Papers are made from the case as it stands. Unknown facts are left blank, to be filled in by hand. “File it” puts a draft into the file; the signed scan is uploaded besides.",
  },
  reason: { zh: "查阅当事人的理由", en: "Why you read the parties" },
  show: { zh: "查看可制作的文书", en: "Show the papers" },
  why: {
    zh: "文书写有当事人信息，请先填写理由，查阅情况会留痕。",
    en: "Papers name the parties. Say why first; it is recorded.",
  },
  file: { zh: "放入卷宗", en: "File it" },
  lacks: { zh: "尚缺", en: "Left blank" },
  unshown: { zh: "字库无此字，PDF 以〓代替", en: "No font has these; a PDF shows 〓" },
  draft: { zh: "卷内草稿", en: "Draft in the file" },
  current: { zh: "与案件现状一致", en: "as the case stands" },
  older: { zh: "案情或内容已变更，请重新制作", en: "older than what is known: make it again" },
  superseded: { zh: "已有签署件", en: "superseded by the signed one" },
  open: { zh: "打开", en: "Open" },
  sign: { zh: "送签", en: "Have it signed" },
  signAgain: { zh: "重新送签", en: "Have it signed after all" },
  remind: { zh: "再次通知签署方", en: "Tell the provider again" },
  takeBack: { zh: "撤回", en: "Take it back" },
  signature: { zh: "电子签署", en: "Electronic signature" },
  signsNoDocx: {
    zh: "DOCX 文书不能电子签署，请打印签字盖章后上传扫描件",
    en: "a DOCX is not signed electronically: print it, have it signed, and add the scan",
  },
  sent: {
    zh: "已送签。签署完成后，签署件自动入卷并替代草稿。",
    en: "It was sent to be signed. The signed paper comes into the file by itself and supersedes the draft.",
  },
  signedAlready: { zh: "这份草稿已经签署，没有再次送签。", en: "This draft has been signed. It was not sent again." },
  takenBack: { zh: "已撤回送签。", en: "It was taken back." },
  filed: { zh: "文书已作为草稿放入卷宗。", en: "The paper is in the file, as a draft." },
  there: {
    zh: "卷内已有内容相同的这份文书，没有重复放入。",
    en: "The very same paper is in the file already. It was not put there twice.",
  },
  saidDone: { zh: "已保存，重新制作的文书将写入这些内容。", en: "Saved. Papers made from now on say it." },
  saidUnchanged: { zh: "内容与原来一致，没有变更。", en: "It said so already. Nothing was changed." },
  bundle: { zh: "整卷下载", en: "The whole file" },
  bundleHint: {
    zh: "附封面、目录，按归档顺序装订，页码连续。PDF 合并扫描件和图片；ZIP 含全部材料原件和哈希清单。每件材料的查阅都会留痕。",
    en: "Cover and contents, the papers in the order of the archive, its pages numbered. The PDF joins scans and pictures; the ZIP has every paper as it is and a manifest of hashes. Each reading is recorded.",
  },
  bound: { zh: "整卷已生成", en: "The file is bound" },
  binding: { zh: "正在生成整卷", en: "The file is being bound" },
  bindingText: {
    zh: "卷内材料较多，正在后台生成，通常需要一两分钟。生成后本页会自动显示；也可以先办别的事，稍后回到本页下载。",
    en: "The file is large and is bound in the background, which takes a minute or two. This page shows it as soon as it is there; you can leave it and come back later.",
  },
  lookAgain: { zh: "刷新进度", en: "Look again" },
  download: { zh: "下载", en: "Download" },
  downloadHint: {
    zh: "下载地址五分钟内有效，过后请重新生成。",
    en: "The address works for five minutes. After that, bind it again.",
  },
  downloadHintKept: {
    zh: "下载地址五分钟内有效，过后刷新本页即可；整卷保存一天。",
    en: "The address works for five minutes. After that, load this page again; the file is kept for a day.",
  },
  apart: {
    zh: "以下材料无法并入 PDF（非 PDF、图片，或者已加密、损坏），请下载 ZIP：",
    en: "These could not be joined, being neither PDF nor picture, or locked or broken. The ZIP has them: ",
  },
  pageCount: { zh: "页", en: "pages" },
  paperCount: { zh: "件材料", en: "papers" },
  draftMark: { zh: "草稿", en: "draft" },
  waiting: { zh: "待病毒查杀，暂不可查阅", en: "waits for the virus scanner, not readable yet" },
  infected: { zh: "检出病毒，不可查阅", en: "a virus was found, not readable" },
  asNeeded: { zh: "按需归档", en: "For the archive as needed" },
  particulars: { zh: "填写文书事项", en: "Say what papers need" },
  particularsHint: {
    zh: "仅供制作文书使用，加密保存，不进入办理记录，移送机关看不到。可分次填写；删去的项目不再写入文书。",
    en: "For papers alone: sealed, not in the history, and not for the referrer to see. Say each part when you come to it; what you delete is no longer said.",
  },
  save: { zh: "保存", en: "Save" },
  saveAnyway: { zh: "仍按我填写的保存", en: "Save mine all the same" },
  overtaken: { zh: "在您填写期间，有人修改了文书事项", en: "Somebody changed this while you were typing" },
  overtakenText: {
    zh: "您填写的内容都还在。下列项目现在的内容与您填写的不同，保存后以您填写的为准。",
    en: "All that you typed is still here. These fields say something else by now; if you save, yours take their place.",
  },
  nth: { zh: "第{}次", en: "no. {}" },
  signedDraft: { zh: "是哪份草稿的签署件（扫描件）", en: "Of which draft this is the signed one" },
  nowSays: { zh: "现在的内容", en: "Now" },
} as const satisfies Record<string, Label>;

/** What there can be several of. */
export const occasionTexts = {
  session: { zh: "调解", en: "Session" },
  visit: { zh: "回访", en: "Visit" },
} as const satisfies Record<string, Label>;
