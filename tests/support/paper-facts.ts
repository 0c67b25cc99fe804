import type { CaseEvent, NewEvent } from "../../shared/domain/events.ts";
import type { KnownParty, PaperFacts } from "../../shared/papers/facts.ts";
import { agreed, justiceBureau, monday, now, police, town } from "./cases.ts";

/** Two plainly invented people; the second has a name that few fonts can show. */
export const zhang: KnownParty = {
  side: "applicant",
  kind: "natural_person",
  name: "张样例",
  sex: "male",
  bornOn: "1980-01-01",
  ethnicity: "汉族",
  occupation: "样例店店主",
  phone: "13800000001",
  address: "样例省样例市样例镇样例路1号",
};
export const rare: KnownParty = {
  side: "respondent",
  kind: "natural_person",
  name: "李㛃𬎆",
  sex: "female",
  bornOn: "1990-12-31",
  ethnicity: "回族",
  occupation: "样例厂职工",
  phone: "13800000002",
  address: "样例省样例市样例镇样例村2号",
};
export const works: KnownParty = {
  side: "respondent",
  kind: "legal_person",
  name: "样例纺织有限公司",
  phone: "057300000003",
  address: "样例省样例市样例镇工业区3号",
  legalRepresentative: { name: "王样例", position: "总经理" },
};
/** One of whom only the name is known. */
export const nameless: KnownParty = { side: "respondent", kind: "natural_person", name: "赵样例" };

const happened = (sequence: number, event: NewEvent): CaseEvent => ({
  sequence,
  at: now,
  by: town,
  ...event,
});

/** The facts of a case that was agreed on in writing. */
export const paperFacts = (changes: Partial<PaperFacts> = {}): PaperFacts => ({
  version: 7,
  at: now,
  state: agreed({ coordinatorId: justiceBureau.organisationId }),
  history: [happened(5, { type: "session.held", data: { heldAt: monday("06:00") } })],
  parties: {
    summary: "申请人与被申请人因宅基地界址发生争议，要求调解。",
    parties: [zhang, rare],
  },
  names: new Map([
    [town.organisationId, "样例镇人民调解委员会"],
    [police.organisationId, "样例派出所"],
    [justiceBureau.organisationId, "样例市司法局"],
  ]),
  mediators: ["周样例", "吴样例"],
  papers: [
    { kind: "registration", name: "受理登记表.pdf", addedAt: now, pages: 1 },
    { kind: "agreement", name: "协议书.pdf", addedAt: now, pages: 2 },
  ],
  said: {},
  ...changes,
});

/** What is read for a single form: years of keeping for the cover, a claim for the form for incentive pay. */
export const readForOne = {
  retention: { years: 10 },
  claim: { amountFen: 15_000, steps: [{ status: "approved", at: now, by: justiceBureau }] },
} satisfies Partial<PaperFacts>;

/** What mediators can say for the papers, all of it. */
export const everythingSaid: PaperFacts["said"] = {
  requested: "请求被申请人拆除越界的围墙，并赔偿损失。",
  session: {
    place: "样例镇人民调解委员会调解室",
    attendance: "村民委员会主任郑样例",
    recorder: "冯样例",
    record: "周样例：今天就界址纠纷进行调解。\n张样例：围墙越界0.5米。\n李㛃𬎆：愿意协商。",
  },
  clauses: [
    { text: "被申请人拆除越界围墙", day: "2026-04-30" },
    { text: "被申请人赔偿申请人损失", amountFen: 1_234_056, payee: "张样例", way: "银行转账", day: "2026-05-31" },
  ],
  breach: "逾期按未付金额每日万分之五支付违约金。",
  copies: 4,
  visit: { visitor: "周样例" },
};
