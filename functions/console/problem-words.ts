import type { ProblemCode } from "../../shared/contracts/problems.ts";
import { problems } from "../../shared/contracts/problems.ts";
import type { Label } from "../../shared/domain/codes.ts";
import type { Language } from "../../shared/words/language.ts";
import { texts } from "./texts.ts";

// The words for a person about a problem, where the words for programmers do not serve.
const forPeople: { readonly [Code in ProblemCode]?: Label } = {
  "invalid-body": { zh: "有内容需要更正。", en: "Some of it must be corrected." },
  "not-found": { zh: "没有找到，或者您无权查看。", en: "It is not there, or not for you to see." },
  "not-allowed": { zh: "本机构无权办理此项。", en: "Your organisation may not do this." },
  "duty-required": {
    zh: "您的职责无权办理此项，请联系本机构负责人。",
    en: "Your duty does not allow this. Ask the lead of your organisation.",
  },
  "organisation-suspended": {
    zh: "本机构已被暂停，可以查阅案件，不能办理。请联系所在地的协调机构。",
    en: "Your organisation is suspended: it can read its cases and do nothing on them. Ask the coordinator.",
  },
  "illegal-transition": {
    zh: "案件已处于其他状态，这一步不能办理，本次没有变更。",
    en: "The case has moved on, so this step cannot be taken. Nothing was changed.",
  },
  "second-person-required": {
    zh: "已提交，尚未办理：须由另一名负责人在“管理—待复核”中复核。",
    en: "Nothing is done yet: another lead has to approve it, under Administration.",
  },
  "code-takes-two": {
    zh: "该码由一人发出，现须两人办理。请向发码机构索取新码（须由另一名人员复核）。",
    en: "One person gave this code, and by now it takes two. Ask the organisation for a new one, which another person approves.",
  },
  "code-giver-gone": {
    zh: "发码人已无权发出该码，请向发码机构索取新码。",
    en: "The person who gave this code may not give it any more. Ask the organisation for a new one.",
  },
  "seat-held": {
    zh: "您已在该机构任职。如需变更职责，请由该机构负责人办理。",
    en: "You have a seat at this organisation already. Its lead changes what you do there.",
  },
  "case-erased": {
    zh: "该案保管期限已满，当事人信息、文字内容和材料已销毁。",
    en: "Its time of keeping was over: the parties, texts and papers of this case were erased.",
  },
  "stale-version": { zh: "在您填写期间，案件有了新的进展。", en: "While you were typing, the case went on." },
  "already-done-otherwise": {
    zh: "此前已按其他内容办理，本次没有变更。",
    en: "It was done before with other content. Nothing was changed.",
  },
  "document-mismatch": {
    zh: "文件在上传中发生了变化，或与其类型不符，请重新选择。",
    en: "The file changed on its way, or is not what its name says. Choose it again.",
  },
  "document-infected": {
    zh: "文件中检出病毒，未入卷，任何人无法查阅。请先杀毒，再选择无病毒的文件。",
    en: "A virus was found in the file. It is not in the case file and nobody can read it. Choose a clean one.",
  },
  "scanner-unavailable": {
    zh: "文件已保存，病毒查杀尚未完成，暂时任何人无法查阅。平台会自动重试，查杀无病毒后自动入卷，不必再次上传。",
    en: "The file is kept, but has not been scanned for viruses yet; nobody can read it. It is scanned again by itself and filed then; do not send it again.",
  },
  "document-not-uploaded": { zh: "文件没有传到，请重试。", en: "The file did not arrive. Try it again." },
  "month-counted": {
    zh: "本平台已有该月的统计，未导入。如为另外的案件，请勾选“与本平台统计的不是同一批案件”后重新核对。",
    en: "Cases of this month were counted here, so it was not loaded. Where these are others, tick that they are, and check again.",
  },
  "too-many-requests": {
    zh: "本机构在一分钟内的操作过多，这次没有办理。请稍等一分钟再试。",
    en: "Your organisation has done too much within a minute, and this was not done. Wait a minute, then try again.",
  },
  "no-signing-provider": {
    zh: "本平台未接入电子签章服务，请打印签字盖章后上传扫描件。",
    en: "Nobody signs electronically here. Print the draft, have it signed, and add the scan.",
  },
  "signing-provider-unavailable": {
    zh: "送签已登记，但签章服务暂未应答。请五分钟后点“再次通知签署方”，或者撤回。",
    en: "The request is noted, but the provider did not answer. Tell it again in five minutes, or take the draft back.",
  },
  "signing-ended": {
    zh: "该次签署已经结束，没有变更。",
    en: "That signing has ended meanwhile. Nothing was changed.",
  },
  busy: { zh: "系统繁忙，请稍后重试。", en: "The platform is busy. Try again in a moment." },
};

/** What happened, for a person. */
export const problemText = (code: string, language: Language): string =>
  isCode(code) ? (forPeople[code] ?? problems[code].title)[language] : texts.failed[language];

const isCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);
