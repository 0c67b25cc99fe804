import type { Label } from "./codes.ts";
import { documentFiled } from "./document-access.ts";

/** What a notice tells beside its name and its time; what is marked can be absent. */
type NoticeField =
  | "caseId"
  | "caseId?"
  | "version"
  | "version?"
  | "about"
  | "deadline?"
  | "documentId"
  | "kind"
  | "paper?"
  | "digest";
type Notice = { words: Label; who: Label; carries: readonly NoticeField[] };

/** What an organisation is told once a day of all that lies with it. */
export const digestDaily = "digest.daily" as const;

const itself: Label = { en: "The organisation itself", zh: "本机构" };

/** What organisations are told of that is no event of a case: under which name, who is told, and what its message carries. */
export const notices = {
  [documentFiled]: {
    words: { en: "Paper filed", zh: "材料入卷" },
    who: { en: "The bodies of the case that may read the paper", zh: "可查阅该材料的本案有关单位" },
    carries: ["caseId", "version", "documentId", "kind", "paper?"],
  },
  "key.registered": {
    words: { en: "Key registered for you", zh: "他人为本机构登记了密钥" },
    who: itself,
    carries: ["about", "deadline?"],
  },
  "key.expiring": {
    words: { en: "Key ends soon", zh: "密钥即将到期" },
    who: itself,
    carries: ["about", "deadline?"],
  },
  "approval.asked": {
    words: { en: "Something waits for a second person", zh: "有事项待复核" },
    who: itself,
    carries: ["about"],
  },
  "webhook.switched_off": {
    words: { en: "Webhook switched off", zh: "推送地址已停用" },
    who: { en: "The owner of the endpoint", zh: "推送地址所属机构" },
    carries: ["caseId?", "version?"],
  },
  [digestDaily]: {
    words: { en: "Daily digest", zh: "每日待办汇总" },
    who: {
      en: "Each organisation that owes something, once a working day, where its county has it sent",
      zh: "有待办事项的各机构，每个工作日一次（本县未停发的）",
    },
    carries: ["digest"],
  },
} as const satisfies Record<string, Notice>;

export type NoticeType = keyof typeof notices;
export const isNotice = (type: string): type is NoticeType => Object.hasOwn(notices, type);
export const noticeTypes: readonly NoticeType[] = Object.keys(notices).filter(isNotice);

/** What an endpoint is sent when its owner asks for it, to see whether it works. */
export const endpointTest = "endpoint.test" as const;
