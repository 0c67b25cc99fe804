import * as z from "zod";
import { actor } from "./case.ts";
import type { Label } from "./codes.ts";
import { once } from "./once.ts";
import { soughtFields } from "./party-terms.ts";

// The access log of an organisation (decision 0036): who came in, and who changed who may.

/** What is recorded. Steps of cases are not: each case has its own history. */
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
  "webhook-added": { zh: "新增推送地址", en: "Added the webhook" },
  "webhook-removed": { zh: "删除推送地址", en: "Removed the webhook" },
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
    about: z
      .string()
      .exactOptional()
      .describe("Whom or what it concerns: a person's name, a key's thumbprint, the host of an address"),
    duty: z.enum(["reader", "clerk", "lead"]).exactOptional().describe("The duty that was given"),
    sought: z
      .array(z.enum(soughtFields))
      .exactOptional()
      .describe("By what a party was looked for, never what was typed"),
    caseIds: z.array(z.uuid()).exactOptional().describe("The cases that were found"),
  }),
);
export type AccessEntry = z.infer<ReturnType<typeof accessEntry>>;
