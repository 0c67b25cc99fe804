import { categories, type Label } from "../domain/codes.ts";
import { documentFiled } from "../domain/document-access.ts";
import { eventKinds, eventTypes } from "../domain/events.ts";
import { digestDaily, notices } from "../domain/notices.ts";
import { organisationTypes } from "../domain/organisation-types.ts";
import { limitNamed } from "./limits.ts";

type Labels = Readonly<Record<string, Label>>;

/** The forms of administration, each by the operation that it sends. */
export const administrationForms = [
  "putOrganisation",
  "putMediator",
  "createWebhookEndpoint",
  "putCalendar",
  "putLimits",
] as const;
export type AdministrationForm = (typeof administrationForms)[number];

const fields: Readonly<Record<AdministrationForm, Labels>> = {
  putLimits: limitNamed,
  putOrganisation: {
    organisationId: {
      zh: "机构标识（小写字母、数字、连字符，登记后不可更改）",
      en: "Id: small letters, digits, hyphens; it stays for good",
    },
    kind: { zh: "性质", en: "Kind" },
    type: { zh: "类型", en: "Type" },
    level: { zh: "级别", en: "Level" },
    name: { zh: "名称", en: "Name" },
    divisionCode: { zh: "所在区划", en: "Division" },
    categories: { zh: "受理的纠纷类别，不选为不限", en: "Categories it takes; all, when none is chosen" },
    parentId: { zh: "上级机构", en: "Committee or studio above it" },
    stationedAt: { zh: "派驻于", en: "Stationed at" },
    capacity: { zh: "在办上限", en: "Open cases at most" },
    mediators: { zh: "调解员人数", en: "Number of mediators" },
    brandGrade: { zh: "品牌等级", en: "Grade as a brand" },
    demonstrationSite: { zh: "示范点", en: "Demonstration site" },
    regionBrand: { zh: "区域品牌", en: "Brand of the region" },
    numberSeries: {
      zh: "协议书编号的字头，如“濮调字”；不填则取自名称",
      en: "What stands between year and number of its agreements; made from its name when empty",
    },
    termBeganOn: { zh: "任期起始日", en: "Term began on" },
    note: { zh: "备注", en: "Note" },
  },
  putMediator: {
    mediatorId: {
      zh: "调解员标识（小写字母、数字、连字符，登记后不可更改）",
      en: "Id: small letters, digits, hyphens; it stays for good",
    },
    name: { zh: "姓名", en: "Name" },
    categories: { zh: "擅长的纠纷类别", en: "Categories" },
    lead: { zh: "首席调解员", en: "Chief mediator" },
    grade: { zh: "等级", en: "Grade" },
    employment: { zh: "专职或兼职", en: "Full or part time" },
    honours: { zh: "荣誉，每行一项", en: "Honours, one a line" },
    publicEmployee: {
      zh: "公职人员（不领取以奖代补）",
      en: "On the public payroll, and so not paid by the case",
    },
    identityNumber: {
      zh: "居民身份证号码，只保存加密特征，用于回避；不填则不变",
      en: "Resident ID number: only a keyed hash is kept, to tell conflicts of interest; empty leaves it as it is",
    },
  },
  createWebhookEndpoint: {
    url: { zh: "接收地址（https）", en: "Address that receives (https)" },
    mediatorId: { zh: "仅推送该调解员的案件", en: "Only cases of this mediator" },
    types: { zh: "仅推送这些事项，不选为全部", en: "Only these steps; all, when none is chosen" },
    description: { zh: "用途说明", en: "What it is for" },
    signing: { zh: "签名方式", en: "Signed by" },
    headers: {
      zh: "附带的请求头（如接收方网关的密钥，保存后不再显示）",
      en: "Headers that go with every call, such as a key of your gateway; not shown again",
    },
    "headers.name": { zh: "名称（如 x-api-key）", en: "Name, such as x-api-key" },
    "headers.value": { zh: "内容", en: "Value" },
  },
  putCalendar: {
    source: { zh: "依据的通知（名称和文号）", en: "The notices that it follows, by name and number" },
    holidays: { zh: "放假日期（每行一个，如 2027-01-01）", en: "Days off, one a line, such as 2027-01-01" },
    workdays: { zh: "调休上班日期（每行一个）", en: "Weekend days worked instead, one a line" },
  },
};

const kinds: Labels = {
  agency: { zh: "机关", en: "Agency" },
  committee: { zh: "调解委员会", en: "Committee" },
  studio: { zh: "调解工作室", en: "Studio" },
};
const levels: Labels = {
  county: { zh: "县（市、区）", en: "County" },
  town: { zh: "乡镇（街道）", en: "Town" },
  village: { zh: "村（社区）", en: "Village" },
};
const brandGrades: Labels = {
  county: { zh: "县级", en: "County" },
  prefecture: { zh: "市级", en: "Prefecture" },
  province: { zh: "省级", en: "Province" },
};
const grades: Labels = {
  special: { zh: "特级", en: "Special" },
  first: { zh: "一级", en: "First" },
  second: { zh: "二级", en: "Second" },
  third: { zh: "三级", en: "Third" },
};
const employments: Labels = {
  full_time: { zh: "专职", en: "Full time" },
  part_time: { zh: "兼职", en: "Part time" },
};

const signings: Labels = {
  hmac: { zh: "共享密钥（HMAC-SHA256）", en: "A shared secret (HMAC-SHA256)" },
  ed25519: { zh: "ed25519 密钥，接收方只持公钥", en: "An ed25519 key, of which the receiver has the public half" },
};

const isForm = (form: string): form is AdministrationForm => administrationForms.some((one) => one === form);

/** What the fields of a form of administration are called; undefined for any other form. */
export const administrationFields = (form: string): Labels | undefined => (isForm(form) ? fields[form] : undefined);

/** What the codes of a choice in such a form are called; undefined for any other form, and where there are none. */
export function administrationChoices(form: string, field: string): Labels | undefined {
  if (!isForm(form)) return undefined;
  const choices: Readonly<Record<string, Labels | undefined>> = {
    kind: kinds,
    type: organisationTypes,
    level: levels,
    categories,
    brandGrade: brandGrades,
    grade: grades,
    employment: employments,
    signing: signings,
    types:
      field === "types"
        ? {
            ...Object.fromEntries(eventTypes.map((type) => [type, eventKinds[type].words])),
            [documentFiled]: notices[documentFiled].words,
            [digestDaily]: notices[digestDaily].words,
          }
        : undefined,
  };
  return choices[field];
}
