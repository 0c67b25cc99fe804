import { identityDocuments } from "../../domain/codes.ts";
import { once } from "../../domain/once.ts";
import { ageOn, chineseDay, type Missing } from "../draft.ts";
import type { KnownParty, PaperFacts } from "../facts.ts";
import { asked, dayOfFacts, isPerson, othersOf, partiesThemselves, sexes, sides } from "../party-blocks.ts";
import { type ListField, list, part } from "./field.ts";

type Placed = { party: KnownParty; place: number };

/** The parties, or those of a side, each with its place among all, by which what is missing is named. */
const partiesOf = ({ parties }: PaperFacts, side?: KnownParty["side"]): Placed[] =>
  (parties?.parties ?? [])
    .map((party, place) => ({ party, place }))
    .filter(({ party }) => side === undefined || party.side === side);

const askedOf = ({ place }: Placed, field: string, zh: string, en: string): Missing => asked(place, field, { zh, en });
/** What is asked of a person; of an organisation it is not, and nothing is missing. */
const ofPerson = (field: string, zh: string, en: string, said: (party: KnownParty, facts: PaperFacts) => string) =>
  part<Placed>(en, personal[zh] ?? [], ({ item, facts, draft }) =>
    isPerson(item.party) ? draft.need(askedOf(item, field, zh, en), said(item.party, facts)) : "",
  );
const personal: Readonly<Record<string, readonly string[]>> = {
  性别: ["男", "女"],
  民族: ["汉族", "回族"],
  年龄: ["46周岁", "35周岁"],
  职业: ["样例店店主", "样例厂职工"],
};
/** What an organisation has and a person has not. */
const ofHouse = (field: string, zh: string, en: string, said: (party: KnownParty) => string | undefined) =>
  part<Placed>(en, ["", ""], ({ item, draft }) =>
    isPerson(item.party) ? "" : draft.need(askedOf(item, field, zh, en), said(item.party)),
  );
/** Who acts for a party, as the forms add it; nobody has to. */
const other = (label: string, en: string, sample: string) =>
  part<Placed>(en, [sample, ""], ({ item }) =>
    othersOf(item.party)
      .flatMap(([what, said]) => (what === label ? [said] : []))
      .join("；"),
  );

const partyFields = once(() => ({
  序号: part<Placed>("Its place in the list", ["1", "2"], ({ index }) => String(index + 1)),
  称谓: part<Placed>(
    "Applicant, respondent or third party",
    ["申请人", "被申请人"],
    ({ item }) => sides[item.party.side].zh,
  ),
  姓名: part<Placed>("Name", ["张样例", "李㛃𬎆"], ({ item }) => item.party.name),
  自然人: part<Placed>("“是” for a person, empty for an organisation", ["是", "是"], ({ item }) =>
    isPerson(item.party) ? "是" : "",
  ),
  单位: part<Placed>("“是” for an organisation, empty for a person", ["", ""], ({ item }) =>
    isPerson(item.party) ? "" : "是",
  ),
  性别: ofPerson("sex", "性别", "Sex", ({ sex }) => (sex === undefined ? "" : sexes[sex])),
  民族: ofPerson("ethnicity", "民族", "Ethnicity", ({ ethnicity = "" }) => ethnicity),
  年龄: ofPerson("bornOn", "年龄", "Age", ({ bornOn }, facts) =>
    bornOn === undefined ? "" : `${ageOn(bornOn, dayOfFacts(facts))}周岁`,
  ),
  出生日期: part<Placed>("Date of birth", ["1980年1月1日", "1990年12月31日"], ({ item: { party } }) =>
    party.bornOn === undefined ? "" : chineseDay(party.bornOn),
  ),
  职业: ofPerson("occupation", "职业", "Occupation", ({ occupation = "" }) => occupation),
  联系方式: part<Placed>("Telephone", ["13800000001", "13800000002"], ({ item, draft }) =>
    draft.need(askedOf(item, "phone", "联系方式", "Telephone"), item.party.phone),
  ),
  住址: part<Placed>(
    "Address; of an organisation, its seat",
    ["样例省样例市样例镇样例路1号", "样例省样例市样例镇样例村2号"],
    ({ item, draft }) => draft.need(askedOf(item, "address", "住址", "Address"), item.party.address),
  ),
  证件类型: part<Placed>("Kind of the identity document", ["居民身份证", "居民身份证"], ({ item: { party } }) =>
    party.document === undefined ? "" : identityDocuments[party.document.kind].zh,
  ),
  证件号码: part<Placed>(
    "Number of the identity document",
    ["（样例证件号码一）", "（样例证件号码二）"],
    ({ item: { party } }) => party.document?.number ?? "",
  ),
  统一社会信用代码: ofHouse("document", "统一社会信用代码", "Credit code of an organisation", ({ document }) =>
    document?.kind === "credit_code" ? document.number : undefined,
  ),
  法定代表人: ofHouse(
    "legalRepresentative",
    "法定代表人",
    "Legal representative of an organisation",
    ({ legalRepresentative }) => legalRepresentative?.name,
  ),
  法定代表人职务: part<Placed>(
    "Position of the legal representative",
    ["", ""],
    ({ item }) => item.party.legalRepresentative?.position ?? "",
  ),
  法定监护人: other("法定监护人", "Guardian", ""),
  委托代理人: other("委托代理人", "Agent", "王样例，13800000004"),
  送达地址: other("送达地址", "Address for service", "样例省样例市样例镇样例路9号"),
}));

const parties = (en: string, side?: KnownParty["side"]): ListField =>
  list(
    en,
    (facts, draft) => {
      if (partiesOf(facts).length === 0) draft.need(partiesThemselves, undefined);
      return partiesOf(facts, side);
    },
    partyFields(),
  );

/** The parties, all and by side. */
export const partyLists = once(() => ({
  当事人: parties("All parties"),
  申请人: parties("The applicants", "applicant"),
  被申请人: parties("The respondents", "respondent"),
  第三人: parties("The third parties", "third_party"),
}));
