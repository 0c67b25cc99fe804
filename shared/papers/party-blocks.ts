import { shanghaiDate } from "../domain/calendar.ts";
import { identityDocuments, type Label } from "../domain/codes.ts";
import { given } from "../domain/given.ts";
import { type Block, cell, label, paragraph } from "./blocks.ts";
import { ageOn, chineseDay, type Draft, type Missing } from "./draft.ts";
import type { KnownParty, PaperFacts } from "./facts.ts";

export const sides = {
  applicant: { zh: "申请人", en: "Applicant" },
  respondent: { zh: "被申请人", en: "Respondent" },
  third_party: { zh: "第三人", en: "Third party" },
} as const satisfies Record<KnownParty["side"], Label>;
export const sexes = { male: "男", female: "女" } as const;

/** What the body that mediates can say of a party itself. */
const saidByTheBody: readonly string[] = ["ethnicity", "occupation", "serviceAddress", "agent"];
export const asked = (index: number, field: string, name: Label): Missing => ({
  field: `parties.${index}.${field}`,
  name: { zh: `第${index + 1}方当事人的${name.zh}`, en: `${name.en} of party ${index + 1}` },
  step: saidByTheBody.includes(field) ? "say-particulars" : "correct-referral",
});
export const partiesThemselves: Missing = {
  field: "parties",
  name: { zh: "当事人信息", en: "The parties" },
  step: "supply-info",
};

/** What is asked of a person, and of an organisation, in the order of the forms. */
type Told = { party: KnownParty; index: number; day: string; draft: Draft };
function personFields({ party, index, day, draft }: Told): [string, string][] {
  const need = (field: string, zh: string, en: string, known: string | undefined): [string, string] => [
    zh,
    draft.need(asked(index, field, { zh, en }), known, ""),
  ];
  const { sex, bornOn, ethnicity, occupation, phone } = party;
  return [
    need("sex", "性别", "Sex", sex && sexes[sex]),
    need("ethnicity", "民族", "Ethnicity", ethnicity),
    need("bornOn", "年龄", "Age", bornOn === undefined ? undefined : `${ageOn(bornOn, day)}周岁`),
    need("occupation", "职业或职务", "Occupation", occupation),
    need("phone", "联系方式", "Telephone", phone),
  ];
}

function organisationFields({ party, index, draft }: Told): [string, string][] {
  const { legalRepresentative: head } = party;
  const named = head && [head.name, head.position].filter((text) => text !== undefined).join("，");
  const code = party.document?.kind === "credit_code" ? party.document.number : undefined;
  const need = (field: string, zh: string, en: string, known: string | undefined): [string, string] => [
    zh,
    draft.need(asked(index, field, { zh, en }), known, ""),
  ];
  return [
    need("document", "统一社会信用代码", "Credit code", code),
    need("legalRepresentative", "法定代表人（负责人）", "Legal representative", named),
    need("phone", "联系方式", "Telephone", party.phone),
  ];
}

export const isPerson = ({ kind }: KnownParty): boolean => kind === "natural_person";

/** Who acts for a party, as the forms add it. */
export function othersOf({ guardian, agent, serviceAddress }: KnownParty): [string, string][] {
  const said = ({ name, phone, relationship }: NonNullable<typeof guardian>): string =>
    [name, relationship, phone].filter((text) => text !== undefined).join("，");
  return [
    ...(guardian === undefined ? [] : [["法定监护人", said(guardian)] as [string, string]]),
    ...(agent === undefined ? [] : [["委托代理人", said(agent)] as [string, string]]),
    ...(serviceAddress === undefined ? [] : [["送达地址", serviceAddress] as [string, string]]),
  ];
}

/** The day by which ages are told: that of the agreement, else that of the version. */
export const dayOfFacts = ({ state, at }: PaperFacts): string => shanghaiDate(state.agreement?.effectiveAt ?? at);

/** The table of the parties that most forms begin with. */
export function partyTable(facts: PaperFacts, draft: Draft, only?: KnownParty["side"]): Block[] {
  const known = facts.parties?.parties ?? [];
  if (known.length === 0) draft.need(partiesThemselves, undefined);
  const day = dayOfFacts(facts);
  const rows = known.flatMap((party, index) => {
    if (only !== undefined && party.side !== only) return [];
    const told = { party, index, day, draft };
    const address = draft.need(
      asked(index, "address", { zh: isPerson(party) ? "单位或住址" : "住所地", en: "Address" }),
      party.address,
      "",
    );
    const name = label(sides[party.side].zh);
    const [first, second, third, fourth, fifth] = isPerson(party) ? personFields(told) : organisationFields(told);
    const pair = (field: [string, string] | undefined, wide: readonly [number, number] = [1, 1]) =>
      field === undefined ? [cell("", wide[0] + wide[1])] : [label(field[0], wide[0]), cell(field[1], wide[1])];
    const main = isPerson(party)
      ? [
          [name, cell(party.name), ...pair(first), ...pair(second), ...pair(third)],
          [...pair(fourth, [1, 2]), ...pair(fifth, [2, 3])],
        ]
      : [
          [name, cell(party.name, 2), ...pair(first, [2, 3])],
          [...pair(second, [1, 2]), ...pair(third, [2, 3])],
        ];
    return [
      ...main,
      [label(isPerson(party) ? "单位或住址" : "住所地"), cell(address, 7)],
      ...othersOf(party).map(([what, said]) => [label(what), cell(said, 7)]),
    ];
  });
  return rows.length === 0 ? [] : [{ block: "table", columns: [1.35, 1.6, 0.8, 0.75, 0.8, 1, 0.8, 1.1], rows }];
}

/** The parties as letters and applications to a court name them, a paragraph each; the court serves its papers on them. */
export function partyParagraphs(facts: PaperFacts, draft: Draft, isServed = false): Block[] {
  const known = facts.parties?.parties ?? [];
  if (known.length === 0) draft.need(partiesThemselves, undefined);
  return known.map((party, index) => {
    const { sex, bornOn, ethnicity, occupation, phone, document, legalRepresentative: head } = party;
    const number = document === undefined ? undefined : `${identityDocuments[document.kind].zh}号码${document.number}`;
    const address = draft.need(asked(index, "address", { zh: "住址", en: "Address" }), party.address);
    const ofPerson = [
      sex && sexes[sex],
      bornOn && `${chineseDay(bornOn)}出生`,
      ethnicity,
      occupation,
      `住${address}`,
      number,
      phone && `联系电话${phone}`,
    ];
    const ofHouse = [
      `住所地${address}`,
      number,
      head && `法定代表人（负责人）${head.name}${head.position === undefined ? "" : `，${head.position}`}`,
      phone && `联系电话${phone}`,
    ];
    const facts = (isPerson(party) ? ofPerson : ofHouse).filter((text) => text !== undefined);
    const service = { zh: "送达地址", en: "Address for service" };
    const serviceAddress = isServed
      ? draft.need(asked(index, "serviceAddress", service), party.serviceAddress)
      : party.serviceAddress;
    const more = othersOf({ ...party, ...given("serviceAddress", serviceAddress) }).map(
      ([what, said]) => `${what}：${said}。`,
    );
    return paragraph(`${[party.name, ...facts].join("，")}。${more.join("")}`, `${sides[party.side].zh}：`);
  });
}

/** The parties by name, in one line. */
export const partyNames = ({ parties }: PaperFacts, side?: KnownParty["side"]): string[] =>
  (parties?.parties ?? []).filter((party) => side === undefined || party.side === side).map(({ name }) => name);
