import * as z from "zod";
import { actor } from "./case.ts";
import type { Label } from "./codes.ts";
import { once } from "./once.ts";
import { soughtFields } from "./party-terms.ts";

// The log of an organisation (decisions 0036 and 0037): who came in, and what was done beside its cases.

/** What is recorded. Steps of cases and readings are not: each case has its own history. */
export const accessActs = {
  "signed-in": { zh: "登录", en: "Signed in" },
  "signed-out": { zh: "退出", en: "Signed out" },
  refused: { zh: "已被移除，拒绝进入", en: "Refused: the seat was taken away" },
  invited: { zh: "邀请人员", en: "Invited" },
  joined: { zh: "使用邀请码加入", en: "Took an invitation up" },
  "seat-changed": { zh: "变更职责", en: "Changed the duty of" },
  "seat-removed": { zh: "移除人员", en: "Took the seat away from" },
  "key-registered": { zh: "登记密钥", en: "Registered the key" },
  "key-revoked": { zh: "吊销密钥", en: "Revoked the key" },
  "key-ending": { zh: "密钥即将到期", en: "The key ends soon" },
  "key-code-given": { zh: "发放密钥登记码", en: "Gave out a code to register a key" },
  "key-redeemed": { zh: "凭登记码登记密钥", en: "Registered by its code the key" },
  "approval-asked": { zh: "提交复核", en: "Asked a second person for" },
  "approval-refused": { zh: "不予复核通过", en: "Refused what waited for a second person:" },
  approved: { zh: "复核通过并办理", en: "Approved as second person, and done:" },
  "settings-changed": { zh: "变更本县设置", en: "Changed the settings of" },
  "webhook-added": { zh: "新增推送地址", en: "Added the webhook" },
  "webhook-removed": { zh: "删除推送地址", en: "Removed the webhook" },
  "webhook-changed": { zh: "变更推送地址", en: "Changed the webhook" },
  "webhook-paused": { zh: "暂停推送", en: "Paused the webhook" },
  "webhook-resumed": { zh: "恢复推送", en: "Resumed the webhook" },
  "webhook-rotated": { zh: "更换推送签名密钥", en: "Rotated the secret of the webhook" },
  "webhook-tested": { zh: "测试推送", en: "Tested the webhook" },
  "webhook-held": { zh: "协调机构暂停推送", en: "Held the webhook" },
  "webhook-released": { zh: "协调机构恢复推送", en: "Released the webhook" },
  "webhook-replayed": { zh: "重新推送", en: "Sent events again to the webhook" },
  "inbox-lent": { zh: "领取收件箱队列临时凭证", en: "Took credentials for its inbox queue:" },
  "events-replayed": { zh: "补发消息", en: "Had events told again:" },
  "organisation-registered": { zh: "登记机构", en: "Registered the organisation" },
  "organisation-changed": { zh: "变更机构信息", en: "Changed the organisation" },
  "organisation-suspended": { zh: "暂停机构", en: "Suspended it" },
  "limits-set": { zh: "设定用量上限", en: "Set its limits" },
  "organisation-reinstated": { zh: "恢复机构", en: "Reinstated it" },
  "mediator-registered": { zh: "登记调解员", en: "Registered the mediator" },
  "mediator-changed": { zh: "变更调解员信息", en: "Changed the mediator" },
  "mediator-retired": { zh: "调解员离任", en: "Retired the mediator" },
  "mediator-reinstated": { zh: "调解员复任", en: "Reinstated the mediator" },
  "calendar-loaded": { zh: "载入工作日历", en: "Loaded the calendar" },
  "law-loaded": { zh: "载入规则包", en: "Loaded the rule pack" },
  "tariff-loaded": { zh: "载入补贴标准", en: "Loaded the tariff" },
  "template-loaded": { zh: "载入文书格式", en: "Loaded the template" },
  "figures-loaded": { zh: "载入往年数据", en: "Loaded figures of the month" },
  "cases-exported": { zh: "导出案件", en: "Exported the cases of" },
  "parties-exported": { zh: "导出案件（含当事人）", en: "Exported the cases, with the parties, of" },
  "case-erased": { zh: "销毁案件当事人信息和材料", en: "Had the parties, texts and papers erased of case" },
  "parties-sought": { zh: "检索当事人", en: "Looked for a party by" },
} as const satisfies Record<string, Label>;
export type AccessAct = keyof typeof accessActs;

const isAct = (name: string): name is AccessAct => Object.hasOwn(accessActs, name);

/** One entry of the log, which nothing changes or removes. */
export const accessEntry = once(() =>
  z.strictObject({
    at: z.iso.datetime(),
    act: z.enum(Object.keys(accessActs).filter(isAct)),
    by: actor().describe("Who did it: an organisation, and the person where one signed in"),
    askedBy: actor().exactOptional().describe("Who had asked for it: who did it approved it as a second person"),
    about: z
      .string()
      .exactOptional()
      .describe(
        "Whom or what it concerns: a person's name, a key's thumbprint, the host of an address, a version, a month",
      ),
    until: z.iso.datetime().exactOptional().describe("Until when it holds: the end of a key or of credentials"),
    duty: z.enum(["reader", "clerk", "lead"]).exactOptional().describe("The duty that was given"),
    changed: z.array(z.string()).exactOptional().describe("The fields that were changed"),
    sought: z
      .array(z.enum(soughtFields))
      .exactOptional()
      .describe("By what a party was looked for, never what was typed"),
    caseIds: z.array(z.uuid()).exactOptional().describe("The cases that were found"),
  }),
);
export type AccessEntry = z.infer<ReturnType<typeof accessEntry>>;
