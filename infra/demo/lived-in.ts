import type { Client } from "../../shared/client/client.ts";
import type { ReferralSubmission } from "../../shared/contracts/referral.ts";
import type { CategoryCode } from "../../shared/domain/codes.ts";
import type { Platform } from "../local/platform.ts";
import { coordinatorId } from "./city.ts";
import type { Stage } from "./stage.ts";
import { type Calendar, dayOf, laterMilliseconds } from "./time.ts";

/** How many days before today the open cases of a city that is kept begin. */
export const openDays = 12;

const station = "police-330483101";
const committee = "pmc-330483101";
const court = "court";
const town = "330483101";
const version = "*";

/** Somebody's hands on one case: those of the body that holds it, by its own client. */
type Hands = { caseId: string; holder: Client; city: Stage["city"]; at: string };
type Course = (hands: Hands) => Promise<unknown>;
type Scene = { daysAgo: number; sender: string; referral: ReferralSubmission; go: Course };

const stay: Course = async () => undefined;
const accept: Course = ({ holder, caseId }) =>
  holder.accept({ params: { caseId }, version, body: { mediatorId: "lead" } });
const consent: Course = async (hands) => {
  await accept(hands);
  const { holder, caseId, at } = hands;
  const params = { caseId };
  await holder.seekConsent({ params, version });
  const consents = [1, 2].map((party) => ({ party, answer: "consented" as const, channel: "telephone" as const, at }));
  await holder.recordConsent({ params, version, body: { consents } });
};
const meet: Course = async (hands) => {
  await consent(hands);
  const { holder, caseId, at } = hands;
  await holder.recordSession({ params: { caseId }, version, body: { heldAt: at } });
};
const warn: Course = async (hands) => {
  await meet(hands);
  const { holder, caseId } = hands;
  await holder.reportDanger({ params: { caseId }, version, body: { kind: "public_order", policeId: station } });
};
const agree: Course = async (hands) => {
  await meet(hands);
  const { holder, caseId, at } = hands;
  const body = { form: "written" as const, signedAt: [at, at], sealedAt: at, documentNumber: "濮调字〔2026〕36号" };
  await holder.recordAgreement({ params: { caseId }, version, body });
};
const file: Course = async (hands) => {
  await agree(hands);
  const { holder, caseId, at } = hands;
  await holder.fileConfirmation({
    params: { caseId },
    version,
    body: { courtId: court, subject: "ordinary", filedAt: at, applicants: [1, 2] },
  });
};
const perform: Course = async (hands) => {
  await agree(hands);
  await hands.holder.startPerformance({ params: { caseId: hands.caseId }, version });
};
const close: Course = async (hands) => {
  await perform(hands);
  const body = { performedOn: dayOf(Date.parse(hands.at)), proof: "收据" };
  await hands.holder.completePerformance({ params: { caseId: hands.caseId }, version, body });
};
const ask: Course = ({ city, caseId }) =>
  city.coordinator.askForInfo({ params: { caseId }, version, body: { missing: ["纠纷发生地", "被申请人联系电话"] } });

const year = new Date().getUTCFullYear();
type Told = { daysAgo: number; category: CategoryCode; summary: string; go: Course; amountFen?: number } & Partial<
  Pick<ReferralSubmission["dispute"], "circumstances" | "riskGrade">
>;

function scene(sender: string, channel: ReferralSubmission["channel"], sourceNumber: string, told: Told): Scene {
  const { daysAgo, go, riskGrade = "blue", circumstances = [], ...dispute } = told;
  const serial = Number(/\d+(?=\D*$)/.exec(sourceNumber)?.[0] ?? 0);
  const person = (side: "applicant" | "respondent", name: string, one: number) => ({
    side,
    kind: "natural_person" as const,
    name,
    phone: `000-${String(9_000_000 + 2 * serial + one)}`,
  });
  return {
    daysAgo,
    sender,
    go,
    referral: {
      sourceNumber,
      channel,
      ...(sender === committee ? { namedOrganisationId: committee } : {}),
      dispute: { ...dispute, place: town, riskGrade, earlierAttemptFailed: false, circumstances },
      parties: [
        person("applicant", `${"张李钱孙周吴冯陈"[serial % 8]}样例`, 0),
        person("respondent", `${"沈韩杨朱秦许何吕"[serial % 8]}样例`, 1),
      ],
    },
  };
}
const fromStation = (number: number, told: Told): Scene =>
  scene(station, "police_civil", `濮派调〔${year}〕${number}号`, told);
const atTheDoor = (number: number, told: Told): Scene =>
  scene(committee, "walk_in", `濮调登〔${year}〕${number}号`, told);
const fromCourt = (number: number, told: Told): Scene =>
  scene(court, "court_before_docketing", `（${year}）浙0483民诉前调${number}号`, told);

/** What is on the desks of those who sign in: something of each kind that they can owe. */
const scenes: readonly Scene[] = [
  fromStation(201, { daysAgo: 12, category: "02", summary: "样例：两户邻居因院墙滴水争吵，民警到场劝开。", go: meet }),
  fromStation(202, { daysAgo: 9, category: "01", summary: "样例：兄弟因赡养费用分担发生争执。", go: consent }),
  fromStation(203, {
    daysAgo: 8,
    category: "02",
    summary: "样例：楼上漏水损坏吊顶，双方言语冲突，一方扬言报复。",
    riskGrade: "orange",
    amountFen: 860_000,
    go: warn,
  }),
  fromStation(204, {
    daysAgo: 6,
    category: "06",
    summary: "样例：停车刮擦引起的赔偿纠纷。",
    amountFen: 120_000,
    go: close,
  }),
  fromStation(205, {
    daysAgo: 4,
    category: "02",
    summary: "样例：通道堆物纠纷，是否应由其他机关处理尚不明确。",
    circumstances: ["reserved_by_law"],
    go: ask,
  }),
  fromStation(206, { daysAgo: 3, category: "02", summary: "样例：宅基地界址纠纷。", go: accept }),
  fromStation(207, {
    daysAgo: 1,
    category: "06",
    summary: "样例：宠物伤人后的医疗费纠纷。",
    amountFen: 45_000,
    go: stay,
  }),
  fromStation(208, {
    daysAgo: 0,
    category: "02",
    summary: "样例：装修噪声纠纷，当事人要求先行处理。",
    circumstances: ["reserved_by_law"],
    go: stay,
  }),
  fromStation(209, { daysAgo: 0, category: "02", summary: "样例：晾晒衣物引起的邻里纠纷。", go: stay }),
  atTheDoor(57, {
    daysAgo: 11,
    category: "02",
    summary: "样例：沿河通道使用纠纷，涉及多户。",
    riskGrade: "yellow",
    go: meet,
  }),
  atTheDoor(58, {
    daysAgo: 7,
    category: "03",
    summary: "样例：承包地流转租金纠纷。",
    amountFen: 1_260_000,
    go: accept,
  }),
  atTheDoor(59, { daysAgo: 2, category: "02", summary: "样例：农田排水纠纷。", go: stay }),
  fromCourt(318, { daysAgo: 10, category: "02", summary: "样例：相邻采光纠纷。", amountFen: 300_000, go: close }),
  fromCourt(319, { daysAgo: 5, category: "06", summary: "样例：人身损害赔偿纠纷。", amountFen: 2_480_000, go: file }),
  fromCourt(320, { daysAgo: 4, category: "01", summary: "样例：分家析产纠纷。", amountFen: 5_600_000, go: perform }),
  fromCourt(321, { daysAgo: 0, category: "04", summary: "样例：买卖合同货款纠纷。", amountFen: 2_029_372, go: stay }),
];

/** Lets the last days go by up to today, in which cases come in and are left as they stand, for people to go on with. */
export async function leaveOpenCases(
  { city, calendar }: { city: Stage["city"]; calendar: Calendar & { skipDay(platform: Platform): void } },
  platform: Platform,
): Promise<void> {
  for (let daysAgo = openDays; daysAgo >= 0; daysAgo -= 1) {
    for (const { sender, referral, go } of scenes.filter((one) => one.daysAgo === daysAgo)) {
      const client = await city.clientOf(sender);
      const { caseId } = (await client.submitReferral({ body: referral })).body;
      await platform.settled({ patiently: true, ignoreDelayed: laterMilliseconds });
      const { state } = (await city.coordinator.showCase({ params: { caseId } })).body;
      const holderId = "assignment" in state ? (state.assignment?.organisationId ?? coordinatorId) : coordinatorId;
      // An instant that has passed on the platform's clock as well.
      const at = new Date(calendar.now() - 1000).toISOString();
      await go({ caseId, holder: await city.clientOf(holderId), city, at });
    }
    if (daysAgo === 0) break;
    calendar.skipDay(platform);
    await platform.fireSchedules();
    await platform.settled({ patiently: true, ignoreDelayed: laterMilliseconds });
  }
}
